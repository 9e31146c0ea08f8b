import { tmpdir } from 'node:os';

import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { resources } from '../../nodes/Awin/resources';
import type { Subject } from '../faults/subject.cts';
import { SUBJECTS } from '../faults/subjects.cts';
import { executeAwin } from '../support/contexts.cts';
import { holdWatches } from '../support/fakeClock.cts';
import { useFileStore } from '../support/feeds.cts';
import { TriggerInN8n } from '../support/poll.cts';
import { ADVERTISER, credentialsFor, NOW_MS, PUBLISHER } from '../support/sandbox.cts';
import { differences, schemaFor } from '../support/schemas.cts';
import { useSandbox } from '../support/useSandbox.cts';
import { NotifiedN8n } from '../support/webhook.cts';

const { sandbox } = useSandbox({ clock: true, store: true, files: true });

beforeAll(async () => {
	await useFileStore(tmpdir(), 'default');
});

/** As it comes, in the form that is chosen by default. */
async function usual(subject: Subject): Promise<Array<{ item: IDataObject; input: IDataObject }>> {
	const { output: _output, ...parameters } = subject.parameters;
	const { signal } = new AbortController();
	if (subject.effect === 'read' && subject.isWatched) holdWatches(signal);
	const columns = subject.columns?.(sandbox) ?? [{}];
	const { items } = await executeAwin({
		parameters,
		credentials: credentialsFor(sandbox),
		items: columns.map((json) => ({ json })),
		onError: 'continueRegularOutput',
		signal,
	});
	return items.map(({ json }, place) => ({ item: json, input: columns[place] ?? {} }));
}

/** What an operation adds to an item of the person's; the other columns, and a proposal that came with it, are the person's own. */
function ownPart({ item, input }: { item: IDataObject; input: IDataObject }): IDataObject {
	if (!Object.hasOwn(item, 'awin')) return item;
	const brought = Object.keys((input.awin ?? input) as IDataObject);
	const isOwn = ([name]: [string, unknown]) =>
		!(['proposedAction', 'reason'].includes(name) && brought.includes(name));
	return { awin: Object.fromEntries(Object.entries(item.awin as IDataObject).filter(isOwn)) };
}

/** Where other columns than those of the preview come out. What the two have in common has to be of the same kind. */
const OTHER_COLUMNS: Record<string, string> = {
	'Report: Get Performance by campaign':
		'n8n knows one preview, and it is that of the default: partners',
	'Transaction Query: Get Many': 'the members are those that Awin sends, whatever they are',
};

const isMissing = (difference: string) => difference.endsWith('is previewed, and not there');
const isFurther = (difference: string) => difference.endsWith('is there, and not previewed');
/** What was sent has only what there was to say. */
const isLeftOut = (difference: string) =>
	isMissing(difference) && difference.startsWith('.awin.sent.');

describe('What an operation gives is what its preview says', () => {
	it.each(SUBJECTS.map((subject) => [subject.name, subject] as const))(
		'%s',
		async (name, subject) => {
			const { resource, operation } = subject.parameters as Record<string, string>;
			const schema = schemaFor('Awin', resource, operation);

			const items = await usual(subject);

			expect(items.length).toBeGreaterThan(0);
			const found = items
				.flatMap((one) => differences(ownPart(one), schema))
				.filter((one) => !isLeftOut(one))
				.filter((one) => !OTHER_COLUMNS[name] || !(isMissing(one) || isFurther(one)));
			expect([...new Set(found)]).toEqual([]);
		},
	);

	it('of every operation there is', () => {
		const looked = new Set(
			SUBJECTS.map(({ parameters }) => [parameters.resource, parameters.operation].join()),
		);
		const all = resources.flatMap(({ option, operations }) =>
			operations.map((operation) => [option.value, operation.option.value].join()),
		);

		expect(all.filter((names) => !looked.has(names))).toEqual([]);
	});
});

describe('What a trigger gives is what its preview says', () => {
	it.each(['advertiser', 'publisher'] as const)('Awin Trigger of an %s', async (accountType) => {
		const id = accountType === 'advertiser' ? ADVERTISER : PUBLISHER;
		const trigger = new TriggerInN8n({
			parameters: {
				accountType,
				accountId: { __rl: true, mode: 'id', value: String(id) },
				events: ['created', 'approved', 'declined', 'amended'],
			},
			credentials: credentialsFor(sandbox),
			nowMs: () => NOW_MS,
		});

		const events = (await trigger.test()) ?? [];

		expect(new Set(events.map(({ event }) => event)).size).toBe(4);
		const schema = schemaFor('AwinTrigger');
		expect(events.flatMap((event) => differences(event, schema))).toEqual([]);
	});

	describe('Awin Notification Trigger', () => {
		const schema = schemaFor('AwinNotificationTrigger');

		async function started(parameters: INodeParameters, pushed: Record<string, unknown>) {
			const n8n = new NotifiedN8n(parameters);
			await n8n.start();
			await n8n.post(JSON.stringify(pushed), 'application/json');
			await n8n.close();
			const items = n8n.started.flat() as IDataObject[];
			expect(items.length).toBeGreaterThan(0);
			return items;
		}

		const NOTIFICATION = {
			transactionId: '1612345678',
			transactionDate: '2026-02-20 22:04:00',
			transactionCurrency: 'GBP',
			transactionAmount: '55.96',
			merchantId: '12345',
			commission: '5.59',
			clickRef: 'newsletter',
		};
		const RESULTS = {
			batchId: 'b-1',
			successfulOrders: [{ orderReference: 'A-1', correlationId: 'c-1' }],
			pendingOrders: [{ orderReference: 'A-2' }],
			failedOrders: [
				{ order: { orderReference: 'A-3' }, code: 'E1', errors: [{ field: 'awc', message: 'no' }] },
			],
		};
		const ofResults = { event: 'conversionResult', accountId: '12345' };

		it('of a transaction', async () => {
			const items = await started({}, NOTIFICATION);

			const found = items.flatMap((item) => differences(item, schema));
			expect(found.filter((one) => !isMissing(one))).toEqual([]);
		});

		it('of results of orders', async () => {
			const items = await started(ofResults, RESULTS);

			expect(items).toHaveLength(3);
			const found = items.flatMap((item) => differences(item, schema));
			expect(found.filter((one) => !isMissing(one))).toEqual([]);
		});

		it('has no column that neither of them has', async () => {
			const both = [
				...(await started({}, NOTIFICATION)),
				...(await started(ofResults, RESULTS)),
			].reduce((all, item) => ({ ...all, ...item }), {});

			expect(differences(both, schema)).toEqual([]);
		});
	});
});
