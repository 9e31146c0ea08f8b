import type { IExecuteFunctions } from 'n8n-workflow';

import {
	ExecutionNotes,
	MOST_CALLERS,
	MOST_NAMES,
	MOST_RUNS_APART,
} from '../../nodes/Awin/resources/batch/executionNotes';
import { EarlierRounds } from '../../nodes/Awin/resources/batch/earlierRounds';
import type { RowResult } from '../../nodes/Awin/resources/batch/finish';
import { Refusals } from '../../nodes/Awin/resources/batch/refusals';
import type { Run } from '../../nodes/Awin/resources/operation';

interface Place {
	executionId?: string;
	runIndex?: number;
	/** The execution's own data for the node; without it n8n has none. */
	data?: Record<string, unknown>;
	/** The executions above a sub-workflow. */
	parent?: string;
	grandparent?: string;
	node?: string;
}

let callers = 0;

function contextAt({ executionId = '1', runIndex = 0, data, parent, grandparent, node }: Place) {
	return {
		getContext: () => {
			if (data) return data;
			throw new Error('no data');
		},
		getWorkflowDataProxy: () => ({ $runIndex: runIndex }),
		getExecutionId: () => executionId,
		getExecutionContext: () => undefined,
		getNode: () => ({ id: node ?? 'n', name: node ?? 'Awin' }),
		getWorkflow: () => ({ id: 'w' }),
		runExecutionData: parent
			? {
					parentExecution: {
						executionId: parent,
						executionContext: grandparent ? { parentExecutionId: grandparent } : {},
					},
				}
			: {},
	} as unknown as IExecuteFunctions;
}

const notesAt = (place: Place) => ExecutionNotes.of(contextAt(place));
const newCaller = () => `caller ${++callers}`;

describe('what runs of one node let go', () => {
	it('adds up over runs, and a further try takes the place of the one before it', () => {
		const data = {};
		notesAt({ data, runIndex: 0 }).letRowsGo(5);
		notesAt({ data, runIndex: 1 }).letRowsGo(7);
		notesAt({ data, runIndex: 1 }).letRowsGo(6);
		notesAt({ data, runIndex: 1 }).letTotalsGo(new Map([['EUR', 100]]));

		expect(notesAt({ data, runIndex: 1 }).earlierRows()).toBe(5);
		expect(notesAt({ data, runIndex: 2 }).earlierRows()).toBe(11);
		expect(notesAt({ data, runIndex: 2 }).earlierTotals()).toEqual(new Map([['EUR', 100]]));
		expect(notesAt({ data, runIndex: 1 }).ownRows()).toBe(6);
	});

	it('survives being stored while the execution waits', () => {
		const data = {};
		notesAt({ data }).letRowsGo(5);
		notesAt({ data }).noteDeed(['a'], 'approve');

		const restored = JSON.parse(JSON.stringify(data)) as Record<string, unknown>;

		const later = notesAt({ data: restored, runIndex: 1 });
		expect(later.earlierRows()).toBe(5);
		expect(later.deedOf(['a'])).toEqual({ what: 'approve', isOwnTry: false });
	});

	it.each([null, 'x', 5, {}, { runs: {} }, []])('begins anew where %j was stored', (stored) => {
		const notes = notesAt({ data: { awin: stored } });

		notes.letRowsGo(3);

		expect(notes.ownRows()).toBe(3);
	});

	it('forgets no run, however many there are', () => {
		const data = {};
		const runs = MOST_RUNS_APART + 50;
		for (let runIndex = 0; runIndex < runs; runIndex++) {
			notesAt({ data, runIndex }).letRowsGo(2);
			notesAt({ data, runIndex }).letTotalsGo(new Map([['EUR', 3]]));
		}

		const last = notesAt({ data, runIndex: runs });
		expect(last.earlierRows()).toBe(2 * runs);
		expect(last.earlierTotals()).toEqual(new Map([['EUR', 3 * runs]]));
		expect(JSON.stringify(data).length).toBeLessThan(100 * MOST_RUNS_APART);
	});

	it('is kept apart for two nodes, two executions, and where n8n gives an execution no id', () => {
		const caller = newCaller();
		notesAt({ parent: caller }).letRowsGo(5);
		expect(notesAt({ parent: caller, executionId: '2', node: 'other' }).earlierRows()).toBe(0);
		expect(notesAt({ parent: newCaller(), executionId: '2' }).earlierRows()).toBe(0);

		notesAt({ executionId: '__UNKNOWN__' }).letRowsGo(5);
		expect(notesAt({ executionId: '__UNKNOWN__', runIndex: 1 }).earlierRows()).toBe(0);
	});
});

