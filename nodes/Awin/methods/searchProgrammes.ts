import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { programmesPath, programmesQuery, readProgrammes } from '../api/programmes';
import { publisherAccount } from '../fields/account';
import { operationError } from '../transport/errors';
import { quote } from '../transport/quote';
import { parametersWith } from './chosenBefore';
import { narrowDown, pageOf, RecentLists } from './recent';

const recentProgrammes = new RecentLists((answer) => readProgrammes(answer)?.rows);

/** Fills the picker of a publisher's advertisers: those whose programme the chosen account has joined, by name. */
export async function searchProgrammes(
	this: ILoadOptionsFunctions,
	filter?: string,
	token?: string,
): Promise<INodeListSearchResult> {
	const publisherId = publisherAccount.read(parametersWith(this, publisherAccount));
	const programmes = await recentProgrammes.get(this, {
		path: programmesPath(publisherId),
		query: programmesQuery('joined'),
	});
	if (programmes.length === 0) {
		throw operationError(
			this.getNode(),
			'This publisher account has joined no program',
			'Join the program of an advertiser at Awin, or give the ID of the advertiser.',
		);
	}
	const entries = programmes.map(({ id, name }) => ({
		name: `${typeof name === 'string' ? quote(name) : 'Advertiser'} (${String(id)})`,
		value: String(id),
	}));
	return pageOf(narrowDown(entries, filter), token);
}
