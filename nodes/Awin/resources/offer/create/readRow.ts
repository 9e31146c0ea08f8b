/**
 * Reading what one item asks for.
 */
import type { WireOffer } from '../../../api/offers';
import { wireTimes } from '../../../api/offerTimes';
import type { ParameterSource } from '../../../fields/item';
import { parameters } from './fields';
import { readRuntime } from './times';

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

export function readRow(source: ParameterSource, index: number): Row {
	const accountId = parameters.accountId.read(source);
	return {
		index,
		accountId,
		...readOffer(source),
		dryRun: parameters.options.members.dryRun.read(source),
		warnings: source.warnings,
	};
}

function readOffer(source: ParameterSource): Pick<Row, 'offer' | 'startsAt' | 'endsAt'> {
	const type = parameters.offerType.read(source);
	const voucherCode = type === 'voucher' ? parameters.voucherCode.read(source) : undefined;
	const campaign = parameters.additionalFields.members.campaign.read(source);
	const texts = {
		title: parameters.title.read(source),
		description: parameters.description.read(source),
		terms: parameters.terms.read(source),
	};
	const { times, startsAt, endsAt } = readRuntime(source);
	const offer: WireOffer = {
		...texts,
		type,
		...(voucherCode === undefined ? {} : { voucherCode }),
		...wireTimes(times),
		...(campaign === undefined ? {} : { campaign }),
		url: parameters.url.read(source),
		...readRegions(source),
		promotionCategories: parameters.categoryIds.read(source),
	};
	return { offer, startsAt, endsAt };
}

function readRegions(source: ParameterSource): Pick<WireOffer, 'appliesToAllRegions' | 'regions'> {
	if (parameters.appliesToAllRegions.read(source)) return { appliesToAllRegions: true };
	return { appliesToAllRegions: false, regions: parameters.regionIds.read(source) };
}
