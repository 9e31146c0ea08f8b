import fc from 'fast-check';
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { executeAwin } from '../support/contexts.cts';
import { credentialsFor } from '../support/sandbox.cts';
import {
	CHANGING,
	changingOperations,
	said,
	settingsOf,
	VALUES,
	type Changing,
	type Said,
	type Setting,
} from '../support/settings.cts';
import { useSandbox } from '../support/useSandbox.cts';

const { sandbox } = useSandbox({
	clock: true,
	store: true,
	isShared: true,
	// Awin's list has none of the orders, which are the same ones in every execution.
	switches: { shortLinkLimit: 1_000_000, ordersShownAfterMinutes: 1_000_000 },
});

/** What has to become of an item: it does not go out, or is left out by its own word, or it does, and looks like this. */
type Wanted = 'refused' | 'kept' | 'leftOut' | 'sent' | ((sent: IDataObject) => void);

/** Three rows: of 10 EUR each where they are orders, of 100 EUR where they are transactions. */
const ROWS = 3;

const number =
	(isUsable: (value: number) => boolean, does: (value: number) => Wanted = () => 'sent') =>
	(what: Said): Wanted => {
		if (typeof what === 'string') return 'refused';
		const { value } = what;
		return typeof value === 'number' && isUsable(value) ? does(value) : 'refused';
	};

const yesNo =
	(does: (value: boolean) => Wanted) =>
	(what: Said): Wanted =>
		typeof what === 'string' ? 'refused' : does(what.value as boolean);

const oneOf =
	(...choices: string[]) =>
	(what: Said): Wanted =>
		typeof what !== 'string' && choices.includes(what.value as string) ? 'sent' : 'refused';

/** A text that belongs to the item: blank means that this item has none. */
const text =
	(name: string, usual?: string) =>
	(what: Said): Wanted => {
		if (what === 'unreadable') return 'refused';
		const expected = what === 'blank' ? usual : what.value;
		return (sent) => expect(sent[name]).toEqual(expected);
	};

const time =
	(name: string) =>
	(what: Said): Wanted => {
		if (what === 'blank') return (sent) => expect(sent[name]).toBeUndefined();
		if (what === 'unreadable') return 'refused';
		const readable = /^2026-|^1781352000$/.test(String(what.value));
		return readable ? (sent) => expect(sent[name]).toBeGreaterThan(1_781_000_000) : 'refused';
	};

const parameter = (name: string) => (what: Said) => {
	if (what === 'unreadable') return 'refused';
	const expected = what === 'blank' ? undefined : what.value;
	return (sent: IDataObject) =>
		expect((sent.parameters as IDataObject | undefined)?.[name]).toBe(expected);
};

/** The workflow is in UTC. */
const timeOfDay =
	(name: string, usual: string) =>
	(what: Said): Wanted => {
		if (what === 'unreadable') return 'refused';
		if (what === 'blank') return (sent) => expect(sent[name]).toBe(usual);
		return what.value === '09:30' ? (sent) => expect(sent[name]).toBe('09:30:00') : 'refused';
	};

const isCount = (value: number) => Number.isInteger(value) && value >= 0;

