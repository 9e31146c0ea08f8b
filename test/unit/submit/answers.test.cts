import * as fc from 'fast-check';

import { judgeOrders, type OrderVerdict } from '../../../nodes/Awin/api/conversionAnswers';

const REFERENCES = ['A-1', 'A-2', 'A-3'];

function judge(status: number, answer: unknown, references = REFERENCES) {
	return judgeOrders(references, { status, answer });
}

function outcomes(status: number, answer: unknown, references = REFERENCES) {
	return judge(status, answer, references).orders.map(({ outcome }) => outcome);
}

const ok = (orderReference: unknown, correlationId = 'c') => ({ orderReference, correlationId });
const [A1, A2, A3] = REFERENCES;

describe('an answer is read order by order', () => {
	it.each<[string, number, unknown, string]>([
		['200, all', 200, { successfulOrders: [ok(A1), ok(A2), ok(A3)] }, 'accepted accepted accepted'],
		[
			'in any order',
			200,
			{ successfulOrders: [ok(A3), ok(A1), ok(A2)] },
			'accepted accepted accepted',
		],
		['one is missing', 200, { successfulOrders: [ok(A1), ok(A3)] }, 'accepted unknown accepted'],
		['200 without a list', 200, { batchId: 'b' }, 'unknown unknown unknown'],
		['200 without anything', 200, undefined, 'unknown unknown unknown'],
		['200 with null', 200, null, 'unknown unknown unknown'],
		['200 with a bare list', 200, [ok(A1)], 'unknown unknown unknown'],
		['a list that is none', 200, { successfulOrders: { 0: ok(A1) } }, 'unknown unknown unknown'],
		[
			'202 with a list',
			202,
			{ pendingOrders: [ok(A1), ok(A2), ok(A3)] },
			'pending pending pending',
		],
		['202 without a list', 202, { batchId: 'b' }, 'pending pending pending'],
		['202 without anything', 202, undefined, 'pending pending pending'],
		['202 with an empty list', 202, { successfulOrders: [] }, 'pending pending pending'],
		['202 that names one', 202, { pendingOrders: [ok(A2)] }, 'unknown pending unknown'],
		['202 with accepted ones', 202, { successfulOrders: [ok(A2)] }, 'unknown accepted unknown'],
		['202 with a list that is none', 202, { pendingOrders: 'all' }, 'unknown unknown unknown'],
		[
			'206, nested',
			206,
			{
				successfulOrders: [ok(A1)],
				pendingOrders: [ok(A2)],
				failedOrders: [{ order: { orderReference: A3 }, errors: [] }],
			},
			'accepted pending rejected',
		],
		[
			'206, flat',
			206,
			{ failedOrders: [ok(A3)], successfulOrders: [ok(A2)] },
			'unknown accepted rejected',
		],
		['206 without lists', 206, { batchId: 'b' }, 'unknown unknown unknown'],
		[
			'references as text alone',
			206,
			{ successfulOrders: [A1], failedOrders: [A2] },
			'accepted rejected unknown',
		],
		['the order as text', 206, { failedOrders: [{ order: A2 }] }, 'unknown rejected unknown'],
		[
			'in two lists',
			206,
			{ successfulOrders: [ok(A1), ok(A2)], failedOrders: [ok(A2)], pendingOrders: [ok(A3)] },
			'accepted unknown pending',
		],
		[
			'accepted and pending',
			202,
			{ successfulOrders: [ok(A1)], pendingOrders: [ok(A1)] },
			'unknown unknown unknown',
		],
		[
			'in all three',
			206,
			{ successfulOrders: [A1], pendingOrders: [A1], failedOrders: [A1] },
			'unknown unknown unknown',
		],
		[
			'accepted, with an error of its own',
			206,
			{ successfulOrders: [ok(A1), { ...ok(A2), errors: [{ field: 'amount', message: 'No' }] }] },
			'accepted unknown unknown',
		],
		[
			'pending, with an error of its own',
			202,
			{
				pendingOrders: [
					{ ...ok(A1), error: 'No' },
					{ ...ok(A2), errors: [] },
				],
			},
			'unknown pending unknown',
		],
		['twice in one list', 200, { successfulOrders: [ok(A1), ok(A1)] }, 'accepted unknown unknown'],
		[
			'in a wrapper',
			200,
			{ body: { successfulOrders: [ok(A1)] }, statusCode: 200 },
			'accepted unknown unknown',
		],
		[
			'strangers',
			200,
			{ successfulOrders: [ok('Z-9'), ok(A1), null, 5, {}] },
			'accepted unknown unknown',
		],
		['null lists', 202, { successfulOrders: null, pendingOrders: null }, 'pending pending pending'],
		['400 without words', 400, undefined, 'rejected rejected rejected'],
		['406 with a complaint', 406, { description: 'No' }, 'rejected rejected rejected'],
		['400 with all', 400, { failedOrders: [ok(A1), ok(A2), ok(A3)] }, 'rejected rejected rejected'],
		['400 with one', 400, { failedOrders: [ok(A2)] }, 'rejected rejected rejected'],
		[
			'400 that took one',
			400,
			{ failedOrders: [ok(A2)], successfulOrders: [ok(A1)] },
			'accepted rejected unknown',
		],
		[
			'400 that works on one',
			400,
			{ failedOrders: [ok(A2)], pendingOrders: [ok(A1)] },
			'pending rejected unknown',
		],
		[
			'400 that works on a stranger',
			400,
			{ pendingOrders: [ok('Z-9')] },
			'unknown unknown unknown',
		],
		['400 with a list that is none', 400, { failedOrders: {} }, 'unknown unknown unknown'],
		['401', 401, { error: 'unauthorized' }, 'rejected rejected rejected'],
		['408', 408, undefined, 'unknown unknown unknown'],
		['429', 429, { error: 'request.limit.exceeded' }, 'rejected rejected rejected'],
		['500', 500, undefined, 'unknown unknown unknown'],
		['500 with a list', 500, { successfulOrders: [ok(A1)] }, 'accepted unknown unknown'],
	])('%s', (_what, status, answer, expected) => {
		expect(outcomes(status, answer).join(' ')).toBe(expected);
	});

	it('references may come back cut, as sent, with blanks, or as numbers', () => {
		const long = 'L'.repeat(70);
		const references = [long, '4711', 'b c'];
		for (const named of [long, long.slice(0, 50)]) {
			const answer = { successfulOrders: [ok(named), ok(4711), ok(' b c ')] };
			expect(outcomes(200, answer, references)).toEqual(['accepted', 'accepted', 'accepted']);
		}
	});

	it('case counts: it is part of a reference', () => {
		expect(outcomes(200, { successfulOrders: [ok('a-1')] }, ['A-1'])).toEqual(['unknown']);
	});
});

