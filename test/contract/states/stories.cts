/**
 * What Awin Trigger lives through before its state is kept in a file here, and what it has to tell afterwards, whichever
 * version reads that state. Written by `write.cjs`, read by `test/unit/trigger/storedStates.test.cts`.
 */
import type { IDataObject, IHttpRequestOptions, IPollFunctions } from 'n8n-workflow';

import { systemClock, type Clock } from '../../../nodes/Awin/transport/gate';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const ACTIVATION_MS = Date.UTC(2026, 5, 15, 10);

/** A row of Awin's in one of its lists. */
interface Listing {
	list: 'transaction' | 'validation' | 'amendment';
	/** The date by which it is listed, in milliseconds after the activation. */
	atMs: number;
	/** When it begins to show there, where that is later; and when it is there no more. */
	fromMs?: number;
	untilMs?: number;
	row: Record<string, unknown>;
	/** In which of several advertiser accounts; without it, in the one that is watched. */
	accountId?: number;
}

interface StoryPoll {
	/** In milliseconds after the activation. */
	atMs: number;
	/** How far this machine's clock is ahead. */
	skewMs?: number;
	/** What is chosen from this poll on. */
	parameters?: Record<string, unknown>;
}

export interface Story {
	/** The first version that has what the story is about. */
	since?: string;
	parameters: Record<string, unknown>;
	/** What Awin lists, where several accounts are watched. */
	accounts?: Array<{ accountId: number; accountName: string; accountType: 'advertiser' }>;
	listings: Listing[];
	/** The polls whose state is kept. */
	before: StoryPoll[];
	/** The polls after that, by whatever version, and the events that each has to tell. */
	after: Array<StoryPoll & { tells: string[] }>;
}

/** What a version has to have; every one so far does. */
export type PollerClass = new (options: { nowMs: () => number; clock: Clock }) => {
	poll: (context: IPollFunctions) => Promise<Array<Array<{ json: IDataObject }>> | null>;
};

function utc(afterMs: number): string {
	return new Date(ACTIVATION_MS + afterMs).toISOString().slice(0, 19);
}

interface SaleOptions extends Pick<Listing, 'fromMs'> {
	publisherId?: number;
}

function sale(id: number, atMs: number, { publisherId = 67890, fromMs }: SaleOptions = {}) {
	const commissionStatus = 'pending';
	const row = {
		id,
		publisherId,
		advertiserId: 12345,
		commissionStatus,
		transactionDate: utc(atMs),
	};
	return { list: 'transaction', atMs, fromMs, row } as const;
}

function validation(id: number, commissionStatus: string, atMs: number, publisherId = 67890) {
	const dates = { transactionDate: utc(-DAY_MS), validationDate: utc(atMs) };
	const row = { id, publisherId, advertiserId: 12345, commissionStatus, ...dates };
	return { list: 'validation', atMs, row } as const;
}

function amendment(id: number, atMs: number, [oldAmount, amount]: [number, number]) {
	const money = (euros: number) => ({ amount: euros, currency: 'EUR' });
	const row = {
		...{ id, publisherId: 67890, advertiserId: 12345, commissionStatus: 'pending' },
		...{ transactionDate: utc(0), amended: true, amendReason: 'partial return' },
		...{ oldSaleAmount: money(oldAmount), saleAmount: money(amount) },
		...{ oldCommissionAmount: money(oldAmount / 10), commissionAmount: money(amount / 10) },
	};
	return { list: 'amendment', atMs, row } as const;
}

/** A row that Awin sends without its id, until it is mended. */
function unreadable(listing: Listing, mendedMs: number): Listing[] {
	const { id: _missing, ...row } = listing.row;
	return [
		{ ...listing, row, untilMs: mendedMs },
		{ ...listing, fromMs: mendedMs },
	];
}

