/** Which triggers of a workflow tell the same. */
import { sharedAccounts, type Watching } from '../../../nodes/Awin/trigger/neighbours';

const OWN: Watching = {
	workflowId: 'w',
	name: 'Awin Trigger',
	accountType: 'advertiser',
	accountIds: ['3', '1', '2'],
	selection: { events: ['created', 'approved'], partnerIds: ['5', '6'] },
};

describe('two triggers share', () => {
	it.each<[string, Partial<Watching>, string[]]>([
		['all that is the same', {}, ['1', '2', '3']],
		['the accounts of both', { accountIds: ['4', '2'] }, ['2']],
		[
			'an event',
			{ selection: { events: ['approved', 'declined'], partnerIds: ['5'] } },
			['1', '2', '3'],
		],
		[
			'what all partners include',
			{ selection: { events: ['created'], partnerIds: [] } },
			['1', '2', '3'],
		],
		['nothing for other events', { selection: { events: ['amended'], partnerIds: [] } }, []],
		['nothing for other partners', { selection: { events: ['created'], partnerIds: ['7'] } }, []],
		['nothing of another type', { accountType: 'publisher' }, []],
		['nothing with another workflow', { workflowId: 'v' }, []],
	])('%s', (_what, change, shared) => {
		const other = { ...OWN, ...change };
		expect(sharedAccounts(OWN, other)).toEqual(shared);
		expect(sharedAccounts(other, OWN)).toEqual(shared);
	});
});
