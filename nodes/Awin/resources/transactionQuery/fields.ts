/**
 * Which transaction queries to list.
 */
import type { JsonObject } from '../../api/answers';
import { fitsFilters, QUERY_DATE_TYPES, QUERY_STATUSES } from '../../api/transactionQueries';
import { publisherAccount } from '../../fields/account';
import { choice } from '../../fields/choice';
import { filters } from '../../fields/collection';
import { advertiserIds, statuses } from '../../fields/filters';
import { limit } from '../../fields/limit';
import type { ValuesOf } from '../../fields/parameter';
import { span } from '../../fields/span';
import { text } from '../../fields/text';
import { timezone } from '../../fields/timezone';

const dateType = choice(
	{
		displayName: 'Date Type',
		name: 'dateType',
		options: [
			{ name: 'Enquiry Date', value: 'enquiryDate', description: 'When the query was raised' },
			{
				name: 'Transaction Date',
				value: 'transactionDate',
				description: 'When the sale or lead took place',
			},
			{
				name: 'Validation Date',
				value: 'validationDate',
				description: 'When the query was approved or declined',
			},
		],
		description: 'Which date of a query the start and end date refer to',
	},
	{ what: 'a type of date', choices: QUERY_DATE_TYPES },
);

const clickRefs = text({
	displayName: 'Click References',
	name: 'filters.clickRefs',
	placeholder: 'e.g. newsletter',
	description:
		'Only queries with these click references. Separate several with commas; leave empty for all.',
}).map((given) =>
	(given ?? '')
		.split(',')
		.map((reference) => reference.trim())
		.filter(Boolean),
);

const queryFilters = filters({
	advertiserIds: advertiserIds('queries to'),
	clickRefs,
	statuses: statuses(
		{
			name: 'filters.statuses',
			description: 'Only queries with one of these statuses. Leave empty for all.',
		},
		QUERY_STATUSES,
	),
});

const LIMIT_HINT =
	'A limit leaves out the last ones: the first months come first, and within a month they come in the order of Awin';

export const parameters = {
	publisherId: publisherAccount,
	span,
	dateType,
	zone: timezone,
	limit: limit(LIMIT_HINT),
	filters: queryFilters,
};

type Values = ValuesOf<typeof parameters>;

export const chosenQueries = {
	fits: (row: JsonObject, { filters, dateType: shown, span: asked }: Values) =>
		fitsFilters(row, { ...filters, dateType: shown, span: asked }),
	chosen: ({ filters }: Values) =>
		`advertiser, status${filters.clickRefs.length > 0 ? ', click reference' : ''} or date`,
};
