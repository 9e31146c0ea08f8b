/**
 * What an order can be attributed to a publisher by.
 */
import { ATTRIBUTIONS, type Attribution, type Order } from '../../../api/conversions';
import { readIdText } from '../../../api/ids';
import type { ParameterSource } from '../../../fields/item';
import { isBlank, readText } from '../../../fields/text';
import { readTime } from '../../orders/times';

type Attributed = Pick<Order, 'awc' | 'voucher' | 'click'>;

const LABELS: Record<Attribution, string> = {
	awc: '"Click Checksum (AWC)"',
	publisherClick: '"Publisher ID" with "Click Time"',
	voucher: '"Voucher Code"',
};

/** Reads the ways that were chosen, as far as the item has them; it needs at least one of them. */
export function readAttribution(
	source: ParameterSource,
	timing: { nowMs: number; warnings: string[] },
): Attributed {
	const chosen = readChosen(source);
	const found: Attributed = {};
	if (chosen.includes('awc')) found.awc = readText(source, 'Click Checksum (AWC)', 'awc');
	if (chosen.includes('voucher')) found.voucher = readText(source, 'Voucher Code', 'voucher');
	if (chosen.includes('publisherClick')) found.click = readClick(source, timing);
	if (found.awc ?? found.voucher ?? found.click) return found;
	throw source.refuse(
		'Attribution',
		'',
		`has nothing to go by: ${chosen.map((way) => LABELS[way]).join(' and ')} ${chosen.length === 1 ? 'is' : 'are'} empty`,
		'Give at least one of these for each item: the click checksum, the publisher with the time of the click, or the voucher code. Choose in "Attribution" which of them your items have.',
	);
}

function readChosen(source: ParameterSource): Attribution[] {
	const value = source.get('attribution');
	const words = typeof value === 'string' ? value.split(/[\s,;]+/).filter(Boolean) : value;
	const list = Array.isArray(words) ? (words as unknown[]) : [];
	if (list.length > 0 && list.every(isAttribution)) return list;
	throw source.refuse(
		'Attribution',
		value,
		list.length === 0 ? 'is empty' : 'is not a way to attribute an order',
		'Use one or more of "awc", "publisherClick" and "voucher".',
	);
}

function isAttribution(word: unknown): word is Attribution {
	return (ATTRIBUTIONS as readonly unknown[]).includes(word);
}

function readClick(
	source: ParameterSource,
	timing: { nowMs: number; warnings: string[] },
): Attributed['click'] {
	const given = source.get('publisherId');
	const timeSeconds = readTime(source, 'Click Time', 'clickTime', timing);
	if (isBlank(given)) {
		if (timeSeconds === undefined) return undefined;
		const nextStep = 'Give the ID of the publisher, or leave "Click Time" empty, too.';
		throw source.refuse('Publisher ID', '', 'is empty, but "Click Time" is given', nextStep);
	}
	const id = readIdText(given);
	const publisherId = id.ok ? Number(id.value) : NaN;
	if (!Number.isSafeInteger(publisherId)) {
		const reason = id.ok ? 'has more digits than the ID of a publisher' : id.reason;
		const nextStep = 'Give the ID of the publisher as Awin shows it, such as 45628.';
		throw source.refuse('Publisher ID', given, reason, nextStep);
	}
	if (timeSeconds === undefined) {
		const nextStep =
			'Give the time of the click: Awin takes a publisher only together with it. Or leave "Publisher ID" empty, too.';
		throw source.refuse('Click Time', '', 'is empty, but "Publisher ID" is given', nextStep);
	}
	return { publisherId, timeSeconds };
}
