import {
	emptyState,
	packState,
	readState,
	scopeOf,
	type Identity,
	type Marks,
	type TriggerState,
} from '../../../nodes/Awin/trigger/state';

const ALL: Identity = {
	accountType: 'advertiser',
	accountId: '77101',
	events: ['created', 'approved', 'declined', 'amended'],
	partnerIds: [],
};

function marks(scope: string): Marks {
	return { scope, boundMs: 3000, reachedBackMs: 2000, coveredFromMs: 1000, heldSinceMs: null };
}

function keptBy(identity: Identity): TriggerState {
	const known = emptyState();
	for (const dateType of ['transaction', 'validation', 'amendment'] as const) {
		known.lists[dateType] = marks(scopeOf(dateType, identity));
	}
	known.memory.see('transaction', 1, '', { day: '2026-06-15', status: 'pending' });
	return packState(known, identity);
}

/** As n8n hands it back: through JSON. */
function stored(state: unknown): unknown {
	return JSON.parse(JSON.stringify(state)) as unknown;
}

describe('a kept state', () => {
	it('comes back as it was', () => {
		const known = readState(stored(keptBy(ALL)), ALL);

		expect(known && packState(known, ALL)).toEqual(keptBy(ALL));
	});

	it.each<[string, Partial<Identity>, string[]]>([
		['the same settings', {}, ['transaction', 'validation', 'amendment']],
		[
			'the same in another order',
			{ events: ['amended', 'declined', 'approved', 'created'] },
			['transaction', 'validation', 'amendment'],
		],
		[
			'without one kind of validation: that list starts anew',
			{ events: ['created', 'approved', 'amended'] },
			['transaction', 'amendment'],
		],
		['new ones only', { events: ['created'] }, ['transaction']],
		['one partner only: all lists start anew', { partnerIds: ['88201'] }, []],
	])('for %s', (_what, changes, lists) => {
		const known = readState(stored(keptBy(ALL)), { ...ALL, ...changes });

		expect(Object.keys(known?.lists ?? {})).toEqual(lists);
		// What was seen was seen, whatever it is watched for now.
		expect(known?.memory.size).toBe(1);
	});

	it('partners count in any order', () => {
		const identity = { ...ALL, partnerIds: ['2', '1'] };

		expect(readState(stored(keptBy(identity)), { ...ALL, partnerIds: ['1', '2'] })?.lists).toEqual(
			keptBy(identity).lists,
		);
	});

	it.each<[string, Partial<Identity>]>([
		['another account', { accountId: '77102' }],
		['the other side', { accountType: 'publisher' }],
	])('%s: starts from nothing', (_what, changes) => {
		expect(readState(stored(keptBy(ALL)), { ...ALL, ...changes })).toBeUndefined();
	});

	const good = stored(keptBy(ALL)) as TriggerState;

	it.each<[string, unknown]>([
		['nothing', undefined],
		['null', null],
		['text', 'state'],
		['a list', []],
		['an empty object', {}],
		['another version', { ...good, version: 2 }],
		['no lists', { ...good, lists: undefined }],
		['a list that does not exist', { ...good, lists: { clicks: marks('') } }],
		[
			'marks that are no times',
			{ ...good, lists: { transaction: { ...marks(''), boundMs: null } } },
		],
		['nothing seen', { ...good, seen: undefined }],
		['a day that is none', { ...good, seen: { today: '' } }],
		['bytes that make no entry', { ...good, seen: { '2026-06-15': 'AAAA' } }],
		['the state of another node', { lastTimeChecked: '2026-06-15T10:00:00Z' }],
	])('%s: starts from nothing', (_what, value) => {
		expect(readState(value, ALL)).toBeUndefined();
	});
});
