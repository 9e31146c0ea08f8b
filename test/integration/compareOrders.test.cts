import { NOW_MS } from '../support/sandbox.cts';
import { compare, orderOf, proposalsOf, unmatchedOf, wordsOf } from '../support/compare.cts';
import { useSandbox } from '../support/useSandbox.cts';
import { addPending, statusOf } from '../support/validation.cts';

const { sandbox } = useSandbox({ clock: true, world: { transactionsPerDay: 0 } });

describe('x', () => {
	it('x', async () => {
		addPending(sandbox, 4);
		const { items, hints } = await compare(sandbox, [
			orderOf('T-1'),
			orderOf('T-2', { total: '60,00' }),
			orderOf('T-3', { status: 'refunded' }),
			orderOf('T-9', { awc: 'x' }),
		]);
		console.log(JSON.stringify(items, null, 1), JSON.stringify(hints));
		expect(wordsOf(items)).toEqual(['approve', 'amend', 'decline', 'submit']);
	});
});
