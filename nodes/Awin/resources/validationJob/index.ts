import type { Resource } from '../operation';
import { getValidationJob } from './get';
import { getManyValidationJobs } from './getMany';

export const validationJob: Resource = {
	option: { name: 'Validation Job', value: 'validationJob' },
	operations: [getValidationJob, getManyValidationJobs],
};
