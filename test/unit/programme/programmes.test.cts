import {
	programmesQuery,
	rawProgramme,
	readProgrammeDetails,
	readProgrammes,
	simplifiedDetails,
	simplifiedProgramme,
} from '../../../nodes/Awin/api/programmes';

describe('the question for programs', () => {
	it.each([
		['joined', {}, { relationship: 'joined' }],
		['notjoined', { countryCode: 'gb' }, { relationship: 'notjoined', countryCode: 'GB' }],
		['joined', { includeHidden: true }, { relationship: 'joined' }],
		[undefined, { includeHidden: true }, { includeHidden: 'true' }],
		[undefined, {}, {}],
	] as const)('%s, %j', (relationship, more, query) => {
		expect(programmesQuery(relationship, more)).toEqual(query);
	});
});

describe('a list of programs', () => {
	it.each([
		['bare', [{ id: 1 }]],
		['named', { programmes: [{ id: 1 }] }],
		['in an envelope', { body: [{ id: 1 }], statusCodeValue: 200 }],
	])('%s', (_form, answer) => {
		expect(readProgrammes(answer)).toEqual({ rows: [{ id: 1 }], unreadable: [] });
	});

	it('says where rows are not programs', () => {
		expect(readProgrammes([{ id: 1 }, null, { id: '2' }, { name: 'x' }])).toEqual({
			rows: [{ id: 1 }, { id: '2' }],
			unreadable: [
				{ index: 1, row: null },
				{ index: 3, row: { name: 'x' } },
			],
		});
	});

	it.each([null, 'x', { description: 'no' }])('is not in %j', (answer) => {
		expect(readProgrammes(answer)).toBeUndefined();
	});
});

describe('a program', () => {
	it('has the relationship that was asked for beside its own status', () => {
		const row = { id: '7', status: 'Active' };

		expect(simplifiedProgramme(row, 'pending')).toMatchObject({
			id: 7,
			relationship: 'pending',
			status: 'Active',
			country: null,
		});
		expect(rawProgramme(row, 'pending')).toEqual({ ...row, relationship: 'pending' });
		expect(rawProgramme(row, null)).toEqual({ ...row, relationship: null });
	});

	it('has the same few fields in the short forms, whatever Awin sends', () => {
		expect(Object.keys(simplifiedProgramme({ id: 1 }, null))).toHaveLength(10);
		expect(Object.keys(simplifiedDetails({}))).toHaveLength(11);
	});
});

describe('the details of a program', () => {
	it.each([
		['Joined', 'joined'],
		['joined', 'joined'],
		['Not Joined', 'notjoined'],
		['Something new', 'Something new'],
		[undefined, null],
	])('membership %s is %s', (membershipStatus, relationship) => {
		expect(simplifiedDetails({ programmeInfo: { membershipStatus } })).toMatchObject({
			relationship,
		});
	});

	it.each([
		[true, true],
		['true', true],
		['false', false],
		['maybe', null],
	])('deeplinkEnabled %j is %j', (deeplinkEnabled, expected) => {
		expect(simplifiedDetails({ programmeInfo: { deeplinkEnabled } })).toMatchObject({
			deeplinkEnabled: expected,
		});
	});

	it('turns figures that come as text into numbers', () => {
		const kpi = { averagePaymentTime: '45', epc: '0.42', conversionRate: 3, validationDays: '30' };

		expect(simplifiedDetails({ programmeInfo: {}, kpi })).toMatchObject({
			averagePaymentTime: 45,
			epc: 0.42,
			conversionRate: 3,
			approvalPercentage: null,
			validationDays: 30,
		});
	});

	it.each([
		[[{ min: 3.5, max: 12, type: 'percentage' }], '3.5 to 12 %'],
		[
			[
				{ min: 4, max: 4, type: 'percentage' },
				{ min: 1.5, max: 2, type: 'amount' },
			],
			'4 %; 1.5 to 2 GBP',
		],
		[[], null],
		[null, null],
	])('commission %j reads "%s"', (commissionRange, commission) => {
		const details = { programmeInfo: { currencyCode: 'GBP' }, commissionRange };

		expect(simplifiedDetails(details)).toMatchObject({ commission });
	});

	it('are found in a wrapper too, and not in anything else', () => {
		const programmeInfo = { id: 1 };

		expect(readProgrammeDetails({ body: { programmeInfo } })).toMatchObject({ programmeInfo });
		expect(readProgrammeDetails({ description: 'no' })).toBeUndefined();
		expect(readProgrammeDetails([])).toBeUndefined();
		expect(readProgrammeDetails({ programmeInfo: { id: 'about 1001' } })).toBeUndefined();
	});
});
