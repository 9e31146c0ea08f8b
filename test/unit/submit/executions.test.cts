import { hasSent, MOST_KEYS, noteSent } from '../../../nodes/Awin/resources/orders/executions';

const keys = (prefix: string, count: number) =>
	Array.from({ length: count }, (_, place) => `${prefix}${place}`);

describe('what an execution has sent', () => {
	it('is known to that execution only', () => {
		noteSent('one', ['a']);

		expect(hasSent('one', 'a')).toBe(true);
		expect(hasSent('one', 'b')).toBe(false);
		expect(hasSent('two', 'a')).toBe(false);
		expect(hasSent(undefined, 'a')).toBe(false);
	});

	it('of an execution without an ID is not noted', () => {
		noteSent(undefined, ['nobody']);

		expect(hasSent(undefined, 'nobody')).toBe(false);
	});

	it('beyond the bound, the execution that was at work longest ago is forgotten first', () => {
		noteSent('oldest', ['first']);
		noteSent('old', ['second']);
		noteSent('oldest', ['third']);
		noteSent('latest', keys('k', MOST_KEYS - 2));

		expect(hasSent('old', 'second')).toBe(false);
		expect(hasSent('oldest', 'first')).toBe(true);
		expect(hasSent('latest', 'k0')).toBe(true);
	});

	it('of one execution beyond the bound, its first orders are forgotten', () => {
		noteSent('huge', keys('h', MOST_KEYS + 1));

		expect(hasSent('huge', 'h0')).toBe(false);
		expect(hasSent('huge', 'h1')).toBe(true);
		expect(hasSent('huge', `h${MOST_KEYS}`)).toBe(true);
	});
});
