/**
 * What a report is asked for.
 */
import { INTERVALS } from '../../api/periods';
import {
	CAMPAIGN_LENGTH,
	REPORTS,
	REPORT_DATE_TYPES,
	regionRule,
	type ReportDateType,
} from '../../api/reports';
import type { Region } from '../../api/regions';
import { account, accountType } from '../../fields/account';
import { choice } from '../../fields/choice';
import { filters } from '../../fields/collection';
import { partnerIds } from '../../fields/filters';
import { limit } from '../../fields/limit';
import { outputForm } from '../../fields/output';
import type { Parameter, ValuesOf } from '../../fields/parameter';
import { optionalRegion, requiredRegion } from '../../fields/region';
import { daySpan, SALE_DATES } from '../../fields/span';
import { text, yesNo } from '../../fields/text';
import { timezone } from '../../fields/timezone';

const reportBy = choice(
	{
		displayName: 'Report By',
		name: 'reportBy',
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
		description: 'What to give figures for',
	},
	{ what: 'a report of Awin', choices: REPORTS },
);

const interval = choice(
	{
		displayName: 'Interval',
		name: 'interval',
		options: [
			{ name: 'Total', value: 'total', description: 'The whole span of time in one' },
			{ name: 'Day', value: 'day', description: 'Each day on its own' },
			{ name: 'Week', value: 'week', description: 'Weeks from Monday to Sunday' },
			{ name: 'Month', value: 'month', description: 'Calendar months' },
		],
		description:
			'How to cut the span of time. Partner and creative reports take one call to Awin for each day, week or month, at 20 calls a minute; campaign reports take one call for 400 days.',
	},
	{ what: 'an interval', choices: INTERVALS },
);

const chosenDateType = choice(
	{
		displayName: 'Date Type',
		name: 'dateType',
		displayOptions: { show: { reportBy: ['partner', 'creative'] } },
		options: SALE_DATES,
		description: 'Which date of a transaction decides where it is counted',
	},
	{ what: 'a type of date that reports have', choices: REPORT_DATE_TYPES },
);

/** Campaign reports know no such choice; what was set for another report says nothing there. */
const dateType: Parameter<ReportDateType> = {
	fields: chosenDateType.fields,
	read: (source) =>
		reportBy.read(source) === 'campaign' ? 'transaction' : chosenDateType.read(source),
};

const shownIf = (show: Record<string, string[]>) => ({ displayOptions: { show } });

const ownRegion = requiredRegion.with(
	shownIf({ accountType: ['publisher'], reportBy: ['partner', 'creative'] }),
);
const anyRegion = optionalRegion.with(
	shownIf({ accountType: ['advertiser'], reportBy: ['creative'] }),
);

const region: Parameter<Region | undefined> = {
	fields: [ownRegion.field, anyRegion.field],
	read(source) {
		const rule = regionRule(accountType.read(source), reportBy.read(source));
		if (rule === 'none') return undefined;
		return (rule === 'required' ? ownRegion : anyRegion).read(source);
	},
};

const zone = timezone.with({
	description: 'The timezone that days begin and end in, for the dates that you give and at Awin',
});

const form = outputForm.with({
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
});

const campaign = text({
	displayName: 'Campaign',
	name: 'filters.campaign',
	placeholder: 'e.g. spring',
	description: `Only campaigns whose name begins with this, at least ${CAMPAIGN_LENGTH.least} characters. Leave empty for all.`,
}).map((name, source, named) => {
	const { least, most } = CAMPAIGN_LENGTH;
	if (name === undefined || (name.length >= least && name.length <= most)) return name;
	throw named.refuse(
		source,
		name,
		`has ${name.length} characters; Awin takes ${least} to ${most}`,
		'Give more or less of the beginning of its name, or leave it empty for all campaigns.',
	);
});

const campaignFilters = filters(
	{
		campaign,
		includeNumbersWithoutCampaign: yesNo({
			displayName: 'Include Numbers Without Campaign',
			name: 'filters.includeNumbersWithoutCampaign',
			default: false,
			description: 'Whether to include what came without the name of a campaign',
		}),
		partnerIds: partnerIds.with({
			description:
				'Only these partners: publisher IDs for an advertiser account, advertiser IDs for a publisher account. Separate several with commas; leave empty for all.',
		}),
	},
	shownIf({ reportBy: ['campaign'] }),
);

/** None for the other reports. */
const reportFilters: Parameter<Partial<ValuesOf<typeof campaignFilters.members>>> = {
	fields: campaignFilters.fields,
	read: (source) => (reportBy.read(source) === 'campaign' ? campaignFilters.read(source) : {}),
};

const LIMIT_HINT = 'The first periods come first, so a limit leaves out the last ones';

export const parameters = {
	account,
	reportBy,
	span: daySpan,
	interval,
	dateType,
	region,
	zone,
	limit: limit(LIMIT_HINT),
	form,
	filters: reportFilters,
};