const QUARTER_MS = 15 * MINUTE_MS;
const EVERY_QUARTER = { pollTimes: { item: [{ mode: 'everyX', value: 15, unit: 'minutes' }] } };
const ALL_EVENTS = ['created', 'approved', 'declined', 'amended'];
const ADVERTISER = { accountType: 'advertiser', accountId: '12345', ...EVERY_QUARTER };
/** Too large to be its own key. */
const LARGE_ID = 2 ** 45 + 7;

export const STORIES: Record<string, Story> = {
	'every event of an advertiser': {
		parameters: { ...ADVERTISER, events: ALL_EVENTS },
		listings: [
			sale(101, -5 * DAY_MS),
			sale(102, -10 * MINUTE_MS),
			sale(103, 5 * MINUTE_MS),
			sale(LARGE_ID, 25 * HOUR_MS),
			validation(101, 'approved', 10 * MINUTE_MS),
			validation(LARGE_ID, 'approved', 25.5 * HOUR_MS),
			// Taken back: both are remembered.
			{ ...validation(102, 'approved', 10 * MINUTE_MS), untilMs: 25.6 * HOUR_MS },
			{ ...validation(102, 'declined', 25.6 * HOUR_MS), untilMs: 26.3 * HOUR_MS },
			{ ...amendment(103, 12 * MINUTE_MS, [60, 50]), untilMs: 25.8 * HOUR_MS },
			{ ...amendment(103, 25.8 * HOUR_MS, [50, 40]), untilMs: 26.3 * HOUR_MS },
			// What comes once the state is opened.
			sale(201, 26.3 * HOUR_MS),
			sale(202, 2 * HOUR_MS, { fromMs: 27 * HOUR_MS }),
			validation(102, 'approved', 26.3 * HOUR_MS),
			validation(103, 'approved', 3 * DAY_MS),
			amendment(103, 26.3 * HOUR_MS, [40, 60]),
		],
		before: [0, QUARTER_MS, 26 * HOUR_MS, 26 * HOUR_MS + QUARTER_MS].map((atMs) => ({ atMs })),
		after: [
			{ atMs: 26 * HOUR_MS + QUARTER_MS + MINUTE_MS, tells: [] },
			{
				atMs: 26.5 * HOUR_MS,
				tells: ['201-created', '102-approved-20260616T121800Z', '103-amended-6f5bf87d7c'],
			},
			{ atMs: 49 * HOUR_MS, tells: ['202-created'] },
			{ atMs: 6 * DAY_MS, tells: ['103-approved-20260618T100000Z'] },
		],
	},
	'one event of two partners of a publisher': {
		parameters: {
			...{ accountType: 'publisher', accountId: '67890', ...EVERY_QUARTER },
			...{ events: ['created'], 'filters.partnerIds': '12345, 12344' },
		},
		listings: [
			sale(101, -DAY_MS),
			sale(102, -MINUTE_MS),
			sale(103, QUARTER_MS),
			sale(201, 40 * MINUTE_MS),
		],
		before: [{ atMs: 0 }, { atMs: 2 * QUARTER_MS }],
		after: [
			{ atMs: 2 * QUARTER_MS + MINUTE_MS, tells: [] },
			{ atMs: 3 * QUARTER_MS, tells: ['201-created'] },
		],
	},
	'an account in which nothing has happened': {
		parameters: { ...ADVERTISER, events: ALL_EVENTS },
		listings: [sale(201, 20 * MINUTE_MS), sale(202, -HOUR_MS, { fromMs: 20 * MINUTE_MS })],
		before: [{ atMs: 0 }, { atMs: QUARTER_MS }],
		after: [
			{ atMs: QUARTER_MS + MINUTE_MS, tells: [] },
			{ atMs: 2 * QUARTER_MS, tells: ['201-created'] },
			{ atMs: DAY_MS, tells: ['202-created'] },
		],
	},
	'a row that cannot be read': {
		parameters: { ...ADVERTISER, events: ['created'] },
		listings: [
			sale(102, 10 * MINUTE_MS),
			...unreadable(sale(103, 12 * MINUTE_MS), 5 * HOUR_MS),
			sale(201, 4 * HOUR_MS),
		],
		before: [{ atMs: 0 }, { atMs: QUARTER_MS }, { atMs: 3 * HOUR_MS }],
		after: [
			{ atMs: 3 * HOUR_MS + MINUTE_MS, tells: [] },
			{ atMs: 4 * HOUR_MS + QUARTER_MS, tells: ['201-created'] },
			{ atMs: 5 * HOUR_MS + QUARTER_MS, tells: ['103-created'] },
		],
	},
	'an event that is newly chosen, while a row cannot be read': {
		parameters: { ...ADVERTISER, events: ['approved'] },
		listings: [
			validation(101, 'approved', -MINUTE_MS),
			...unreadable(validation(102, 'approved', 20 * MINUTE_MS), 2 * HOUR_MS),
			validation(103, 'declined', 40 * MINUTE_MS),
			validation(201, 'declined', 2 * HOUR_MS),
			validation(202, 'approved', 2 * HOUR_MS),
		],
		before: [
			{ atMs: 0 },
			{ atMs: 2 * QUARTER_MS },
			{ atMs: 3 * QUARTER_MS, parameters: { events: ['approved', 'declined'] } },
		],
		after: [
			{
				atMs: HOUR_MS,
				parameters: { events: ['approved', 'declined'] },
				tells: [],
			},
			{
				atMs: 2 * HOUR_MS + QUARTER_MS,
				tells: [
					'102-approved-20260615T102000Z',
					'201-declined-20260615T120000Z',
					'202-approved-20260615T120000Z',
				],
			},
		],
	},
	'a clock that has gone back where no row tells the time': {
		parameters: { ...ADVERTISER, events: ['created'] },
		listings: [sale(201, 40 * MINUTE_MS), sale(202, 2 * HOUR_MS)],
		before: [
			{ atMs: 0, skewMs: 3 * HOUR_MS },
			{ atMs: QUARTER_MS, skewMs: 3 * HOUR_MS },
			{ atMs: 2 * QUARTER_MS },
		],
		after: [
			{ atMs: 2 * QUARTER_MS + MINUTE_MS, tells: [] },
			{ atMs: 3 * QUARTER_MS, tells: ['201-created'] },
			{ atMs: HOUR_MS, tells: [] },
			{ atMs: 2 * HOUR_MS + QUARTER_MS, tells: ['202-created'] },
		],
	},
	'all accounts of a token, one of which is chosen alone in the end': {
		since: '0.3.0',
		parameters: {
			...{ accountType: 'advertiser', accountId: '12345', watch: 'allAccounts' },
			...{ ...EVERY_QUARTER, events: ALL_EVENTS },
		},
		accounts: [
			{ accountId: 12345, accountName: 'Shoes', accountType: 'advertiser' },
			{ accountId: 12346, accountName: 'Books', accountType: 'advertiser' },
		],
		listings: [
			{ ...sale(101, -10 * MINUTE_MS), accountId: 12345 },
			{ ...sale(102, 5 * MINUTE_MS), accountId: 12346 },
			{ ...validation(101, 'approved', 10 * MINUTE_MS), accountId: 12345 },
			{ ...amendment(102, 12 * MINUTE_MS, [60, 50]), accountId: 12346 },
			{ ...sale(LARGE_ID, 20 * MINUTE_MS), accountId: 12346 },
			// What comes once the state is opened.
			{ ...sale(201, 40 * MINUTE_MS), accountId: 12346 },
			{ ...sale(202, 50 * MINUTE_MS), accountId: 12345 },
			{ ...sale(203, 65 * MINUTE_MS), accountId: 12345 },
			{ ...sale(204, 65 * MINUTE_MS), accountId: 12346 },
		],
		before: [{ atMs: 0 }, { atMs: QUARTER_MS }, { atMs: 2 * QUARTER_MS }],
		after: [
			{ atMs: 2 * QUARTER_MS + MINUTE_MS, tells: [] },
			{ atMs: 3 * QUARTER_MS, tells: ['201-created'] },
			{ atMs: HOUR_MS, parameters: { watch: 'oneAccount' }, tells: ['202-created'] },
			{ atMs: 5 * QUARTER_MS, tells: ['203-created'] },
			{
				atMs: 6 * QUARTER_MS,
				parameters: { watch: 'chosenAccounts', accountIds: ['12346'] },
				tells: ['204-created'],
			},
		],
	},
};