/** What each setting promises. A new one has to be here before anybody can use it. */
const PROMISES: Record<string, (what: Said, changing: Changing) => Wanted> = {
	'options.dryRun': yesNo((isTrial) => (isTrial ? 'kept' : 'sent')),
	'options.maxRows': number(isCount, (most) => (ROWS <= most ? 'sent' : 'refused')),
	'options.minRows': number(isCount, (least) => (ROWS >= least ? 'sent' : 'refused')),
	'options.maxTotalAmount': (what, { name }) => {
		const total = name === 'Transaction: Validate' ? 300 : 30;
		return number(
			(value) => value >= 0,
			(most) => (total <= most ? 'sent' : 'refused'),
		)(what);
	},
	'options.skipAlreadyAccepted': yesNo(() => 'sent'),
	'options.lookAtAwinFirst': yesNo(() => 'sent'),
	// It needs "Look at Awin First" beside it.
	'options.sendAgainIfMissing': yesNo((isOn) => (isOn ? 'refused' : 'sent')),
	'options.waitForCompletion': yesNo(() => 'sent'),
	// The rows say of their transactions what Awin does.
	'options.onlyIfUnchanged': yesNo(() => 'sent'),
	'options.timeoutSeconds': number((value) => value >= 1 && value <= 86_400),
	'options.searchBackDays': number((value) => value >= 1 && value <= 3650),
	'options.remainder': oneOf('default', 'refuse'),
	'options.webhookUrl': oneOf('https://example.com/hook'),
	'additionalFields.isTest': yesNo((isTest) => (sent) => expect(sent.isTest ?? false).toBe(isTest)),
	'additionalFields.proposedAction': (what) => {
		const word = typeof what === 'string' ? '' : String(what.value).toLowerCase();
		if (word === 'submit') return 'sent';
		return ['approve', 'amend', 'decline', 'wait', 'none', 'review'].includes(word)
			? 'leftOut'
			: 'refused';
	},
	'additionalFields.channel': text('channel', 'aw'),
	'additionalFields.customerAcquisition': (what) => {
		if (what === 'blank') return (sent) => expect(sent.customerAcquisition).toBeUndefined();
		const word = typeof what === 'string' ? '' : String(what.value).toUpperCase();
		return ['NEW', 'RETURNING'].includes(word)
			? (sent) => expect(sent.customerAcquisition).toBe(word)
			: 'refused';
	},
	'additionalFields.transactionTime': time('transactionTime'),
	'additionalFields.clickTime': time('clickTime'),
	'additionalFields.awc': text('awc'),
	'additionalFields.clickRef': (what, { name }) =>
		(name.startsWith('Link') ? parameter('clickref') : text('clickRef'))(what),
	'additionalFields.campaign': (what, { name }) =>
		(name.startsWith('Link') ? parameter('campaign') : text('campaign'))(what),
	'additionalFields.linkId': (what) => {
		if (what === 'blank') return (sent) => expect(sent.linkId).toBeUndefined();
		const digits = typeof what === 'string' ? '' : String(what.value);
		const id = /^\d+$/.test(digits) ? Number(digits) : 0;
		return id > 0 ? (sent) => expect(sent.linkId).toBe(id) : 'refused';
	},
	'additionalFields.startTime': timeOfDay('startTime', '00:00:00'),
	'additionalFields.endTime': timeOfDay('endTime', '23:59:59'),
	'additionalFields.timezone': (what) => {
		if (what === 'unreadable') return 'refused';
		if (what === 'blank') return (sent) => expect(sent.endTime).toBe('23:59:59');
		const isZone = what.value === 'Europe/Berlin';
		return isZone ? (sent) => expect(sent.endTime).toBe('21:59:59') : 'refused';
	},
	'options.leaveOutBadProducts': yesNo(() => 'sent'),
	...Object.fromEntries(
		[2, 3, 4, 5, 6].map((place) => [
			`additionalFields.clickRef${place}`,
			parameter(`clickref${place}`),
		]),
	),
};

/** Lists have tests of their own, as no single value is one. */
const isList = ({ declared }: Setting) => declared.type === 'fixedCollection';
const pathOf = ({ collection, declared }: Setting) => `${collection}.${declared.name}`;

/** Settings that protect refuse everything; and of those, the ones that hold for all items have to be the same for all. */
const isProtecting = ({ collection, declared }: Setting) =>
	collection === 'options' || declared.type === 'boolean' || declared.name === 'proposedAction';
const FOR_EACH_ITEM = ['options.dryRun', 'options.remainder'];
/** The items of a feed are one upload. */
const isForTheRun = (setting: Setting, { name }: Changing) =>
	setting.collection === 'options' &&
	(name.startsWith('Product Feed') || !FOR_EACH_ITEM.includes(pathOf(setting)));

/** How the value gets into the node: as it is, or by an expression over a column. */
const FORMS = ['fixed', 'expression', 'missing column', 'second item', 'second item only'] as const;
type Form = (typeof FORMS)[number];

interface Story {
	value: unknown;
	/** The other item's, where items differ. */
	other: unknown;
	form: Form;
	onError: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';
	isTool: boolean;
}

