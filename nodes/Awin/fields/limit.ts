/**
 * Return All and Limit.
 */
import { numberOf } from './number';
import { parameter, type Parameter } from './parameter';
import { yesNo } from './text';

const returnAll = yesNo({
	displayName: 'Return All',
	name: 'returnAll',
	default: false,
	description: 'Whether to return all results or only up to a given limit',
});

const limitAlone = parameter<number>(
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { returnAll: [false] } },
	},
	(value, source, named) => {
		const limit = numberOf(value);
		if (limit !== undefined && Number.isInteger(limit) && limit >= 1) return limit;
		throw named.refuse(
			source,
			value,
			'is not a whole number of 1 or more',
			'Give a number such as 50, or switch on Return All.',
		);
	},
);

/**
 * Both, as how many results are wanted at most: Infinity for all of them.
 *
 * @param hint which results a limit leaves out, where that is not plain
 */
export function limit(hint?: string): Parameter<number> {
	const limitField = hint === undefined ? limitAlone.field : { ...limitAlone.field, hint };
	return {
		fields: [returnAll.field, limitField],
		read: (source) => (returnAll.read(source) ? Infinity : limitAlone.read(source)),
	};
}