/** The stories that a version can tell. */
export function storiesOf(version: string): Record<string, Story> {
	const isThere = ({ since = '0' }: Story) =>
		since.localeCompare(version, 'en', { numeric: true }) <= 0;
	return Object.fromEntries(Object.entries(STORIES).filter(([, story]) => isThere(story)));
}

/** The transactions that Awin has pushed before the state is kept; of these none may start a workflow again. */
export const PUSHED_IDS = [1612345678, 1612345679];

/** A trigger that lives through the polls of a story. */
export class StoryTrigger {
	/** A clock that never runs backwards, from one story to the next. */
	private static clockMs = 0;
	readonly staticData: IDataObject = {};
	readonly emittedErrors: Error[] = [];
	private readonly poller: InstanceType<PollerClass>;
	private readonly parameters: Record<string, unknown>;
	private atMs = 0;
	private skewMs = 0;

	constructor(
		Poller: PollerClass,
		private readonly story: Story,
	) {
		const clockMs = (StoryTrigger.clockMs += 30 * DAY_MS);
		this.poller = new Poller({
			nowMs: () => ACTIVATION_MS + this.atMs + this.skewMs,
			// Calls are counted by it, and no story waits for anything.
			clock: { ...systemClock, nowMs: () => clockMs + this.atMs },
		});
		this.parameters = { timezone: 'UTC', ...story.parameters };
	}

