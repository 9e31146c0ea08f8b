/**
 * Settings that keep a batch from doing something else than was meant: the options, and what is switched on or off, or decides
 * whether an item is sent, among the additional fields. Each one that was added has to say something for every item, and one that holds for the whole run has to
 * say the same for all of them.
 *
 * They are found in the operation's own declaration, so that nobody has to think of this for a new one.
 */
import type { INodeProperties } from 'n8n-workflow';

import { refuseGivenAsWhole } from '../../fields/collection';
import type { ParameterSource } from '../../fields/item';
import { numberOf } from '../../fields/number';
import { NO_PROPOSAL, readProposedAction } from '../../fields/proposal';
import { IS_SET_BUT_EMPTY, isBlank, yesNoOf } from '../../fields/text';
import type { Run } from '../operation';

/** The options that each item may have in its own way. All others hold for the whole run. */
const FOR_EACH_ITEM = ['dryRun', 'remainder'];

/** The collections all of whose members are settings; in the others only what is switched on or off. */
const COLLECTIONS_OF_SETTINGS = ['options', 'statusWords'];

/** Texts among the additional fields that decide whether an item is sent, with what each of them says. */
const DECIDING_TEXTS = new Map([['additionalFields.proposedAction', readProposedAction]]);

interface Setting {
	label: string;
	/** Its name, with the collection that it is in. */
	path: string;
	declared: INodeProperties;
	isForTheRun: boolean;
}

function settingsOf(fields: INodeProperties[]): Setting[] {
	return fields
		.filter(({ type }) => type === 'collection')
		.flatMap((collection) => {
			const areOptions = COLLECTIONS_OF_SETTINGS.includes(collection.name);
			const members = (collection.options ?? []) as INodeProperties[];
			return members
				.map((declared) => ({
					label: declared.displayName,
					path: `${collection.name}.${declared.name}`,
					declared,
					isForTheRun: areOptions && !FOR_EACH_ITEM.includes(declared.name),
				}))
				.filter(
					({ declared, path }) =>
						areOptions || declared.type === 'boolean' || DECIDING_TEXTS.has(path),
				);
		});
}

/** The error about a setting, and the item that it was found at. */
interface BadSetting {
	error: Error;
	index: number;
}

/** Finds the first setting that cannot be read for an item, or that differs where it must not. */
export function findBadSetting(run: Run): BadSetting | undefined {
	const whole = findGivenAsWhole(run);
	if (whole) return whole;
	for (const setting of settingsOf(run.fields)) {
		const bad = judge(run, setting);
		if (bad) return bad;
	}
	return undefined;
}

/** A collection that was given as a whole says nothing, and somebody wanted something. */
function findGivenAsWhole(run: Run): BadSetting | undefined {
	if (run.items.length === 0) return undefined;
	const collections = run.fields.filter(({ type }) => type === 'collection');
	try {
		for (const field of collections) refuseGivenAsWhole(run.parameters(0), field);
	} catch (error) {
		return { error: error as Error, index: 0 };
	}
	return undefined;
}

/** What a setting says; two items that write it in different ways may say the same. */
type Meaning = boolean | number | string;

const NOT_ADDED = Symbol('not added');

function judge(run: Run, setting: Setting): BadSetting | undefined {
	// What is no expression is the same for all items.
	const count = run.settings.isExpression(setting.path) ? run.items.length : 1;
	let first: Meaning | typeof NOT_ADDED | undefined;
	for (let index = 0; index < count; index++) {
		const source = run.parameters(index);
		try {
			const meaning = read(source, setting);
			if (index === 0) first = meaning;
			else if (setting.isForTheRun && meaning !== first) throw differs(source, setting);
		} catch (error) {
			return { error: error as Error, index };
		}
	}
	return undefined;
}

function read(source: ParameterSource, setting: Setting): Meaning | typeof NOT_ADDED {
	const { label, path, declared } = setting;
	if (!source.has(path)) return NOT_ADDED;
	const value = source.get(path);
	if (isBlank(value)) throw source.refuse(label, '', IS_SET_BUT_EMPTY, EMPTY_HELP);
	const deciding = DECIDING_TEXTS.get(path);
	const meaning = deciding ? deciding(value) : meaningOf(declared, value);
	if (meaning !== undefined) return meaning;
	const [reason, nextStep] = deciding ? NO_PROPOSAL : WRONG[declared.type as keyof typeof WRONG];
	throw source.refuse(label, value, reason, nextStep);
}

const EMPTY_HELP =
	'Give it a value for every item, or remove it. An expression gives nothing where its column is missing or has another name.';

const WRONG = {
	boolean: ['is neither true nor false', 'Use true or false.'],
	number: ['is not a number', 'Give a number such as 1000, or remove the option.'],
	options: ['is not one of the choices', 'Choose one from the list, or remove the option.'],
} as const;

/** @returns `undefined` where the value says nothing. Text is looked at by its own reader. */
function meaningOf({ type, options = [] }: INodeProperties, value: unknown): Meaning | undefined {
	switch (type) {
		case 'boolean':
			return yesNoOf(value);
		case 'number':
			return numberOf(value);
		case 'options':
			return options.some((option) => 'value' in option && option.value === value)
				? (value as string)
				: undefined;
		default:
			return typeof value === 'string' ? value.trim() : (JSON.stringify(value) ?? typeof value);
	}
}

function differs(source: ParameterSource, { label, path }: Setting): Error {
	return source.refuse(
		label,
		source.get(path),
		'is not the same as for the first item, and this option holds for all items at once',
		'Give the same value for every item, or run the node once for each value.',
	);
}