/** The value that each item has; `undefined` everywhere where the setting is not added at all. */
function valuesOf({ form, value, other }: Story): unknown[] {
	switch (form) {
		case 'fixed':
		case 'expression':
			return [value, value, value];
		case 'missing column':
			return [null, null, null];
		case 'second item':
			return [other, value, other];
		case 'second item only':
			return [undefined, value, undefined];
	}
}

function wantedOf(changing: Changing, setting: Setting, story: Story): Wanted[] {
	const values = valuesOf(story);
	const isAdded = story.form !== 'fixed' || story.value !== undefined;
	const hasTrial = settingsOf(changing).some((known) => pathOf(known) === 'options.dryRun');
	const isTrialOfAgent = story.isTool && hasTrial && pathOf(setting) !== 'options.dryRun';
	if (!isAdded) {
		return values.map(() => (story.isTool && hasTrial ? 'kept' : 'sent'));
	}
	const meanings = values.map((value) => said(String(setting.declared.type), value));
	const wanted = meanings.map((what) => PROMISES[pathOf(setting)](what, changing));
	const isAnyRefused = wanted.includes('refused');
	const differs = new Set(meanings.map((what) => JSON.stringify(what))).size > 1;
	const refusesAll =
		(isAnyRefused && (isProtecting(setting) || story.onError === 'stopWorkflow')) ||
		(differs && isForTheRun(setting, changing));
	if (refusesAll) return values.map(() => 'refused');
	const kept = (each: Wanted) => (each === 'refused' || each === 'leftOut' ? each : 'kept');
	return isTrialOfAgent ? wanted.map(kept) : wanted;
}

function parametersOf(changing: Changing, setting: Setting, { form, value }: Story) {
	const { collection, declared } = setting;
	const given = {
		fixed: value,
		expression: '={{ $json.setting }}',
		'missing column': '={{ $json.noSuchColumn }}',
		'second item': '={{ $json.setting }}',
		'second item only': '={{ $itemIndex === 1 ? $json.setting : undefined }}',
	}[form];
	const isValidation = changing.name === 'Transaction: Validate';
	return {
		...changing.parameters,
		// Declining is what the limit counts.
		...(isValidation ? { action: 'eachItem', itemAction: 'decline', declineReason: 'returned' } : {}),
		[collection]: given === undefined ? {} : { [declared.name]: given },
	} as INodeParameters;
}

/** What went out, entry by entry: an order, a transaction, an offer, a link, a product. */
function sentEntries(): IDataObject[] {
	return sandbox.awin.calls
		.filter(({ method }) => method !== 'GET')
		.flatMap(({ path, bodyText }) => {
			if (path.includes('/awinfeeds/')) {
				const lines = bodyText.split('\n').filter((line) => line.startsWith('{'));
				return lines.map((line) => JSON.parse(line) as IDataObject);
			}
			const body = JSON.parse(bodyText) as IDataObject | IDataObject[];
			if (Array.isArray(body)) return body;
			return (body.orders ?? body.requests ?? [body]) as IDataObject[];
		});
}

/** The columns that tell rows apart, whichever the operation has. */
const KEYS = ['order', 'page', 'title', 'id'];

function entryOf(row: IDataObject, entries: IDataObject[]): IDataObject | undefined {
	const key = KEYS.find((name) => name in row) as string;
	const needle = JSON.stringify(row[key]);
	const found = entries.filter((entry) => JSON.stringify(entry).includes(needle));
	expect(found.length).toBeLessThanOrEqual(1);
	return found[0];
}

async function run(changing: Changing, setting: Setting, story: Story) {
	const rows = changing.columns(sandbox);
	const values = valuesOf(story);
	sandbox.awin.calls.length = 0;
	let items: INodeExecutionData[] | undefined;
	let stop: { message: string; description: string } | undefined;
	try {
		const execution = await executeAwin({
			credentials: credentialsFor(sandbox),
			parameters: parametersOf(changing, setting, story),
			items: rows.map((row, index) => ({
				json: {
					...row,
					...(values[index] === undefined ? {} : { setting: values[index] }),
				} as IDataObject,
			})),
			onError: story.onError,
			...(story.isTool ? { type: 'n8n-nodes-awin.awinTool' } : {}),
		});
		items = execution.items;
	} catch (error) {
		stop = error as typeof stop;
	}
	return { rows, entries: sentEntries(), items, stop };
}

