/**
 * The states that each version of the triggers has left in people's n8n (test/contract/states), opened by this one; and
 * states that nobody can read.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';

import { Poller } from '../../../nodes/Awin/trigger/poll';
import {
	PUSHED_IDS,
	STORIES,
	storiesOf,
	StoryTrigger,
	type Story,
} from '../../contract/states/stories.cts';
import { NotifiedN8n } from '../../support/webhook.cts';

const FOLDER = join(__dirname, '../../contract/states');
const CANNOT_BE_READ = 'What this trigger had kept of earlier polls cannot be read';

interface States {
	awinTrigger: Record<string, { told: string[]; staticData: IDataObject }>;
	awinNotificationTrigger: IDataObject;
}

function statesOf(version: string): States {
	return JSON.parse(readFileSync(join(FOLDER, `${version}.json`), 'utf8')) as States;
}

const versions = readdirSync(FOLDER)
	.filter((file) => file.endsWith('.json'))
	.map((file) => file.replace('.json', ''));

/** Goes on with a story from what was kept. */
async function goOn(story: Story, staticData: IDataObject) {
	const trigger = new StoryTrigger(Poller, story);
	Object.assign(trigger.staticData, structuredClone(staticData));
	const tells: string[][] = [];
	for (const poll of story.after) tells.push(await trigger.poll(poll));
	const errors = trigger.emittedErrors.map(({ message }) => message);
	return { tells, saidThatItCannotBeRead: errors.filter((one) => one === CANNOT_BE_READ).length };
}

/** What a trigger starts with these pushes, from what was kept. */
async function push(stored: unknown, ids: number[]): Promise<NotifiedN8n> {
	const n8n = new NotifiedN8n();
	n8n.stored = { 'node:Awin Notification Trigger': structuredClone(stored) as IDataObject };
	await n8n.start();
	for (const transactionId of ids) await n8n.push({ transactionId });
	await n8n.close();
	return n8n;
}

it('states are kept of at least two versions', () => {
	expect(versions).toEqual(expect.arrayContaining(['0.1.0', '0.2.0', '0.3.0']));
});

describe.each(versions)('the states of version %s', (version) => {
	const { awinTrigger, awinNotificationTrigger } = statesOf(version);

	it('are there for every story', () => {
		expect(Object.keys(awinTrigger)).toEqual(Object.keys(storiesOf(version)));
	});

	it.each(Object.entries(storiesOf(version)))(
		'%s: nothing is told twice, and nothing is lost',
		async (name, story) => {
			const { told, staticData } = awinTrigger[name];
			const { tells, saidThatItCannotBeRead } = await goOn(story, staticData);

			expect(tells).toEqual(story.after.map((poll) => poll.tells));
			expect(told.filter((id) => tells.flat().includes(id))).toEqual([]);
			expect(saidThatItCannotBeRead).toBe(0);
		},
	);

	it('what Awin had pushed starts nothing again, and what it had not does', async () => {
		const { started } = await push(awinNotificationTrigger, [...PUSHED_IDS, 7]);

		expect(started.map(({ eventId }) => eventId)).toEqual(['7-created']);
	});
});

it.each(Object.entries(STORIES))('this version goes on by itself: %s', async (_name, story) => {
	const trigger = new StoryTrigger(Poller, story);
	const told: string[] = [];
	for (const poll of story.before) told.push(...(await trigger.poll(poll)));
	const { tells } = await goOn(story, trigger.staticData);

	expect(tells).toEqual(story.after.map((poll) => poll.tells));
	expect(told.filter((id) => tells.flat().includes(id))).toEqual([]);
});

describe('a state that this version cannot read', () => {
	const story = STORIES['every event of an advertiser'];
	const { awinTrigger, awinNotificationTrigger } = statesOf('0.2.0');
	const { told, staticData } = awinTrigger['every event of an advertiser'];
	const state = staticData.awinTrigger as IDataObject;

	it.each<[string, unknown]>([
		['of a later version', { ...state, version: 2 }],
		['with its account in another form', { ...state, version: 2, account: 'x' }],
		['with a memory of another form', { ...state, seen: [] }],
		['without its memory', { ...state, seen: undefined }],
		['with an hour of its memory gone', { ...state, seen: { '2026-06-15T10': null } }],
		['with a number for an hour', { ...state, seen: { '2026-06-15T10': 7 } }],
		['with a list that nobody knows', { ...state, lists: { ...(state.lists as object), x: {} } }],
	])('%s: the trigger goes on, leaves late arrivals out, and says so once', async (_what, kept) => {
		const opened = await goOn(story, { awinTrigger: kept as IDataObject });

		const lateArrivals = ['202-created'];
		expect(opened.tells).toEqual(
			story.after.map(({ tells }) => tells.filter((id) => !lateArrivals.includes(id))),
		);
		expect(opened.saidThatItCannotBeRead).toBe(1);
	});

	it('what was newly chosen goes on too, where the lists beside the others can be read', async () => {
		const name = 'an event that is newly chosen, while a row cannot be read';
		const kept = awinTrigger[name].staticData.awinTrigger as IDataObject;
		const opened = await goOn(STORIES[name], { awinTrigger: { ...kept, version: 2 } });

		expect(kept.beside).toHaveLength(1);
		expect(opened.tells).toEqual(STORIES[name].after.map(({ tells }) => tells));
		expect(opened.saidThatItCannotBeRead).toBe(1);
	});

	it.each<[string, unknown]>([
		['with a number in place of the account', { ...state, account: 12345 }],
		['another type: text', 'state'],
		['another type: a number', 7],
		['another type: a list', [1]],
		['JSON that was cut', JSON.stringify(state).slice(0, 100)],
		['null', null],
		['without its lists', { ...state, lists: undefined }],
	])(
		'%s: the trigger begins anew, loses nothing from now on, and says so once',
		async (_what, kept) => {
			const opened = await goOn(story, { awinTrigger: kept as IDataObject });

			const first = opened.tells.shift() ?? [];
			// All of the last poll interval, and of 15 minutes before that.
			expect(first.every((id) => told.includes(id))).toBe(true);
			expect(opened.tells).toEqual(story.after.slice(1).map(({ tells }) => tells));
			expect(opened.saidThatItCannotBeRead).toBe(1);
		},
	);

	it.each<[string, unknown]>([
		['of a later version', { version: 2, seen: '1612345678' }],
		['with what it has seen in another form', { version: 1, seen: ['1612345678'] }],
		['with letters among the ids', { version: 1, seen: '1612345678,x' }],
		['another type', 'state'],
		['JSON that was cut', JSON.stringify(awinNotificationTrigger.awinNotifications).slice(0, 30)],
		['null', null],
	])('%s: a notification comes through, and says so once', async (_what, awinNotifications) => {
		const kept = { awinNotifications };
		const {
			started,
			refusals: logged,
			stored,
		} = await push(kept, [PUSHED_IDS[0], 7, PUSHED_IDS[0]]);

		const said = 'What this trigger had remembered of earlier notifications cannot be read';
		expect(started.map(({ eventId }) => eventId)).toEqual(['1612345678-created', '7-created']);
		expect(started[0].warnings).toEqual([expect.stringContaining(said)]);
		expect(started[1]).not.toHaveProperty('warnings');
		expect(logged).toEqual([expect.stringContaining(said)]);
		expect(Object.values(stored)).toEqual([
			{ awinNotifications: { version: 1, seen: '1612345678,7' } },
		]);
	});
});