	/** @returns the ids of the events that it tells */
	async poll({ atMs, skewMs = 0, parameters }: StoryPoll): Promise<string[]> {
		this.atMs = atMs;
		this.skewMs = skewMs;
		Object.assign(this.parameters, parameters);
		const output = await this.poller.poll(this.context());
		return (output?.[0] ?? []).map(({ json }) => String(json.eventId));
	}

	private context(): IPollFunctions {
		const context = {
			getMode: () => 'trigger',
			getNode: () => ({ id: 'n', name: 'Awin Trigger', parameters: {} }),
			getWorkflow: () => ({ id: 'w' }),
			getTimezone: () => 'UTC',
			getNodeParameter: (name: string, fallback: unknown) => this.parameters[name] ?? fallback,
			getWorkflowStaticData: () => this.staticData,
			getCredentials: async () => ({ accessToken: 'states', requestsPerMinute: 1000 }),
			logger: { info: () => {}, warn: () => {}, error: () => {} },
			__emitError: (error: Error) => this.emittedErrors.push(error),
			helpers: {
				httpRequestWithAuthentication: async (_type: string, request: IHttpRequestOptions) =>
					this.answer(request.url, new URLSearchParams(request.qs as Record<string, string>)),
			},
		};
		return context as unknown as IPollFunctions;
	}

	private answer(url: string, query: URLSearchParams) {
		if (url.endsWith('/accounts')) {
			const body = JSON.stringify({ userId: 1, accounts: this.story.accounts });
			return { statusCode: 200, headers: {}, body };
		}
		const after = (name: string) => Date.parse(`${query.get(name)}Z`) - ACTIVATION_MS;
		const [startMs, endMs] = [after('startDate'), after('endDate')];
		const rows = this.story.listings
			.filter(({ list }) => list === query.get('dateType'))
			.filter(({ accountId }) => !accountId || url.includes(`/${accountId}/`))
			.filter(({ atMs }) => atMs >= startMs && atMs <= endMs)
			.filter(
				({ atMs, fromMs = atMs, untilMs = Infinity }) => fromMs <= this.atMs && this.atMs < untilMs,
			)
			.map(({ row }) => row)
			.filter(({ commissionStatus }) => {
				const status = query.get('status');
				return status === null || status === commissionStatus;
			});
		return { statusCode: 200, headers: {}, body: JSON.stringify(rows) };
	}
}
