/**
 * Awin's IDs, one or many.
 */
import { readIdList, readIdText } from '../api/ids';
import { parameter, type Declaration, type SingleParameter } from './parameter';
import { isBlank } from './text';

/** An ID that has to be there, as digits. */
export function requiredId(declared: Declaration, nextStep: string): SingleParameter<string> {
	return parameter({ type: 'string', default: '', ...declared }, (value, source, { label }) => {
		const id = readIdText(value);
		if (id.ok) return id.value;
		throw source.refuse(label, isBlank(value) ? '' : value, id.reason, nextStep);
	});
}

/** An ID as digits; `undefined` where nothing was given. */
export function id(declared: Declaration, nextStep: string): SingleParameter<string | undefined> {
	return parameter({ type: 'string', default: '', ...declared }, (value, source, { label }) => {
		if (isBlank(value)) return undefined;
		const reading = readIdText(value);
		if (reading.ok) return reading.value;
		throw source.refuse(label, value, reading.reason, nextStep);
	});
}

/** IDs in any form of list, each once; none where nothing was given. */
export function idList(declared: Declaration, nextStep: string): SingleParameter<string[]> {
	return parameter({ type: 'string', default: '', ...declared }, (value, source, { label }) => {
		const ids = readIdList(value);
		if (ids.ok) return ids.value;
		throw source.refuse(label, '', ids.reason, nextStep);
	});
}
