/**
 * What a list is read for: some of the events that it shows, of some partners. When somebody chooses others, what was
 * chosen before and still is goes on from where it was. Pure.
 */
import { createHash } from 'crypto';

import type { TriggerEvent } from './events';

export interface Selection {
	events: readonly TriggerEvent[];
	/** None means all. */
	partnerIds: readonly string[];
}

/** Begins the partners of a selection as text. */
const PARTNERS_MARK = '=';

/** As it is kept, e.g. `approved+declined =88201,88202`. */
export function selectionText({ events, partnerIds }: Selection): string {
	const partners = partnerIds.length > 0 ? PARTNERS_MARK + [...partnerIds].sort().join(',') : '';
	return [[...events].sort().join('+'), partners].join(' ').trim();
}

/**
 * The part of a kept selection that is still chosen.
 *
 * Version 0.1.0 kept a digest of the partners, which tells only whether they are the same.
 *
 * @returns `undefined` where nothing of it is
 */
export function stillSelected(text: string, chosen: Selection): Selection | undefined {
	const [eventText, partnerText = ''] = text.split(' ');
	const events = chosen.events.filter((event) => eventText.split('+').includes(event));
	const partnerIds = commonPartners(partnerText, chosen.partnerIds);
	return events.length > 0 && partnerIds ? { events, partnerIds } : undefined;
}

function commonPartners(text: string, chosen: readonly string[]): readonly string[] | undefined {
	if (text === '') return chosen;
	if (!text.startsWith(PARTNERS_MARK)) return text === digestOf(chosen) ? chosen : undefined;
	const kept = text.slice(PARTNERS_MARK.length).split(',');
	if (chosen.length === 0) return kept;
	const common = chosen.filter((partner) => kept.includes(partner));
	return common.length > 0 ? common : undefined;
}

function digestOf(partnerIds: readonly string[]): string {
	const text = [...partnerIds].sort().join(',');
	return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/**
 * What is chosen and in none of the kept selections.
 *
 * @returns the smallest selection around it, in which some of the kept may be again (see {@link isSelected}); `undefined` for nothing
 */
export function newlySelected(
	kept: readonly Selection[],
	chosen: Selection,
): Selection | undefined {
	const isKept = (event: TriggerEvent, partner: string | undefined) =>
		kept.some((selection) => isSelected(selection, event, partner));
	if (chosen.partnerIds.length === 0) {
		const isWhollyKept = (event: TriggerEvent) =>
			kept.some(({ events, partnerIds }) => partnerIds.length === 0 && events.includes(event));
		const events = chosen.events.filter((event) => !isWhollyKept(event));
		return events.length > 0 ? { events, partnerIds: [] } : undefined;
	}
	const { partnerIds } = chosen;
	const events = chosen.events.filter((event) => !partnerIds.every((one) => isKept(event, one)));
	const partners = partnerIds.filter((one) => !chosen.events.every((event) => isKept(event, one)));
	return events.length > 0 ? { events, partnerIds: partners } : undefined;
}

/** Whether an event of a partner is selected. @param partner where a row does not tell, it is taken for the right one */
export function isSelected(
	{ events, partnerIds }: Selection,
	event: TriggerEvent,
	partner: string | undefined,
): boolean {
	return (
		events.includes(event) &&
		(partnerIds.length === 0 || partner === undefined || partnerIds.includes(partner))
	);
}
