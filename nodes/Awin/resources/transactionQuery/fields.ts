/**
 * Which transaction queries to list.
 */
import { QUERY_DATE_TYPES, QUERY_STATUSES } from '../../api/transactionQueries';
import { choice } from '../../fields/choice';
import { filters } from '../../fields/collection';
import { advertiserIds, statuses } from '../../fields/filters';
import { text } from '../../fields/text';

export const dateType = choice(
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

export const queryFilters = filters({
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