describe('what comes with an order', () => {
	it.each([
		['b-1', 'b-1'],
		[17, '17'],
		[{}, null],
		[undefined, null],
	])('batch %j', (batchId, expected) => {
		expect(judge(200, { batchId }).batchId).toBe(expected);
	});

	it('correlation ids, at the entry or in its order', () => {
		const answer = {
			successfulOrders: [ok(A1, 'c-1')],
			failedOrders: [{ order: ok(A2, 'c-2'), errors: [] }],
		};

		expect(judge(206, answer).orders.map(({ correlationId }) => correlationId)).toEqual([
			'c-1',
			'c-2',
			null,
		]);
	});

	const field = 'amount';
	const message = 'must not be null';
	it.each<[string, Record<string, unknown>, OrderVerdict['complaints']]>([
		['fields', { errors: [{ field, message }] }, [{ field, message }]],
		[
			'several',
			{
				errors: [
					{ field, message },
					{ field: 'currency', message: 'x' },
				],
			},
			[
				{ field, message },
				{ field: 'currency', message: 'x' },
			],
		],
		['text', { errors: ['No stock'] }, [{ field: null, message: 'No stock' }]],
		['one', { error: { field, message } }, [{ field, message }]],
		['one as text', { error: 'No stock' }, [{ field: null, message: 'No stock' }]],
		['a message', { message: 'No stock' }, [{ field: null, message: 'No stock' }]],
		['a reason', { reason: 'No stock' }, [{ field: null, message: 'No stock' }]],
		['a code', { errors: [{ code: 'E17' }] }, [{ field: null, message: 'E17' }]],
		['a field alone', { errors: [{ field }] }, [{ field, message: null }]],
		['nothing', {}, []],
		['nothing readable', { errors: [null, 5, {}, ''] }, []],
	])('complaints: %s', (_what, members, complaints) => {
		for (const entry of [
			{ orderReference: A1, ...members },
			{ order: { orderReference: A1 }, ...members },
		]) {
			expect(judge(206, { failedOrders: [entry] }).orders[0].complaints).toEqual(complaints);
		}
	});

	it('complaints that name their order by its place', () => {
		const errors = [
			{ field: 'orders[1].amount', message: 'must not be null' },
			{ field: 'orders[9].amount', message: 'must not be null' },
			{ field: 'orders[1].basket[0].price', defaultMessage: 'is negative' },
		];

		const { orders } = judge(400, { error: 'Bad Request', errors });

		expect(orders.map(({ outcome, reason }) => [outcome, reason])).toEqual([
			['rejected', 'otherOrders'],
			['rejected', null],
			['rejected', 'otherOrders'],
		]);
		expect(orders[1].complaints).toEqual([
			{ field: 'amount', message: 'must not be null' },
			{ field: 'basket[0].price', message: 'is negative' },
		]);
	});
});

