import { compare, orderOf, wordsOf } from '../support/compare.cts';
import { useSandbox } from '../support/useSandbox.cts';
import { addPending } from '../support/validation.cts';

const { sandbox } = useSandbox({ clock: true, world: { transactionsPerDay: 0 } });

it('says for each order what to do', async () => {
	addPending(sandbox, 3);

	const { items } = await compare(sandbox, [
		orderOf('T-1'),
		orderOf('T-2', { total: '60,00' }),
		orderOf('T-3', { status: 'refunded' }),
		orderOf('T-9', { awc: 'x' }),
	]);

	expect(wordsOf(items)).toEqual(['approve', 'amend', 'decline', 'submit']);
});
