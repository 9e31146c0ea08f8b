import type { TriggerEvent } from '../../../nodes/Awin/trigger/events';
import { selectionText } from '../../../nodes/Awin/trigger/selection';
import type * as StateModule from '../../../nodes/Awin/trigger/state';
import { withBothZods } from '../../support/zods.cts';

type Subscription = StateModule.Subscription;
type ListProgress = StateModule.ListProgress;
type TriggerState = StateModule.TriggerState;

const ALL: Subscription = {
	accountType: 'advertiser',
	accountId: '77101',
	events: ['created', 'approved', 'declined', 'amended'],
	partnerIds: [],
};
const HOUR = 494_842;
const BOUND_MS = 3000;

function progress(scope: string): ListProgress {
	return { scope, boundMs: BOUND_MS, reachedBackMs: 2000, coveredFromMs: 1000, heldSinceMs: null };
}

/** As n8n hands it back: through JSON. */
function stored(state: unknown): unknown {
	return JSON.parse(JSON.stringify(state)) as unknown;
}

const states = withBothZods<typeof StateModule>('nodes/Awin/trigger/state');

describe.each(states)(
	'a kept state, with %s',
	(_zod, { emptyState, merged, openState, packState, readState, listsFor }) => {
		function keptBy(identity: Subscription): TriggerState {
			const known = emptyState();
			known.lists = listsFor(known, identity).map((list) => ({
				...list,
				progress: progress(selectionText(list.selection)),
			}));
			known.seen.see({ subject: 'transaction', id: 1, version: '', status: 'pending' }, HOUR);
			return packState(known, identity);
		}

		/** What is read for new settings: `list events partners`, and whether it goes on from where it was. */
		function readFor(state: unknown, identity: Subscription): string[] {
			const known = readState(stored(state), identity);
			return listsFor(known ?? emptyState(), identity).map(
				({ dateType, selection, progress: kept }) => {
					const partners =
						selection.partnerIds.length > 0 ? ` of ${selection.partnerIds.join('+')}` : '';
					const place = kept?.boundMs === BOUND_MS ? 'goes on' : 'begins anew';
					return `${dateType} ${selection.events.join('+')}${partners} ${place}`;
				},
			);
		}

		it('comes back as it was', () => {
			const known = readState(stored(keptBy(ALL)), ALL);

			expect(known && packState(known, ALL)).toEqual(keptBy(ALL));
		});

		const GO_ON = [
			'transaction created goes on',
			'validation approved+declined goes on',
			'amendment amended goes on',
		];

		it.each<[string, Partial<Subscription>, string[]]>([
			['the same settings', {}, GO_ON],
			[
				'the same in another order',
				{ events: ['amended', 'declined', 'approved', 'created'] },
				[GO_ON[0], 'validation declined+approved goes on', GO_ON[2]],
			],
			[
				'without one kind of validation',
				{ events: ['created', 'approved', 'amended'] },
				[GO_ON[0], 'validation approved goes on', GO_ON[2]],
			],
			['one kind only', { events: ['created'] }, [GO_ON[0]]],
			[
				'one partner of all',
				{ partnerIds: ['88201'] },
				[
					'transaction created of 88201 goes on',
					'validation approved+declined of 88201 goes on',
					'amendment amended of 88201 goes on',
				],
			],
		])('for %s: what was chosen goes on', (_what, changes, reads) => {
			const identity = { ...ALL, ...changes };

			expect(readFor(keptBy(ALL), identity)).toEqual(reads);
			// What was seen was seen, whatever it is watched for now.
			expect(readState(stored(keptBy(ALL)), identity)?.seen.size).toBe(1);
		});

		it.each<[string, Partial<Subscription>, Partial<Subscription>, string[]]>([
			[
				'an event more',
				{ events: ['approved'] },
				{ events: ['approved', 'declined'] },
				['validation approved goes on', 'validation declined begins anew'],
			],
			[
				'an event more, in a list of its own',
				{ events: ['created'] },
				{ events: ['created', 'amended'] },
				['transaction created goes on', 'amendment amended begins anew'],
			],
			[
				'a partner more',
				{ events: ['created'], partnerIds: ['1', '2'] },
				{ events: ['created'], partnerIds: ['2', '3'] },
				['transaction created of 2 goes on', 'transaction created of 3 begins anew'],
			],
			[
				'all partners, of whom one was chosen',
				{ events: ['created'], partnerIds: ['1'] },
				{ events: ['created'], partnerIds: [] },
				['transaction created of 1 goes on', 'transaction created begins anew'],
			],
			[
				'an event and a partner more',
				{ events: ['approved'], partnerIds: ['1'] },
				{ events: ['approved', 'declined'], partnerIds: ['1', '2'] },
				['validation approved of 1 goes on', 'validation approved+declined of 1+2 begins anew'],
			],
			[
				'nothing of what was',
				{ events: ['approved'], partnerIds: ['1'] },
				{ events: ['declined'], partnerIds: ['2'] },
				['validation declined of 2 begins anew'],
			],
			[
				'partners in another order',
				{ events: ['created'], partnerIds: ['2', '1'] },
				{ events: ['created'], partnerIds: ['1', '2'] },
				['transaction created of 1+2 goes on'],
			],
		])('%s: only that begins anew', (_what, before, after, reads) => {
			expect(readFor(keptBy({ ...ALL, ...before }), { ...ALL, ...after })).toEqual(reads);
		});

		it('what was newly chosen is one with the rest once it was read as far', () => {
			const identity: Subscription = { ...ALL, events: ['approved', 'declined'] };
			const list = (event: TriggerEvent, changes: Partial<ListProgress> = {}) => ({
				dateType: 'validation' as const,
				selection: { events: [event], partnerIds: [] },
				progress: { ...progress(event), ...changes },
			});

			expect(
				merged(
					[
						list('approved', { newestMs: 7 }),
						list('declined', { reachedBackMs: 2500, coveredFromMs: 1500 }),
					],
					identity,
				),
			).toEqual([
				{
					dateType: 'validation',
					selection: { events: ['approved', 'declined'], partnerIds: [] },
					progress: { ...progress('approved+declined'), coveredFromMs: 1500, newestMs: 7 },
				},
			]);
			const behind = [list('approved', { boundMs: 2999 }), list('declined')];
			expect(merged(behind, identity)).toEqual(behind);
			const held = [list('approved', { heldSinceMs: 1 }), list('declined')];
			expect(merged(held, identity)).toEqual(held);
		});

		it('both parts are kept until then', () => {
			const identity: Subscription = { ...ALL, events: ['approved', 'declined'] };
			const known =
				readState(stored(keptBy({ ...ALL, events: ['approved'] })), identity) ?? emptyState();
			known.lists = listsFor(known, identity).map((list) => ({
				...list,
				progress: list.progress ?? { ...progress('declined'), boundMs: 5000 },
			}));

			const state = stored(packState(known, identity));

			expect(
				readState(state, identity)?.lists.map(({ selection, progress: kept }) => [
					selection.events,
					kept?.boundMs,
				]),
			).toEqual([
				[['approved'], BOUND_MS],
				[['declined'], 5000],
			]);
		});

		it.each<[string, Partial<Subscription>]>([
			['another account', { accountId: '77102' }],
			['the other side', { accountType: 'publisher' }],
		])('%s: starts from nothing', (_what, changes) => {
			expect(readState(stored(keptBy(ALL)), { ...ALL, ...changes })).toBeUndefined();
		});

		describe('of version 0.1.0', () => {
			/** With a digest of the partners, and what was seen by the day. */
			const OLD = {
				version: 1,
				account: 'advertiser 77101',
				lists: {
					// SHA-256 of "1,2", the first 16 digits.
					transaction: progress('created 17f8af97ad4a7f76'),
					validation: progress('approved+declined 17f8af97ad4a7f76'),
				},
				seen: { '2026-06-15': '' },
			};

			it('goes on for the same partners', () => {
				expect(readFor(OLD, { ...ALL, events: ['created'], partnerIds: ['2', '1'] })).toEqual([
					'transaction created of 2+1 goes on',
				]);
			});

			it('goes on for fewer events', () => {
				expect(readFor(OLD, { ...ALL, events: ['approved'], partnerIds: ['1', '2'] })).toEqual([
					'validation approved of 1+2 goes on',
				]);
			});

			it('begins anew for other partners: who they were cannot be told', () => {
				expect(readFor(OLD, { ...ALL, events: ['created'], partnerIds: ['1'] })).toEqual([
					'transaction created of 1 begins anew',
				]);
			});
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
			['a list that does not exist', { ...good, lists: { clicks: progress('') } }],
			[
				'marks that are no times',
				{ ...good, lists: { transaction: { ...progress(''), boundMs: null } } },
			],
			[
				'marks without end',
				{ ...good, lists: { transaction: { ...progress(''), boundMs: Infinity } } },
			],
			['nothing seen', { ...good, seen: undefined }],
			['a day that is none', { ...good, seen: { today: '' } }],
			['bytes that make no entry', { ...good, seen: { '2026-06-15': 'AAAA' } }],
			['the state of another node', { lastTimeChecked: '2026-06-15T10:00:00Z' }],
		])('%s: starts from nothing', (_what, value) => {
			expect(readState(value, ALL)).toBeUndefined();
		});

		describe('that cannot be read', () => {
			const kept = stored(keptBy(ALL)) as TriggerState;
			const damaged: Array<[string, unknown]> = [
				['of a later version', { ...kept, version: 2 }],
				['with a list that nobody knows', { ...kept, lists: { ...kept.lists, payment: {} } }],
				['without its memory', { ...kept, seen: undefined }],
				['with a memory of another form', { ...kept, seen: { ...kept.seen, '2026-W24': '' } }],
			];

			it.each(damaged)(
				'%s: goes on from where it was, and looks at nothing before',
				(_what, value) => {
					const { known, damage } = openState(value, ALL);

					expect(damage).toBe('memory');
					expect(known.seen.size).toBe(0);
					expect(known.lists.map(({ progress: m }) => [m?.boundMs, m?.coveredFromMs])).toEqual(
						Array(3).fill([BOUND_MS, BOUND_MS]),
					);
				},
			);

			it.each<[string, unknown]>([
				['nothing of it is there', {}],
				['it is no object', 'x'],
				['it is null', null],
				['its times are no times', { ...kept, lists: { transaction: progressAt(-1e15) } }],
				['its times are beyond all clocks', { ...kept, lists: { transaction: progressAt(9e15) } }],
			])('where %s: begins anew', (_what, value) => {
				expect(openState(value, ALL)).toMatchObject({
					damage: 'everything',
					known: { lists: [] },
				});
			});

			it.each<[string, unknown, Subscription]>([
				['there is none', undefined, ALL],
				['it is of another account', kept, { ...ALL, accountId: '1' }],
				['it is sound', kept, ALL],
			])('is not said where %s', (_what, value, identity) => {
				expect(openState(value, identity).damage).toBeUndefined();
			});

			function progressAt(boundMs: number): ListProgress {
				return { ...progress('created'), boundMs };
			}
		});
	},
);
