/**
 * Reading what one item asks for.
 */
import { readIdList } from '../../../api/ids';
import {
	LONGEST_DESCRIPTION,
	LONGEST_TERMS,
	LONGEST_TITLE,
	NEW_OFFER_TYPES,
	type WireOffer,
} from '../../../api/offers';
import { wireTimes } from '../../../api/offerTimes';
import { readAdvertiserId } from '../../../fields/account';
import { readChoice } from '../../../fields/choice';
import type { ParameterSource } from '../../../fields/item';
import { readDryRun } from '../../../fields/safety';
import { readRequiredText, readText, readYesNo } from '../../../fields/text';
import { readWebAddressField } from '../../../fields/webAddress';
import type { Circumstances } from '../../batch/tool';
import { readRuntime, type Runtime } from './times';

export interface Row {
	/** The place of its item among all items. */
	index: number;
	/** The advertiser. */
	accountId: string;
	offer: WireOffer;
	/** The first and the last second of the offer, on the person's own clocks. */
	startsAt: string;
	endsAt: string;
	dryRun: boolean;
	/** What the person should know about the offer although it can be sent, as sentences without a full stop. */
	warnings: string[];
}

export function readRow(
	source: ParameterSource,
	index: number,
	{ isTool, nowMs }: Circumstances,
): Row {
	const warnings: string[] = [];
	const accountId = readAdvertiserId(source);
	const { startsAt, endsAt, offer } = readOffer(source, nowMs, warnings);
	return {
		index,
		accountId,
		offer,
		startsAt,
		endsAt,
		dryRun: readDryRun(source, isTool),
		warnings,
	};
}

type ReadOffer = Pick<Row, 'offer' | 'startsAt' | 'endsAt'>;

function readOffer(source: ParameterSource, nowMs: number, warnings: string[]): ReadOffer {
	const type = readChoice(source, {
		name: 'offerType',
		label: 'Offer Type',
		what: 'a type of offer',
		choices: NEW_OFFER_TYPES,
		decidesChange: true,
	});
	const voucherCode = type === 'voucher' ? readVoucherCode(source) : undefined;
	const campaign = readText(source, 'Campaign', 'additionalFields.campaign');
	const texts = {
		title: readLimited(source, 'Title', 'title', LONGEST_TITLE),
		description: readLimited(source, 'Description', 'description', LONGEST_DESCRIPTION),
		terms: readLimited(source, 'Terms', 'terms', LONGEST_TERMS),
	};
	const { times, startsAt, endsAt }: Runtime = readRuntime(source, nowMs, warnings);
	const offer: WireOffer = {
		...texts,
		type,
		...(voucherCode === undefined ? {} : { voucherCode }),
		...wireTimes(times),
		...(campaign === undefined ? {} : { campaign }),
		url: readUrl(source),
		...readRegions(source),
		promotionCategories: readNumbers(source, 'Category IDs', 'categoryIds'),
	};
	return { offer, startsAt, endsAt };
}

function readVoucherCode(source: ParameterSource): string {
	return readRequiredText(
		source,
		'Voucher Code',
		'voucherCode',
		'Give the code that the customer types in, or set "Offer Type" to "Promotion".',
	);
}

function readLimited(
	source: ParameterSource,
	label: string,
	name: string,
	longest: number,
): string {
	const text = readRequiredText(source, label, name, 'Awin takes no offer without it.');
	if (text.length <= longest) return text;
	throw source.refuse(
		label,
		text,
		`has ${text.length} characters, and Awin takes up to ${longest}`,
		'Shorten the text.',
	);
}

function readUrl(source: ParameterSource): string {
	const address = readWebAddressField(source, 'URL', 'url');
	if (address !== undefined) return address;
	throw source.refuse('URL', '', 'is empty', 'Give the page of your shop with the offer.');
}

function readRegions(source: ParameterSource): Pick<WireOffer, 'appliesToAllRegions' | 'regions'> {
	const name = 'appliesToAllRegions';
	if (readYesNo(source, 'Applies to All Regions', name, true)) return { appliesToAllRegions: true };
	return {
		appliesToAllRegions: false,
		regions: readNumbers(source, 'Region IDs', 'regionIds'),
	};
}

function readNumbers(source: ParameterSource, label: string, name: string): number[] {
	const ids = readIdList(source.get(name));
	const nextStep = 'Give one or more numbers with commas between them, such as 12, 34.';
	if (!ids.ok) throw source.refuse(label, '', ids.reason, nextStep);
	if (ids.value.length > 0) return ids.value.map(Number);
	throw source.refuse(label, '', 'is empty', nextStep);
}
