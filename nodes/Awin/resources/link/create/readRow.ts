/**
 * Reading what one item asks for.
 */
import {
	CLICK_PARAMETERS,
	wireLink,
	type ClickParameters,
	type WireLink,
} from '../../../api/links';
import type { ParameterSource } from '../../../fields/item';
import { parameters } from './fields';

/** How a link comes about: here, in a batch of Awin's, or alone with a short one beside it. */
type LinkKind = 'local' | 'long' | 'short';

export interface Row {
	/** The place of its item among all items. */
	index: number;
	/** The publisher. */
	accountId: string;
	kind: LinkKind;
	link: WireLink;
}

export function readRow(source: ParameterSource, index: number): Row {
	const accountId = parameters.publisherId.read(source);
	const advertiserId = parameters.advertiserId.read(source);
	const kind = readKind(source);
	const destinationUrl = parameters.destinationUrl.read(source);
	const link = { advertiserId, destinationUrl, parameters: readClickParameters(source) };
	return { index, accountId, kind, link: wireLink(link) };
}

function readKind(source: ParameterSource): LinkKind {
	const { buildMode, shorten } = parameters;
	const mode = buildMode.read(source);
	const isShort = shorten.read(source);
	if (mode === 'awin') return isShort ? 'short' : 'long';
	if (!isShort) return 'local';
	throw shorten.refuse(
		source,
		true,
		'does not go with links that are built locally',
		`Only Awin makes short links: set "${buildMode.label}" to "Checked by Awin", or switch "${shorten.label}" off.`,
	);
}

function readClickParameters(source: ParameterSource): ClickParameters {
	const { members } = parameters.clickParameters;
	const given: ClickParameters = {};
	for (const name of CLICK_PARAMETERS) {
		const text = members[name].read(source);
		if (text !== undefined) given[name] = text;
	}
	return given;
}
