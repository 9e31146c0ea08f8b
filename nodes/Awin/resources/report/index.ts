import type { Resource } from '../operation';
import { getPerformanceReport } from './getPerformance';

export const report: Resource = {
	option: { name: 'Report', value: 'report' },
	operations: [getPerformanceReport],
};
