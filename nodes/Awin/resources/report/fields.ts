/**
 * What a report is asked for.
 */
import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { INTERVALS, type Interval } from '../../api/periods';
import {
	CAMPAIGN_LENGTH,
	REPORTS,
	REPORT_DATE_TYPES,
	regionRule,
	type ReportBy,
	type ReportQuestion,
} from '../../api/reports';
import { accountField, accountTypeField, readAccount } from '../../fields/account';
import { readChoice } from '../../fields/choice';
import { dayFields, readDaySpan } from '../../fields/daySpan';
import { partnerFilter, readPartnerIds } from '../../fields/filters';
import type { ParameterSource } from '../../fields/item';
import { limitFields, readLimit } from '../../fields/limit';
import { outputField, readOutputForm } from '../../fields/output';
import { optionalRegionField, readRegion, regionField } from '../../fields/region';
import { readText, readYesNo } from '../../fields/text';
import { readTimezone, timezoneField } from '../../fields/timezone';

const reportByField: INodeProperties = {
	displayName: 'Report By',
	name: 'reportBy',
	type: 'options',
	options: [
		{
			name: 'Campaign',
			value: 'campaign',
			description: 'What each campaign of each partner brought',
		},
		{
			name: 'Creative',
			value: 'creative',
			description: 'What each banner, text link or other creative brought',
		},
		{
			name: 'Partner',
			value: 'partner',
			description: 'What each publisher brought you, or each advertiser if you are a publisher',
		},
	],
	default: 'partner',
	description: 'What to give figures for',
};

const intervalField: INodeProperties = {
	displayName: 'Interval',
	name: 'interval',
	type: 'options',
	options: [
		{ name: 'Total', value: 'total', description: 'The whole span of time in one' },
		{ name: 'Day', value: 'day', description: 'Each day on its own' },
		{ name: 'Week', value: 'week', description: 'Weeks from Monday to Sunday' },
		{ name: 'Month', value: 'month', description: 'Calendar months' },
	],
	default: 'total',
	description:
		'How to cut the span of time. Partner and creative reports take one call to Awin for each day, week or month, at 20 calls a minute; campaign reports take one call for 400 days.',
};

const dateTypeField: INodeProperties = {
	displayName: 'Date Type',
	name: 'dateType',
	type: 'options',
	displayOptions: { show: { reportBy: ['partner', 'creative'] } },
	options: [
		{
			name: 'Transaction Date',
			value: 'transaction',
			description: 'When the sale or lead took place',
		},
		{
			name: 'Validation Date',
			value: 'validation',
			description: 'When the transaction was approved or declined',
		},
	],
	default: 'transaction',
	description: 'Which date of a transaction decides where it is counted',
};

const filters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	displayOptions: { show: { reportBy: ['campaign'] } },
	options: [
		{
			displayName: 'Campaign',
			name: 'campaign',
			type: 'string',
			default: '',
			placeholder: 'e.g. spring',
			description: `Only campaigns whose name begins with this, at least ${CAMPAIGN_LENGTH.least} characters. Leave empty for all.`,
		},
		{
			displayName: 'Include Numbers Without Campaign',
			name: 'includeNumbersWithoutCampaign',
			type: 'boolean',
			default: false,
			description: 'Whether to include what came without the name of a campaign',
		},
		{
			...partnerFilter,
			description:
				'Only these partners: publisher IDs for an advertiser account, advertiser IDs for a publisher account. Separate several with commas; leave empty for all.',
		},
	],
};

export const reportFields: INodeProperties[] = [
	accountTypeField,
	accountField,
	reportByField,
	...dayFields,
	intervalField,
	dateTypeField,
	shownFor(regionField, { accountType: ['publisher'], reportBy: ['partner', 'creative'] }),
	shownFor(optionalRegionField, { accountType: ['advertiser'], reportBy: ['creative'] }),
	{
		...timezoneField,
		description: 'The timezone that days begin and end in, for the dates that you give and at Awin',
	},
	...limitFields.map((field) =>
		field.name === 'limit'
			? { ...field, hint: 'The first periods come first, so a limit leaves out the last ones' }
			: field,
	),
	{
		...outputField,
		options: [
			{
				name: 'Simplified',
				value: 'simplified',
				description:
					'Period, partner, creative or campaign, clicks, and what was sold in all; declined transactions are not in these totals',
			},
			{
				name: 'Flat',
				value: 'flat',
				description:
					'Every value that Awin sent in a column of its own, with the same columns on every row of a run: ready for a spreadsheet',
			},
			{ name: 'Raw', value: 'raw', description: 'Everything that Awin sent, with the period' },
		],
		description:
			"How much of each row to give, and in which form. Awin's totals are pending, approved and bonus together, without declined.",
	},
	filters,
];

function shownFor(field: INodeProperties, show: IDisplayOptions['show']): INodeProperties {
	return { ...field, displayOptions: { show } };
}

/** Reads what one item asks for. */
export function readReportWish(source: ParameterSource, nowMs: number) {
	const { accountType, accountId } = readAccount(source);
	const reportBy = readReportBy(source);
	const zone = readTimezone(source);
	const rule = regionRule(accountType, reportBy);
	const question: ReportQuestion = {
		accountType,
		reportBy,
		zone,
		dateType: readReportDateType(source, reportBy),
		region: rule === 'none' ? undefined : readRegion(source, rule),
		...(reportBy === 'campaign' ? readCampaignFilters(source) : {}),
	};
	return {
		accountId,
		question,
		span: readDaySpan(source, zone, nowMs),
		interval: readInterval(source),
		limit: readLimit(source),
		form: readOutputForm(source),
	};
}

function readReportBy(source: ParameterSource): ReportBy {
	return readChoice(source, {
		name: 'reportBy',
		label: 'Report By',
		what: 'a report of Awin',
		choices: REPORTS,
	});
}

function readInterval(source: ParameterSource): Interval {
	return readChoice(source, {
		name: 'interval',
		label: 'Interval',
		what: 'an interval',
		choices: INTERVALS,
	});
}

function readReportDateType(source: ParameterSource, reportBy: ReportBy) {
	// Campaign reports know no such choice; what was set for another report says nothing here.
	if (reportBy === 'campaign') return 'transaction';
	return readChoice(source, {
		name: 'dateType',
		label: 'Date Type',
		what: 'a type of date that reports have',
		choices: REPORT_DATE_TYPES,
	});
}

function readCampaignFilters(source: ParameterSource) {
	const campaign = readText(source, 'Campaign', 'filters.campaign');
	const { least, most } = CAMPAIGN_LENGTH;
	if (campaign !== undefined && (campaign.length < least || campaign.length > most)) {
		throw source.refuse(
			'Campaign',
			campaign,
			`has ${campaign.length} characters; Awin takes ${least} to ${most}`,
			'Give more or less of the beginning of its name, or leave it empty for all campaigns.',
		);
	}
	return {
		campaign,
		partnerIds: readPartnerIds(source),
		includeNumbersWithoutCampaign: readYesNo(
			source,
			'Include Numbers Without Campaign',
			'filters.includeNumbersWithoutCampaign',
		),
	};
}
