import { submit, resultsOf, ORDERS } from '../support/conversion.cts';
import { CONTINUE } from '../support/contexts.cts';
import { useSandbox } from '../support/useSandbox.cts';
import { published } from './published.cts';

const { sandbox } = useSandbox({ clock: true, store: true });

const ANSWERS = published('orders').map((answer) => [answer.name, answer] as const);

describe.each(ANSWERS)('An answer to orders as in %s', (_name, { status, text, outcomes }) => {
	const expected = outcomes ?? {};

	it('says of each order what became of it', async () => {
		sandbox.awin.faults.add({ kind: 'status', status: status ?? 200, body: text, ...ORDERS });
		const columns = Object.keys(expected).map((order, place) => ({
			order,
			total: 70.83,
			awc: `77101_1769871600_${place}`,
		}));

		const { items } = await submit(sandbox, columns, {}, CONTINUE);

		const told = resultsOf(items).map(({ outcome }, place) => [columns[place].order, outcome]);
		expect(Object.fromEntries(told)).toEqual(expected);
	});

	it('gives Awin’s ids as they are', async () => {
		sandbox.awin.faults.add({ kind: 'status', status: status ?? 200, body: text, ...ORDERS });
		const order = Object.keys(expected)[0];
		const columns = [{ order, total: 70.83, awc: '77101_1769871600_1' }];

		const { items } = await submit(sandbox, columns, {}, CONTINUE);

		const [, batchId = null] = /"batchId": "([^"]+)"/.exec(text) ?? [];
		expect(resultsOf(items)[0].batchId).toBe(batchId);
	});
});
