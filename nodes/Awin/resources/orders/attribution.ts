/**
 * What an order can be attributed to a publisher by.
 */
import { ATTRIBUTIONS, type Attribution, type Order } from '../../api/conversions';
import type { ParameterSource } from '../../fields/item';
import { requiredId } from '../../fields/ids';
import { parameter } from '../../fields/parameter';
import { isBlank } from '../../fields/text';
import { awc, clickTime, voucherCode } from './parameters';

const forAttribution = (attribution: Attribution) => ({ show: { attribution: [attribution] } });

const checksum = awc.with({
	displayOptions: forAttribution('awc'),
	description: 'The awc that your shop kept when the customer arrived. Part two with a comma.',
});

const publisherId = requiredId(
	{
		displayName: 'Publisher ID',
		name: 'publisherId',
		placeholder: 'e.g. 45628',
		displayOptions: forAttribution('publisherClick'),
		description: "Awin's ID of the publisher who sent the customer",
	},
	'Give the ID of the publisher as Awin shows it, such as 45628.',
).map(Number);

const timeOfClick = clickTime.with({
	displayOptions: forAttribution('publisherClick'),
	description:
		"When the customer clicked, in any form of date, or as Unix time. Without an offset it is in the workflow's timezone.",
});

const voucher = voucherCode.with({
	displayOptions: forAttribution('voucher'),
	description: 'The voucher that the customer used',
});

const attribution = parameter<Attribution[]>(
	{
		displayName: 'Attribution',
		name: 'attribution',
		type: 'multiOptions',
		options: [
			{
				name: awc.label,
				value: 'awc',
				description: "The value that Awin adds to your shop's address when somebody clicks",
			},
			{
				name: 'Publisher and Click Time',
				value: 'publisherClick',
				description: 'The publisher who sent the customer, and when the customer clicked',
			},
			{
				name: voucher.label,
				value: 'voucher',
				description: 'A voucher that belongs to one publisher',
			},
		],
		default: ['awc'],
		required: true,
		description:
			'How Awin finds the publisher of an order. Choose all that your items have: each item needs at least one of them.',
	},
	(value, source, named) => {
		const words = typeof value === 'string' ? value.split(/[\s,;]+/).filter(Boolean) : value;
		const list = Array.isArray(words) ? (words as unknown[]) : [];
		if (list.length > 0 && list.every(isAttribution)) return list;
		throw named.refuse(
			source,
			value,
			list.length === 0 ? 'is empty' : 'is not a way to attribute an order',
			'Use one or more of "awc", "publisherClick" and "voucher".',
		);
	},
);

export const attributionParameters = {
	attribution,
	awc: checksum,
	publisherId,
	clickTime: timeOfClick,
	voucher,
};

const NEEDED: Record<Attribution, string> = {
	awc: `"${awc.label}"`,
	publisherClick: `"${publisherId.label}" with "${clickTime.label}"`,
	voucher: `"${voucher.label}"`,
};

type Attributed = Pick<Order, 'awc' | 'voucher' | 'click'>;

/** Reads the ways that were chosen, as far as the item has them; it needs at least one of them. */
export function readAttribution(source: ParameterSource): Attributed {
	const chosen = attribution.read(source);
	const found: Attributed = {};
	if (chosen.includes('awc')) found.awc = awc.read(source);
	if (chosen.includes('voucher')) found.voucher = voucher.read(source);
	if (chosen.includes('publisherClick')) found.click = readClick(source);
	if (found.awc ?? found.voucher ?? found.click) return found;
	throw attribution.refuse(
		source,
		'',
		`has nothing to go by: ${chosen.map((way) => NEEDED[way]).join(' and ')} ${chosen.length === 1 ? 'is' : 'are'} empty`,
		'Give at least one of these for each item: the click checksum, the publisher with the time of the click, or the voucher code. Choose in "Attribution" which of them your items have.',
	);
}

function isAttribution(word: unknown): word is Attribution {
	return (ATTRIBUTIONS as readonly unknown[]).includes(word);
}

function readClick(source: ParameterSource): Attributed['click'] {
	const given = publisherId.given(source);
	const timeSeconds = clickTime.read(source);
	if (isBlank(given)) {
		if (timeSeconds === undefined) return undefined;
		const nextStep = `Give the ID of the publisher, or leave "${clickTime.label}" empty, too.`;
		throw publisherId.refuse(source, '', `is empty, but "${clickTime.label}" is given`, nextStep);
	}
	const id = publisherId.take(source, given);
	if (timeSeconds !== undefined) return { publisherId: id, timeSeconds };
	const nextStep = `Give the time of the click: Awin takes a publisher only together with it. Or leave "${publisherId.label}" empty, too.`;
	throw clickTime.refuse(source, '', `is empty, but "${publisherId.label}" is given`, nextStep);
}
