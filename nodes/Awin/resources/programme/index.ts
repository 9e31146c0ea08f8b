import type { Resource } from '../operation';
import { getProgramme } from './get';
import { getManyProgrammes } from './getMany';

export const programme: Resource = {
	option: { name: 'Program', value: 'programme' },
	operations: [getProgramme, getManyProgrammes],
};
