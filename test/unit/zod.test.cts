/** Everything that reads with zod reads the same with zod 3 and zod 4. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';

import type * as Accounts from '../../nodes/Awin/api/accounts';
import type * as Credentials from '../../nodes/Awin/transport/credentials';
import type * as Told from '../../nodes/Awin/api/toldOrders';
import type * as Notifications from '../../nodes/Awin/trigger/notification/seenNotifications';
import type * as TriggerState from '../../nodes/Awin/trigger/state';
import type * as WatchState from '../../nodes/Awin/trigger/watchState';
import { withBothZods } from '../support/zods.cts';

const ROOT = join(__dirname, '../..');

const IDENTITY = {
	accountType: 'advertiser' as const,
	accountId: '1',
	events: ['created' as const, 'approved' as const],
	partnerIds: [],
};

/** Any value, and often one that has the names that are looked for. */
function valueWith(names: string[]): fc.Arbitrary<unknown> {
	const leaf = fc.oneof(
		fc.constantFrom<unknown>(
			undefined,
			null,
			'',
			' 7 ',
			7,
			-1,
			NaN,
			Infinity,
			true,
			'advertiser',
			1,
			'x',
		),
		fc.anything({ maxDepth: 1 }),
	);
	return fc.oneof(
		fc.record(Object.fromEntries(names.map((name) => [name, leaf])), { requiredKeys: [] }),
		fc.anything(),
	);
}

const marks = fc.record(
	{
		scope: fc.constantFrom<unknown>('created', 'approved', 7, undefined),
		boundMs: fc.constantFrom<unknown>(1, 1.5, NaN, Infinity, '1', null),
		reachedBackMs: fc.constant(1),
		coveredFromMs: fc.constant(1),
		heldSinceMs: fc.constantFrom<unknown>(null, 1, undefined),
		newestMs: fc.constantFrom<unknown>(undefined, 1, 'x'),
	},
	{ requiredKeys: ['scope', 'boundMs', 'reachedBackMs', 'coveredFromMs'] },
);

const state = fc.record(
	{
		version: fc.constantFrom(1, 1, 1, 2),
		account: fc.constantFrom('advertiser 1', 'advertiser 1', 'x'),
		lists: fc.oneof(
			fc.dictionary(fc.constantFrom('transaction', 'validation', 'amendment'), marks),
			fc.dictionary(fc.constantFrom('transaction', 'clicks'), marks),
		),
		beside: fc.constantFrom<unknown>(undefined, [], [{}]),
		seen: fc.constantFrom<unknown>(
			{},
			{ '2026-06-15': '' },
			{ '2026-06-15T10': '' },
			{ x: '' },
			null,
		),
		more: fc.anything(),
	},
	{ requiredKeys: ['version', 'account', 'lists', 'seen'] },
);

function outcomeOf(read: () => unknown): string {
	try {
		return JSON.stringify(read()) ?? 'nothing';
	} catch {
		return 'it throws';
	}
}

function bothAgree(
	path: string,
	values: fc.Arbitrary<unknown>,
	read: (module: never, value: unknown) => unknown,
) {
	const [[, three], [, four]] = withBothZods<never>(path);
	const seen = new Set<string>();
	fc.assert(
		fc.property(values, (value) => {
			const [a, b] = [three, four].map((module) => outcomeOf(() => read(module, value)));
			seen.add(a);
			expect(b).toBe(a);
		}),
		{ numRuns: 1000 },
	);
	// Neither everything is refused nor everything the same.
	expect(seen.size).toBeGreaterThan(1);
	expect(seen).not.toContain('it throws');
}

it('accounts', () => {
	const names = ['accountId', 'id', 'accountName', 'accountType', 'type', 'userRole'];
	bothAgree('nodes/Awin/api/accounts', fc.array(valueWith(names)), (module, value) =>
		(module as typeof Accounts).readAccounts(value),
	);
});

