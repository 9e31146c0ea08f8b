import type { IDataObject } from 'n8n-workflow';

import {
	advertiserOfDetails,
	programmeDetailsPath,
	programmeDetailsQuery,
	readProgrammeDetails,
	simplifiedDetails,
} from '../../api/programmes';
import { publisherField, readPublisherId } from '../../fields/account';
import type { ParameterSource } from '../../fields/item';
import { readShortForm, shortOutputField } from '../../fields/output';
import { programmeField, readProgrammeAdvertiserId } from '../../fields/programme';
import { unreadableError } from '../../transport/errors';
import { forEachItem, type Operation } from '../operation';
import { otherProgramError } from '../otherProgram';

export const getProgramme: Operation = {
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get a program',
		description:
			'Get one program with its commission range and key figures, by the ID of its advertiser, whether it is joined or not; changes nothing',
	},
	fields: [
		publisherField,
		{
			...programmeField,
			description:
				'The advertiser whose program this is about. The list shows the programs that your account has joined; any other is reached by its ID.',
		},
		shortOutputField(
			'The fields that people look at, such as commission, approval rate and validation days',
		),
	],
	preview: simplifiedDetails({
		programmeInfo: {
			id: 1001,
			name: 'Example Shop',
			membershipStatus: 'Joined',
			currencyCode: 'GBP',
			deeplinkEnabled: true,
		},
		kpi: {
			approvalPercentage: 92.5,
			averagePaymentTime: '45',
			validationDays: 30,
			conversionRate: 3.1,
			epc: 0.42,
		},
		commissionRange: [{ min: 3.5, max: 12, type: 'percentage' }],
	}) as IDataObject,
	async execute(run) {
		return await forEachItem(run, readWish, async ({ publisherId, advertiserId, form }, item) => {
			const call = {
				path: programmeDetailsPath(publisherId),
				query: programmeDetailsQuery(advertiserId),
			};
			const details = readProgrammeDetails(await run.awin.readOnce(call, item));
			if (!details) throw unreadableError(run.context.getNode(), item);
			const shownId = advertiserOfDetails(details);
			if (shownId !== undefined && shownId !== String(Number(advertiserId)))
				throw otherProgramError(run, advertiserId, shownId, item);
			return [(form === 'raw' ? details : simplifiedDetails(details)) as IDataObject];
		});
	},
};

function readWish(source: ParameterSource) {
	return {
		publisherId: readPublisherId(source),
		advertiserId: readProgrammeAdvertiserId(source),
		form: readShortForm(source),
	};
}