type Fate = 'accepted' | 'pending' | 'rejected' | 'lost' | 'twice';

const fates = fc.array(fc.constantFrom<Fate>('accepted', 'pending', 'rejected', 'lost', 'twice'), {
	minLength: 1,
	maxLength: 60,
});

describe('any answer', () => {
	it('in any order, with any of it lost, gives each order what the answer says of it', () => {
		fc.assert(
			fc.property(fates, fc.boolean(), fc.infiniteStream(fc.nat()), (plan, isNested, dice) => {
				const references = plan.map(
					(_, index) => `${'R'.repeat(index % 3 === 0 ? 60 : 5)}-${index}`,
				);
				// The first 50 characters of the long ones have to differ, as the node makes sure of.
				const named = references.map((reference, index) => `${index} ${reference}`);
				const listOf = (...wanted: Fate[]) =>
					named
						.map((reference, index) => ({ reference, fate: plan[index], key: dice.next().value }))
						.filter(({ fate }) => wanted.includes(fate))
						.sort((one, other) => one.key - other.key)
						.map(({ reference }) => ({ orderReference: reference.slice(0, 50) }));
				const answer = {
					successfulOrders: listOf('accepted', 'twice'),
					pendingOrders: listOf('pending'),
					failedOrders: listOf('rejected', 'twice').map((order) =>
						isNested ? { order, errors: [] } : { ...order, errors: [] },
					),
				};

				const expected = plan.map((fate) =>
					fate === 'lost' || fate === 'twice' ? 'unknown' : fate,
				);
				expect(outcomes(206, answer, named)).toEqual(expected);
			}),
		);
	});

	it('never throws, and never takes an order for accepted that it does not name', () => {
		fc.assert(
			fc.property(fc.jsonValue(), fc.integer({ min: 100, max: 599 }), (answer, status) => {
				const verdicts = judge(status, answer, ['A-1', 'ß'.repeat(60)]).orders;

				expect(verdicts).toHaveLength(2);
				for (const { outcome } of verdicts) expect(outcome).not.toBe('accepted');
			}),
		);
	});
});