it('the credential', () => {
	const names = ['accessToken', 'conversionApiKey', 'requestsPerMinute', 'environment', 'baseUrl'];
	const fields = valueWith(names).filter(
		(value) => typeof value === 'object' && value !== null && !Array.isArray(value),
	);
	bothAgree('nodes/Awin/transport/credentials', fields, (module, value) =>
		(module as typeof Credentials).readCredential(value as never),
	);
});

it('what the notification trigger keeps', () => {
	const kept = fc.oneof(
		fc.record({ version: fc.constantFrom(1, 2), seen: fc.constantFrom('', '1,2,3', 'x') }),
		fc.anything(),
	);
	bothAgree('nodes/Awin/trigger/notification/seenNotifications', kept, (module, value) => {
		const { openState, RESULTS, TRANSACTIONS } = module as typeof Notifications;
		return [TRANSACTIONS, RESULTS].map((kind) => [...openState(value, kind).seen]);
	});
});

it('what it has noted for Submit', () => {
	const note = `${'A'.repeat(22)}a${'b'.repeat(8)}`;
	const kept = fc.oneof(
		fc.record({ version: fc.constantFrom(1, 2), orders: fc.constantFrom('', note, 'x') }),
		fc.anything(),
	);
	bothAgree('nodes/Awin/api/toldOrders', kept, (module, value) => [
		...(module as typeof Told).openTold(value).told,
	]);
});

it('what the trigger keeps', () => {
	bothAgree('nodes/Awin/trigger/state', fc.oneof(state, fc.anything()), (module, value) => {
		const known = (module as typeof TriggerState).readState(value, IDENTITY);
		return known && [known.lists, known.seen.size];
	});
});

it('what it keeps of several accounts', () => {
	const time = fc.constantFrom<unknown>(1, 1.5, NaN, '1', null, undefined);
	const account = fc.record(
		{
			account: fc.constantFrom<unknown>('advertiser 1', 'publisher 2', 'x 3', 4),
			name: fc.constantFrom<unknown>('Shop', null, 5, undefined),
			sinceMs: time,
			left: fc.constantFrom<unknown>(['validation'], ['clicks'], 'amendment', undefined),
			failing: fc.oneof(
				fc.record({ triedAtMs: time, isRefused: fc.boolean(), isTold: fc.boolean() }),
				fc.constant(undefined),
			),
			goneForMs: time,
		},
		{ requiredKeys: ['account'] },
	);
	const kept = fc.record(
		{
			version: fc.constantFrom(2, 2, 3),
			accounts: fc.array(fc.oneof(account, fc.anything()), { maxLength: 3 }),
			scopes: fc.constantFrom<unknown>(['created'], 'x'),
			listedAtMs: time,
			polledAtMs: time,
			chosen: fc.constantFrom<unknown>('a', 1),
			closed: fc.constantFrom<unknown>(['7'], [7], 'x'),
		},
		{ requiredKeys: ['version', 'accounts'] },
	);
	bothAgree('nodes/Awin/trigger/watchState', fc.oneof(kept, fc.anything()), (module, value) =>
		(module as typeof WatchState).openWatchState(value),
	);
});

it('nothing else does', () => {
	const files = readdirSync(join(ROOT, 'nodes'), { recursive: true, encoding: 'utf8' })
		.map((path) => join('nodes', path))
		.concat(readdirSync(join(ROOT, 'credentials')).map((path) => join('credentials', path)))
		.filter(
			(path) =>
				path.endsWith('.ts') && readFileSync(join(ROOT, path), 'utf8').includes("from 'zod'"),
		);

	expect(files.sort()).toEqual([
		'nodes/Awin/api/accounts.ts',
		'nodes/Awin/api/toldOrders.ts',
		'nodes/Awin/transport/credentials.ts',
		'nodes/Awin/trigger/notification/seenNotifications.ts',
		'nodes/Awin/trigger/state.ts',
		'nodes/Awin/trigger/watchState.ts',
	]);
});