describe('sub-workflows', () => {
	it('share what they note by the execution that calls them', () => {
		const caller = newCaller();
		notesAt({ parent: caller, executionId: '11' }).letRowsGo(5);

		expect(notesAt({ parent: caller, executionId: '12' }).earlierRows()).toBe(5);
		expect(notesAt({ parent: caller, executionId: '11' }).earlierRows()).toBe(0);
	});

	it('of sub-workflows share it by the upper of the two executions above', () => {
		const caller = newCaller();
		notesAt({ parent: 'p1', grandparent: caller, executionId: '11' }).letRowsGo(5);

		expect(notesAt({ parent: 'p2', grandparent: caller, executionId: '12' }).earlierRows()).toBe(5);
	});

	it('give way to newer ones beyond the bound; the one in use stays', () => {
		const [old, used] = [newCaller(), newCaller()];
		for (const parent of [old, used]) notesAt({ parent, executionId: '11' }).letRowsGo(5);
		for (let count = 0; count < MOST_CALLERS - 1; count++) {
			notesAt({ parent: newCaller() }).letRowsGo(1);
			notesAt({ parent: used, executionId: '12' });
		}

		expect(notesAt({ parent: used, executionId: '13' }).earlierRows()).toBe(5);
		expect(notesAt({ parent: old, executionId: '13' }).earlierRows()).toBe(0);
	});

	it('give way by the number of names, too', () => {
		const [first, ...others] = [newCaller(), newCaller(), newCaller()];
		const fill = (parent: string) => {
			const notes = notesAt({ parent });
			const names = Array.from({ length: MOST_NAMES }, (_, index) => `n${index}`);
			expect(notes.noteDeed(names, 'x')).toBe(0);
		};
		fill(first);
		others.forEach(fill);
		notesAt({ parent: newCaller() });

		expect(notesAt({ parent: first }).deedOf(['n1'])).toBeUndefined();
		expect(notesAt({ parent: others[1] }).deedOf(['n1'])).toBeDefined();
	});
});

describe('what was done under a name', () => {
	it('is found under any of its names, with the run that did it', () => {
		const data = {};
		notesAt({ data }).noteDeed(['a', 'b'], 'decline|x');

		expect(notesAt({ data }).deedOf(['z', 'b'])).toEqual({ what: 'decline|x', isOwnTry: true });
		expect(notesAt({ data, runIndex: 1 }).deedOf(['a'])?.isOwnTry).toBe(false);
		expect(notesAt({ data }).deedOf(['constructor', 'toString'])).toBeUndefined();
	});

	it('is forgotten where it was not done', () => {
		const notes = notesAt({ data: {} });
		notes.noteDeed(['a', 'b'], 'x');

		notes.forgetDeed(['a', 'b', 'c']);

		expect(notes.deedOf(['a', 'b'])).toBeUndefined();
	});

	it('can be said more of', () => {
		const notes = notesAt({ data: {} });
		const place = notes.noteDeed(['a', 'b'], 'x');
		notes.noteDeed(['c'], 'x');

		const whats = () => ['a', 'b', 'c'].map((name) => notes.deedOf([name])?.what);

		notes.addToDeed(place, 2, ' done');
		expect(whats()).toEqual(['x done', 'x done', 'x']);

		notes.changeDeed(place, 2, '');
		expect(whats()).toEqual([undefined, undefined, 'x']);

		notes.addToDeed(-1, 2, ' done');
		notes.changeDeed(-1, 2, 'y');
		expect(whats()).toEqual([undefined, undefined, 'x']);
	});

	it('says so where there are too many names', () => {
		const notes = notesAt({ data: {} });
		for (let count = 0; count < MOST_NAMES; count++) notes.noteDeed([`n${count}`], 'x');

		expect(notes.noteDeed(['one more'], 'x')).toBe(-1);
		expect(notes.noteDeed(['n5'], 'y')).toBe(5);
		expect(notes.deedOf(['n5'])?.what).toBe('y');
		expect(notes.deedOf(['one more'])).toBeUndefined();
	});
});

describe('an order that an earlier round may have sent', () => {
	interface Order {
		index: number;
		name: string;
	}
	const orders = (names: string[]): Order[] => names.map((name, index) => ({ index, name }));
	const many = (count: number) => Array.from({ length: count }, (_, index) => `n${index}`);

	/** One round; @returns the orders that it was not allowed to send */
	function round(data: Record<string, unknown>, runIndex: number, names: string[]): string[] {
		const run = { context: contextAt({ data, runIndex }), items: names } as unknown as Run;
		const refusals = new Refusals(run);
		const rounds = new EarlierRounds<Order, RowResult>(run, refusals, {
			nameOf: ({ name }) => name,
			refusal: { message: 'sent before', nextStep: '' },
			notDone: [],
		});
		const rows = orders(names);
		rounds.refuse(rows);
		rounds.note(rows.filter(({ index }) => !refusals.has(index)));
		return rows
			.filter(({ index }) => refusals.has(index))
			.map(({ name, index }) => `${name}: ${refusals.get(index)?.message}`);
	}

	it('is refused, and any other is sent', () => {
		const data = {};

		expect(round(data, 0, ['a', 'b'])).toEqual([]);
		expect(round(data, 1, ['b', 'c'])).toEqual(['b: sent before']);
	});

	it('is refused too where there was no room to note it', () => {
		const data = {};
		// What comes in one run is compared within it, however much it is.
		expect(round(data, 0, [...many(MOST_NAMES), 'beyond'])).toEqual([]);

		expect(round(data, 1, ['beyond', 'n5'])).toEqual([
			expect.stringContaining('so this one was not sent'),
			'n5: sent before',
		]);
	});

	it('may go again in a further try of the same run', () => {
		const data = {};
		round(data, 0, [...many(MOST_NAMES), 'beyond']);

		expect(round(data, 0, ['n5', 'beyond'])).toEqual([]);
	});
});