function outcomeOf({ json }: INodeExecutionData): unknown {
	const details = (json.awin ?? json.details) as IDataObject | undefined;
	return details?.outcome;
}

async function check(changing: Changing, setting: Setting, story: Story): Promise<void> {
	const wanted = wantedOf(changing, setting, story);
	const { rows, entries, items, stop } = await run(changing, setting, story);

	rows.forEach((row, index) => {
		const want = wanted[index];
		const sent = entryOf(row, entries);
		if (['refused', 'kept', 'leftOut'].includes(want as string)) expect(sent).toBeUndefined();
		else expect(sent).toBeDefined();
		if (sent && typeof want === 'function') want(sent);
		if (items && want === 'refused')
			expect(['failed', 'rejected']).toContain(outcomeOf(items[index]));
		if (items && want === 'kept') expect(outcomeOf(items[index])).toBe('dryRun');
		if (items && want === 'leftOut') expect(outcomeOf(items[index])).toBe('skipped');
	});
	if (wanted.includes('refused') && story.onError === 'stopWorkflow') {
		// What was found, where, and that nothing happened.
		expect(stop?.message).toContain('"');
		expect(stop?.description ?? stop?.message).toMatch(/nothing was sent/i);
	}
	if (!stop) return;
	expect(wanted).toContain('refused');
	// Where the node is set to continue, each row comes out, whatever was the matter.
	expect(story.onError).toBe('stopWorkflow');
}

/** For each setting; all of them together make thousands of executions. */
const RUNS = 30;

const ON_ERROR = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;

const GOOD: Record<string, unknown> = { boolean: false, number: 1000, options: 'default' };
const GOOD_TEXTS: Record<string, string> = {
	webhookUrl: 'https://example.com/hook',
	proposedAction: 'submit',
};
const goodFor = ({ declared }: Setting): unknown =>
	GOOD[String(declared.type)] ?? GOOD_TEXTS[declared.name] ?? 'x';

it('every operation that changes something is put to the test', () => {
	const tested = CHANGING.map(({ parameters }) => `${parameters.resource} ${parameters.operation}`);
	const all = changingOperations().map(({ resource, operation }) => `${resource} ${operation}`);

	expect([...new Set(tested)].sort()).toEqual([...all].sort());
	expect(all.length).toBeGreaterThan(4);
});

it('every setting has its promise here', () => {
	const known = CHANGING.flatMap(settingsOf).filter((setting) => !isList(setting));

	expect(known.map(pathOf).filter((path) => !(path in PROMISES))).toEqual([]);
});

const CASES = CHANGING.flatMap((changing) =>
	settingsOf(changing)
		.filter((setting) => !isList(setting))
		.map(
			(setting) =>
				[`${changing.name}: ${setting.declared.displayName}`, changing, setting] as const,
		),
);

describe.each(CASES)('%s', (_name, changing, setting) => {
	it('that was added and says nothing', async () => {
		for (const onError of ON_ERROR) {
			const story = { other: goodFor(setting), onError, isTool: false };
			for (const form of FORMS) {
				await check(changing, setting, { ...story, form, value: null });
				await check(changing, setting, { ...story, form, value: '' });
			}
		}
	});

	it('does what it says with any value, or nothing is sent', async () => {
		const story = fc.record<Story>({
			value: fc.constantFrom(...VALUES),
			other: fc.oneof(fc.constant(goodFor(setting)), fc.constantFrom(...VALUES)),
			form: fc.constantFrom(...FORMS),
			onError: fc.constantFrom(...ON_ERROR),
			isTool: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, fc.constant(true)),
		});
		await fc.assert(
			fc.asyncProperty(story, async (told) => await check(changing, setting, told)),
			{ numRuns: RUNS },
		);
	});
});
