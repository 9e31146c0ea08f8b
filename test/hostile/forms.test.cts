/**
 * Answers in forms that nobody has foreseen, to everything that makes a call: whoever reads that Awin's answer is not understood
 * also reads what form it has, and nothing else of it.
 */
import { CredentialTestContext } from 'n8n-core';

import { credentialTest } from '../../nodes/Awin/methods/credentialTest';
import type { Subject } from '../faults/subject.cts';
import { SUBJECTS } from '../faults/subjects.cts';
import { additionalDataOf, executeAwin, searchList } from '../support/contexts.cts';
import { everythingOf } from '../support/everything.cts';
import { holdWatches } from '../support/fakeClock.cts';
import { TriggerInN8n } from '../support/poll.cts';
import { ADVERTISER, credentialsFor, NOW_MS, PUBLISHER } from '../support/sandbox.cts';
import { useSandbox } from '../support/useSandbox.cts';
import { NotifiedN8n } from '../support/webhook.cts';

const { sandbox } = useSandbox({ clock: true, store: true });

/** What nobody may find in a report: where Awin's answer has it, in values and in names of members. */
const SECRETS = ['ORDER-4711', 'anna@example.com', '5512345678', 'Anna Example', '1234.56'];
const [reference, mail, id, name, amount] = SECRETS;

const ANSWER = {
	somethingNew: {
		orderReference: reference,
		[mail]: { [id]: name },
		amount: Number(amount),
		list: [{ [reference]: Number(id) }, { text: JSON.stringify({ mail }) }],
	},
};

const SHAPE =
	'{somethingNew: {orderReference: text(10), amount: ####.##, list: [2 × {1 key, the first: ##########} | {text: JSON {mail: text(16)}}], and 1 key, the first: {1 key, the first: text(12)}}}';

const OFFER = /safe to paste into a report because no value is in it: /;

function answerWith(body: unknown, subject?: Subject): void {
	sandbox.awin.faults.add({
		kind: 'body',
		body: JSON.stringify(body),
		times: Infinity,
		match: subject?.effect === 'write' ? subject.match : {},
	});
}

/** Everything that a person may read of a run. */
async function told(
	subject: Subject,
	onError: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput',
): Promise<string> {
	const columns = subject.columns?.(sandbox) ?? [{}];
	answerWith(ANSWER, subject);
	const { signal } = new AbortController();
	if (subject.effect === 'read' && subject.isWatched) holdWatches(signal);
	try {
		const { parameters } = subject;
		const items = columns.map((json) => ({ json }));
		const credentials = credentialsFor(sandbox);
		const output = await executeAwin({ parameters, credentials, items, onError, signal });
		return everythingOf(output.items);
	} catch (error) {
		return everythingOf(error);
	}
}

const ON_ERROR = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;

/** A file of any form is a feed. */
const READING = SUBJECTS.filter((subject) => subject.name !== 'Product Feed: Download');

describe.each(READING.map((subject) => [subject.name, subject] as const))('%s', (_, subject) => {
	it.each(ON_ERROR)(
		'tells the form of the answer and none of its values: On Error %s',
		async (onError) => {
			const text = await told(subject, onError);

			expect(text).toMatch(OFFER);
			expect(text).toContain(SHAPE);
			expect(SECRETS.filter((secret) => text.includes(secret))).toEqual([]);
		},
	);
});

describe('Rows that are not what they should be', () => {
	it.each(ON_ERROR)('tell the form of the first of them: On Error %s', async (onError) => {
		const subject = SUBJECTS.find((one) => one.name === 'Transaction: Get Many')!;
		answerWith([{ id: 1 }, ANSWER]);
		const text = await told(subject, onError);

		expect(text).toContain(SHAPE);
		expect(SECRETS.filter((secret) => text.includes(secret))).toEqual([]);
	});
});

describe('Awin Trigger', () => {
	const triggerOf = () =>
		new TriggerInN8n({
			parameters: { accountId: { __rl: true, mode: 'id', value: String(ADVERTISER) } },
			credentials: credentialsFor(sandbox),
			nowMs: () => NOW_MS,
		});

	it.each(['poll', 'test'] as const)('tells the form: %s', async (way) => {
		answerWith(ANSWER);
		const error: unknown = await triggerOf()
			[way]()
			.catch((caught: unknown) => caught);
		const text = everythingOf(error);

		expect((error as { description: string }).description).toContain(SHAPE);
		expect(SECRETS.filter((secret) => text.includes(secret))).toEqual([]);
	});

	it('tells the form of a row that cannot be read', async () => {
		const trigger = triggerOf();
		await trigger.poll();
		answerWith([ANSWER]);
		await trigger.poll();
		const [error] = trigger.emittedErrors as Array<Error & { description: string }>;

		expect(error.description).toContain(SHAPE);
		const text = everythingOf([trigger.emittedErrors, trigger.logged]);
		expect(SECRETS.filter((secret) => text.includes(secret))).toEqual([]);
	});
});

describe('In front of the screen', () => {
	const account = { __rl: true, mode: 'id', value: String(PUBLISHER) };

	it.each(['searchAccounts', 'searchProgrammes'] as const)('%s tells the form', async (picker) => {
		answerWith(ANSWER);
		const parameters = { resource: 'programme', publisherId: account, accountId: account };
		const credentials = credentialsFor(sandbox);

		await expect(searchList(picker, { parameters, credentials })).rejects.toMatchObject({
			description: expect.stringContaining(SHAPE) as string,
		});
	});

	it("the credential's test tells the form", async () => {
		answerWith(ANSWER);
		const context = new CredentialTestContext(additionalDataOf({}));
		const credential = {
			id: '1',
			name: 'Awin',
			type: 'awinOAuth2Api',
			data: credentialsFor(sandbox),
		};

		const { message } = await credentialTest.awinConnection.call(context, credential);

		expect(message).toContain(SHAPE);
		expect(SECRETS.filter((secret) => message.includes(secret))).toEqual([]);
	});
});

describe('Awin Notification Trigger', () => {
	let n8n: NotifiedN8n;

	beforeEach(async () => {
		n8n = new NotifiedN8n();
		await n8n.start();
	});

	afterEach(async () => {
		await n8n.close();
	});

	it('has the log tell the form of what it refuses, also of JSON in a text', async () => {
		const body = JSON.stringify(ANSWER);

		await n8n.post(new URLSearchParams({ AwinTransactionPush: body }).toString());

		const [refusal] = n8n.refusals;
		expect(refusal).toContain(`{body: {AwinTransactionPush: JSON ${SHAPE}}, query: {}}`);
		expect(SECRETS.filter((secret) => refusal.includes(secret))).toEqual([]);
	});

	it('answers nothing of it', async () => {
		const { status, text } = await n8n.push(ANSWER);

		expect(status).toBe(400);
		expect(text).not.toContain('somethingNew');
	});
});
