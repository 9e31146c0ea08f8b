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
import { readPersonsDay } from '../../../api/days';
import { readAdvertiserId } from '../../../fields/account';
import { readChoice } from '../../../fields/choice';
import { readRequiredDay } from '../../../fields/day';
import type { ParameterSource } from '../../../fields/item';
import { readDryRun } from '../../../fields/safety';
import { readRequiredText, readYesNo } from '../../../fields/text';
import { readWebAddressField } from '../../../fields/webAddress';
import type { Circumstances } from '../../batch/tool';

export interface Row {
	/** The place of its item among all items. */
	index: number;
	/** The advertiser. */
	accountId: string;
	offer: WireOffer;
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
	return {
		index,
		accountId: readAdvertiserId(source),
		offer: readOffer(source, nowMs, warnings),
		dryRun: readDryRun(source, isTool),
		warnings,
	};
}

function readOffer(source: ParameterSource, nowMs: number, warnings: string[]): WireOffer {
	const type = readChoice(source, {
		name: 'offerType',
		label: 'Offer Type',
		what: 'a type of offer',
		choices: NEW_OFFER_TYPES,
		decidesChange: true,
	});
	const voucherCode = type === 'voucher' ? readVoucherCode(source) : undefined;
	return {
		title: readLimited(source, 'Title', 'title', LONGEST_TITLE),
		description: readLimited(source, 'Description', 'description', LONGEST_DESCRIPTION),
		terms: readLimited(source, 'Terms', 'terms', LONGEST_TERMS),
		type,
		...(voucherCode === undefined ? {} : { voucherCode }),
		...readDays(source, nowMs, warnings),
		url: readUrl(source),
		...readRegions(source),
		promotionCategories: readNumbers(source, 'Category IDs', 'categoryIds'),
	};
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

function readDays(
	source: ParameterSource,
	nowMs: number,
	warnings: string[],
): { startDate: string; endDate: string } {
	const start = readRequiredDay(source, 'Start Date', 'startDate');
	const end = readRequiredDay(source, 'End Date', 'endDate');
	if (end.day < start.day) {
		throw source.refuse(
			'End Date',
			end.day,
			`lies before the start date (${start.day})`,
			'Swap the two dates, or correct one of them.',
		);
	}
	const today = readPersonsDay(nowMs, source.workflowTimezone);
	if (today.ok && end.day < today.day) {
		throw source.refuse(
			'End Date',
			end.day,
			'lies in the past',
			'Give a day from today on: nobody could use the offer any more.',
		);
	}
	if (start.hasTime || end.hasTime) {
		warnings.push(
			`Awin is given days only: the offer runs from the beginning of ${start.day} to the end of ${end.day}`,
		);
	}
	return { startDate: start.day, endDate: end.day };
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
