/**
 * The parameters of transaction queries, and the readers of their filters.
 */
import type { INodeProperties } from 'n8n-workflow';

import { QUERY_DATE_TYPES, QUERY_STATUSES, type QueryDateType } from '../../api/transactionQueries';
import { publisherField } from '../../fields/account';
import { readChoice } from '../../fields/choice';
import { advertiserFilter, readAdvertiserIds, readStatuses } from '../../fields/filters';
import type { ParameterSource } from '../../fields/item';
import { limitFields } from '../../fields/limit';
import { spanFields } from '../../fields/span';
import { readText } from '../../fields/text';
import { timezoneField } from '../../fields/timezone';

const dateTypeField: INodeProperties = {
	displayName: 'Date Type',
	name: 'dateType',
	type: 'options',
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
	default: 'transactionDate',
	description: 'Which date of a query the start and end date refer to',
};

const filtersField: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	options: [
		advertiserFilter('queries to'),
		{
			displayName: 'Click References',
			name: 'clickRefs',
			type: 'string',
			default: '',
			placeholder: 'e.g. newsletter',
			description:
				'Only queries with these click references. Separate several with commas; leave empty for all.',
		},
		{
			displayName: 'Statuses',
			name: 'statuses',
			type: 'multiOptions',
			options: [
				{ name: 'Approved', value: 'approved' },
				{ name: 'Declined', value: 'declined' },
				{ name: 'Pending', value: 'pending' },
			],
			default: [],
			description: 'Only queries with one of these statuses. Leave empty for all.',
		},
	],
};

export const transactionQueryFields: INodeProperties[] = [
	publisherField,
	...spanFields.map((field) => (field.name === 'dateType' ? dateTypeField : field)),
	timezoneField,
	...limitFields.map((field) =>
		field.name === 'limit'
			? {
					...field,
					hint: 'A limit leaves out the last ones: the first months come first, and within a month they come in the order of Awin',
				}
			: field,
	),
	filtersField,
];

export function readQueryDateType(source: ParameterSource): QueryDateType {
	return readChoice(source, {
		name: 'dateType',
		label: 'Date Type',
		what: 'a type of date',
		choices: QUERY_DATE_TYPES,
	});
}

export function readQueryFilters(source: ParameterSource) {
	return {
		advertiserIds: readAdvertiserIds(source),
		statuses: readStatuses(source, 'filters.statuses', QUERY_STATUSES),
		clickRefs: (readText(source, 'Click References', 'filters.clickRefs') ?? '')
			.split(',')
			.map((reference) => reference.trim())
			.filter(Boolean),
	};
}
