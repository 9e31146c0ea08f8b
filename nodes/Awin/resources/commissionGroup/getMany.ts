import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { readId } from '../../api/answers';
import {
	commissionGroupsPath,
	commissionGroupsQuery,
	readCommissionGroups,
} from '../../api/commissionGroups';
import { clockOf, readPersonsDate } from '../../api/timezones';
import { publisherField, readPublisherId } from '../../fields/account';
import { refuseDate } from '../../fields/dates';
import type { ParameterSource } from '../../fields/item';
import { limitFields, readLimit } from '../../fields/limit';
import { programmeField, readProgrammeAdvertiserId } from '../../fields/programme';
import { isBlank, readYesNo } from '../../fields/text';
import { readTimezone } from '../../fields/timezone';
import { forEachItem, type Operation } from '../operation';
import { otherProgramError } from '../otherProgram';
import { wholeAnswer } from '../wholeAnswer';

const GROUPS = { one: 'a commission group', many: 'commission groups' };

const optionsField: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Effective Date',
			name: 'effectiveDate',
			type: 'dateTime',
			default: '',
			description: "The moment whose rates to list, in the workflow's timezone. Without it, now.",
		},
		{
			displayName: 'Show Conditions',
			name: 'extraConditionsDetails',
			type: 'boolean',
			default: true,
			description:
				'Whether to include the conditions under which a group applies, such as countries or products',
		},
	],
};

export const getManyCommissionGroups: Operation = {
	option: {
		name: 'Get Many',
		value: 'getMany',
		action: 'Get many commission groups',
		description:
			"List what an advertiser pays a publisher for which kind of sale, by the advertiser's ID, once the program is joined; changes nothing",
	},
	fields: [publisherField, programmeField, ...limitFields, optionsField],
	preview: {
		advertiserId: 1001,
		publisherId: 45628,
		groupId: 12345,
		groupCode: 'DEFAULT',
		groupName: 'Default Commission',
		type: 'percentage',
		percentage: 8,
		amount: 2.5,
		currency: 'GBP',
		ratesStart: '2026-01-01T00:00:00',
		ratesEnd: '2026-12-31T23:59:59',
		conditions: [{ type: 'customerCountry', operator: 'in', values: ['GB'] }],
	},
	async execute(run) {
		return await forEachItem(run, readWish, async (wish, item) => {
			const { publisherId, limit } = wish;
			const call = { path: commissionGroupsPath(publisherId), query: commissionGroupsQuery(wish) };
			const reading = readCommissionGroups(await run.awin.readOnce(call, item), wish);
			const { groups } = wholeAnswer(run, reading, item, GROUPS);
			const shown = groups.find(({ advertiserId }) => advertiserId !== readId(wish.advertiserId));
			if (shown) throw otherProgramError(run, wish.advertiserId, String(shown.advertiserId), item);
			return groups.slice(0, limit) as IDataObject[];
		});
	},
};

function readWish(source: ParameterSource) {
	return {
		publisherId: readPublisherId(source),
		advertiserId: readProgrammeAdvertiserId(source),
		effectiveDate: readEffectiveDate(source),
		withConditions: readYesNo(source, 'Show Conditions', 'options.extraConditionsDetails'),
		limit: readLimit(source),
	};
}

/** Awin names no zone for it, so it is sent as the clocks of the person show it. */
function readEffectiveDate(source: ParameterSource): string | undefined {
	const value = source.get('options.effectiveDate');
	if (isBlank(value)) return undefined;
	const zone = readTimezone(source);
	const date = readPersonsDate(value, zone, 'start');
	if (date.ok) return clockOf(zone).toIso(date.epochMs).slice(0, 19);
	throw refuseDate(
		source,
		'Effective Date',
		value,
		date.reason,
		'Give a date such as 2026-01-31 or 2026-01-31T15:00:00, or remove the option.',
	);
}
