import { Refusals } from '../../../nodes/Awin/resources/batch/refusals';
import { checkFeeds } from '../../../nodes/Awin/resources/productFeed/upload/checks';
import type { Row } from '../../../nodes/Awin/resources/productFeed/upload/products';
import type { Run } from '../../../nodes/Awin/resources/operation';

/** A feed with nothing in it but its size. */
function rowOf(products: number, bytes: number): Row {
	return {
		index: 0,
		accountId: '77101',
		path: '/feed',
		fileField: 'data',
		dryRun: false,
		firstProduct: {},
		ids: { length: products } as string[],
		lines: { length: bytes } as Buffer,
	};
}

function refusalFor(products: number, bytes: number): string | undefined {
	const run = { items: [{ json: {} }] } as unknown as Run;
	const rows = [rowOf(products, bytes)];
	const refusals = new Refusals(run);
	const settings = { leaveOutBad: false, maxRows: undefined, minRows: undefined };
	checkFeeds({ run, rows, refusals, settings, results: [] }, rows);
	return refusals.get(0)?.message;
}

describe('A feed goes in one piece, so it has a largest size', () => {
	it.each<[number, number, string | undefined]>([
		[2_000_000, 200_000_000, undefined],
		[2_000_001, 1000, 'The feed has 2000001 products, more than can be uploaded'],
		[1, 200_000_001, 'The feed has 200 MB, more than can be uploaded'],
		[2_000_001, 210_000_000, 'The feed has 210 MB, more than can be uploaded'],
	])('%i products of %i bytes: %s', (products, bytes, message) => {
		expect(refusalFor(products, bytes)).toBe(message && `${message}; nothing was sent`);
	});
});
