import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { finishRows } from '../../batch/finish';
import { readEveryRow, Refusals } from '../../batch/refusals';
import type { Operation, Run } from '../../operation';
import { createLinkFields } from './fields';
import { refuseBeyondQuota } from './quota';
import { readRow } from './readRow';
import { judgedResult, notBuiltResult, wordsOf, type LinkResult } from './results';
import { buildLinks, type Results } from './send';
import { wishesOf, type Wish } from './wishes';

const preview = judgedResult(
	{
		outcome: 'created',
		url: 'https://www.awin1.com/cread.php?awinmid=1001&awinaffid=45628&ued=https%3A%2F%2Fwww.example.com%2Fjackets',
		shortUrl: 'https://tidd.ly/3abCdEf',
		code: 200,
	},
	{ advertiserId: 1001 },
	true,
);

export const createLinks: Operation = {
	option: {
		name: 'Create',
		value: 'create',
		action: 'Create links',
		description:
			'Turn pages of advertisers into tracking links of a publisher; needs the advertiser of each; moves no money, also as a tool there is no dry run, and only with Shorten a place in the quota of short links is used',
	},
	fields: createLinkFields,
	preview: { awin: preview } as IDataObject,
	async execute(run) {
		return await create(run);
	},
};

async function create(run: Run): Promise<INodeExecutionData[]> {
	const refusals = new Refusals(run);
	const wishes = await prepare(run, refusals);
	const results: Results = run.items.map((_, index) => {
		const refusal = refusals.get(index);
		return refusal && notBuiltResult(refusal);
	});
	await buildLinks(run, wishes, results);
	return finishRows(run, results as LinkResult[], wordsOf(results as LinkResult[]));
}

/** Everything that is looked at before anything is created. @returns the links to build */
async function prepare(run: Run, refusals: Refusals): Promise<Wish[]> {
	const wishes = wishesOf(readEveryRow(run, refusals, readRow));
	refusals.stopIfAny();
	await refuseBeyondQuota(run, wishes, refusals);
	refusals.stopIfAny();
	return wishes.filter(({ indexes }) => !refusals.has(indexes[0]));
}
