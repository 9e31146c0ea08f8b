/**
 * Time that does not suffice: n8n's durable scheduler waits for a poll as long as it says, and a list may take Awin a minute.
 */
import type { IDataObject } from 'n8n-workflow';

import { sampleTransaction } from '../../../nodes/Awin/api/samples';
import { Poller } from '../../../nodes/Awin/trigger/poll';
import { MINUTE_MS, SECOND_MS } from '../../support/days.cts';
import { ModelTime } from '../../support/pollModel.cts';
import { contextOf } from '../../support/pollContext.cts';

const START_MS = Date.parse('2026-06-15T10:00:00Z');

interface Setting {
	/** Of a poll, as n8n says. */
	budgetMs: number;
	answerMs: number;
	lookbackDays?: number;
}

/** Polls each minute. @returns the ids in each poll, and how long each took */
async function play({ budgetMs, answerMs, lookbackDays = 7 }: Setting, polls: number) {
	const time = new ModelTime(START_MS);
	const poller = new Poller({
		clock: time.clock,
		nowMs: () => time.trueMs,
		wait: async (ms, signal) => await time.sleep(ms, signal).catch(() => undefined),
	});
	let state: IDataObject = {};
	const told: unknown[] = [];
	const tookMs: number[] = [];
	const errors: string[] = [];
	for (let poll = 0; poll < polls; poll++) {
		const own = structuredClone(state);
		const context = contextOf({
			state: own,
			budgetMs,
			parameters: {
				events: ['created', 'approved', 'amended'],
				'options.lookbackDays': lookbackDays,
			},
			answer: async () => {
				const rows = [
					{
						...sampleTransaction(),
						id: 1,
						transactionDate: '2026-06-15T10:01:00',
						validationDate: null,
						amended: false,
						commissionStatus: 'pending',
					},
				];
				const body = JSON.stringify(time.trueMs > START_MS + MINUTE_MS ? rows : []);
				await time.sleep(answerMs);
				return { statusCode: 200, headers: {}, body };
			},
		});
		const beganMs = time.trueMs;
		try {
			const output = await time.until(poller.poll(context));
			told.push(...(output?.[0] ?? []).map(({ json }) => json.eventId));
			state = own;
		} catch (error) {
			errors.push((error as Error).message);
		}
		tookMs.push(time.trueMs - beganMs);
		await time.pass(Math.max(MINUTE_MS - (time.trueMs - beganMs), 0));
	}
	return { told, tookMs: Math.max(...tookMs), errors, state };
}

it.each([5, 15, 30, 45, 60])(
	'the durable scheduler, %i seconds a list, 30 days back: it gets on, and is never late',
	async (seconds) => {
		const { told, tookMs, errors } = await play(
			{ budgetMs: 36_000, answerMs: seconds * SECOND_MS, lookbackDays: 30 },
			10,
		);

		expect(errors).toEqual([]);
		expect(told).toEqual(['1-created']);
		expect(tookMs).toBeLessThanOrEqual(36_000);
	},
);

it.each([5, 15, 60])(
	"n8n's own scheduler, %i seconds a list, 30 days back: it gets on",
	async (seconds) => {
		const { told, errors } = await play(
			{ budgetMs: 5 * MINUTE_MS, answerMs: seconds * SECOND_MS, lookbackDays: 30 },
			6,
		);

		expect(errors).toEqual([]);
		expect(told).toEqual(['1-created']);
	},
);

it.each([1, 5, 15, 16])('a poll that has %i seconds works like any other', async (seconds) => {
	const { told, tookMs, errors } = await play({ budgetMs: seconds * SECOND_MS, answerMs: 200 }, 5);

	expect(errors).toEqual([]);
	expect(told).toEqual(['1-created']);
	expect(tookMs).toBeLessThanOrEqual(seconds * SECOND_MS);
});
