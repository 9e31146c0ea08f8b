import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Every function that reads something from outside: what Awin answered, or what a person typed. They are found by their names,
 * so a new one is put to the test without anybody thinking of it.
 */
const FOLDER = join(__dirname, '../../nodes/Awin/api');
const READS = /^(read|find|parse)/;

/** What the readers take besides the value. A reader that takes more than a value has to be here. */
const FURTHER: Record<string, unknown[]> = {
	accountFromAddress: [],
	findList: [['jobs']],
	findMember: [['jobId']],
	findPage: [['jobs']],
	findWholeList: [['jobs']],
	hasStatus: [['pending']],
	parseAmount: ['EUR'],
	readCommissionGroups: [{ advertiserId: '77101', publisherId: '88201' }],
	readLinkQuota: ['88201'],
	readList: [['jobs'], (row: unknown) => row],
	readLocalDate: ['Europe/Berlin'],
	readMoment: ['Europe/Berlin'],
	readPage: [['jobs']],
	readPersonsDate: ['Europe/Berlin', 'start'],
	readPersonsDay: ['Europe/Berlin'],
	readPushText: [(value: unknown) => value !== undefined],
	readSpanStart: ['Europe/Berlin'],
};

interface Reader {
	name: string;
	read: (value: unknown) => unknown;
}

function readersOf(file: string): Reader[] {
	// eslint-disable-next-line @typescript-eslint/no-require-imports
	const members = require(join(FOLDER, file)) as Record<string, unknown>;
	return Object.entries(members).flatMap(([name, member]) => {
		if (typeof member !== 'function' || !READS.test(name)) return [];
		const further = FURTHER[name];
		if (member.length !== 1 && further === undefined) {
			throw new Error(`${file}: how is ${name} called? Say so in FURTHER.`);
		}
		return [
			{
				name,
				read: (value) => (member as (...all: unknown[]) => unknown)(value, ...(further ?? [])),
			},
		];
	});
}

const requestOf = (value: unknown) => ({ body: value, query: value });
const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

/** What a reader is given where its own code, not somebody outside, sees to the form of the value. */
const GIVEN: Record<string, (value: unknown) => unknown> = {
	// Awin's answers are looked through from objects only.
	findMember: (value) => Object(value ?? {}),
	// n8n hands over the two parts of a request, and anything may be in either.
	readConversionResults: requestOf,
	readNotification: requestOf,
	// Only texts are tried in several ways.
	readPushText: textOf,
	// What a person typed is made a text of first.
	readLocaleText: textOf,
	readVerticalText: textOf,
	readWebAddress: textOf,
};

export const readers = readdirSync(FOLDER)
	.filter((file) => file.endsWith('.ts'))
	.flatMap(readersOf)
	.map(({ name, read }) => {
		const given = GIVEN[name] ?? ((value: unknown) => value);
		return { name, read: (value: unknown) => read(given(value)) };
	});
