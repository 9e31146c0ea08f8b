import { judgeStop } from '../faults/cell.cts';

describe('What a stopped run says is held against what Awin has', () => {
	it.each<[string, number[]]>([
		['3 of 3 items were not accepted: 1 accepted, 2 not sent', [1, 0, 0]],
		['2 of 3 items were not accepted: 1 accepted, 2 unknown', [1, 1, 0]],
		['3 of 3 items were not validated: 3 unknown', [1, 1, 1]],
		['3 of 3 items were not validated: 3 unknown', [0, 0, 0]],
		['2 of 3 items were not created: 1 created, 1 unknown, 1 not created', [1, 0, 0]],
		['Awin does not know the access token (status 401)', [0, 0, 0]],
	])('%s is true of %j', (message, effects) => {
		expect(() => judgeStop(message, effects)).not.toThrow();
	});

	it.each<[string, string, number[]]>([
		['a false "not sent"', '3 of 3 items were not accepted: 3 not sent', [1, 0, 0]],
		['a false "not done"', '1 of 2 items were not validated: 1 done, 1 not done', [1, 1]],
		['a false "rejected"', '1 of 2 items were not accepted: 1 accepted, 1 rejected', [1, 1]],
		['a false "accepted"', '1 of 2 items were not accepted: 1 accepted, 1 unknown', [0, 0]],
		['a stop that speaks of nothing sent', 'Awin could not answer (status 503)', [0, 1]],
		[
			'a row that is not counted',
			'1 of 3 items were not accepted: 1 accepted, 1 unknown',
			[1, 0, 0],
		],
		['a word that nobody knows', '1 of 1 items were not accepted: 1 perhaps', [0]],
	])('%s is found', (_what, message, effects) => {
		expect(() => judgeStop(message, effects)).toThrow();
	});
});
