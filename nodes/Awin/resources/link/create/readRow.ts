/**
 * Reading what one item asks for.
 */
import { wireLink, type ClickParameters, type WireLink } from '../../../api/links';
import { isAwinLink } from '../../../api/webAddresses';
import { readPublisherId } from '../../../fields/account';
import { readChoice } from '../../../fields/choice';
import type { ParameterSource } from '../../../fields/item';
import { readProgrammeAdvertiserId } from '../../../fields/programme';
import { readText, readYesNo } from '../../../fields/text';
import { readWebAddressField } from '../../../fields/webAddress';
import { BUILD_MODES, CLICK_FIELDS } from './fields';

/** How a link comes about: here, in a batch of Awin's, or alone with a short one beside it. */
export type LinkKind = 'local' | 'long' | 'short';

export interface Row {
	/** The place of its item among all items. */
	index: number;
	/** The publisher. */
	accountId: string;
	kind: LinkKind;
	link: WireLink;
}

export function readRow(source: ParameterSource, index: number): Row {
	const accountId = readPublisherId(source);
	const advertiserId = readProgrammeAdvertiserId(source);
	const kind = readKind(source);
	const destinationUrl = readDestination(source);
	const parameters = readClickParameters(source);
	return { index, accountId, kind, link: wireLink({ advertiserId, destinationUrl, parameters }) };
}

function readKind(source: ParameterSource): LinkKind {
	const mode = readChoice(source, {
		name: 'buildMode',
		label: 'Build Mode',
		what: 'a way to build links',
		choices: BUILD_MODES,
		decidesChange: true,
	});
	const shorten = readYesNo(source, 'Shorten', 'shorten');
	if (mode === 'awin') return shorten ? 'short' : 'long';
	if (!shorten) return 'local';
	throw source.refuse(
		'Shorten',
		true,
		'does not go with links that are built locally',
		'Only Awin makes short links: set "Build Mode" to "Checked by Awin", or switch "Shorten" off.',
	);
}

function readDestination(source: ParameterSource): string | undefined {
	const label = 'Destination URL';
	const address = readWebAddressField(source, label, 'destinationUrl');
	if (address === undefined || !isAwinLink(address)) return address;
	throw source.refuse(
		label,
		address,
		'is a tracking link of Awin already',
		'Give the address of the page itself: a click that is tracked twice counts for nobody.',
	);
}

function readClickParameters(source: ParameterSource): ClickParameters {
	const parameters: ClickParameters = {};
	for (const [label, name, awinName] of CLICK_FIELDS) {
		const text = readText(source, label, `additionalFields.${name}`);
		if (text === undefined) continue;
		// Half of a character, as careless cutting leaves it, cannot stand in any address.
		if (!/\p{Cs}/u.test(text)) parameters[awinName] = text;
		else throw source.refuse(label, text, 'ends in half a character', 'Correct the text.');
	}
	return parameters;
}
