/** Makes the calls, in an order in which each can lean on the ones before. What they mean is for the judges. */
import type { Answer, Caller } from './caller.cts';
import { Stopped } from './caller.cts';
import { PACIFIC } from './judges/dates.cts';
import {
	DAY_MS,
	HOUR_MS,
	MINUTE_MS,
	SECOND_MS,
	changeSpan,
	chosen,
	kindOf,
	landmarkOf,
	queryOf,
	span,
	tellingProgramme,
	withEnds,
} from './choices.cts';
import type { Kind } from './choices.cts';
import { NO_CAMPAIGN, NO_PARTNER } from './judges/filters.cts';
import { jobsOf, tellingJob } from './judges/jobs.cts';
import { DAYS_OF_REPORT } from './judges/reports.cts';
import type { AskedRegions } from './judges/reports.cts';
import { isDone, isRefused, rowsOf } from './look.cts';
import type { StepName } from './steps.cts';
import type { Landmark } from './verdicts.cts';

export interface Wishes {
	/** The accounts to ask about; null: the first of their kind. */
	advertiserId: string | null;
	publisherId: string | null;
	/** False: no call beyond the limit. */
	looksAtLimit: boolean;
}

/** What was learned on the way and is not in the answers. */
export interface Course {
	role: Kind | null;
	landmark: Landmark | null;
	hasBothKinds: boolean;
	regions: AskedRegions;
	/** How many accounts the token reaches. */
	accounts: number;
	/** Kinds of account that were there, and refused. */
	refused: Kind[];
}

const FEED_BYTES = 8 * 1024 * 1024;
const LONG_ADDRESS_CHARACTERS = 8000;
/** Regions for reports: Awin's page lists them. */
const REGIONS = ['BU', 'NO', 'FI', 'PL', 'SE', 'DK'];
const PUBLISHER_REGIONS = ['GB', 'DE'] as const;
export function newCourse(): Course {
	return {
		role: null,
		landmark: null,
		hasBothKinds: false,
		regions: { report: null, longReport: null, reportOfRegion: null },
		accounts: 0,
		refused: [],
	};
}

/** @throws Stopped when it cannot go on; what was answered until then is in `caller` and `course` */
export async function gather(
	caller: Caller,
	nowMs: () => number,
	wishes: Wishes,
	course: Course,
): Promise<void> {
	await new Gathering(caller, nowMs, wishes, course).run();
}

class Gathering {
	constructor(
		private readonly caller: Caller,
		private readonly nowMs: () => number,
		private readonly wishes: Wishes,
		private readonly course: Course,
	) {}

	async run(): Promise<void> {
		const { caller, course, wishes } = this;
		const list = await caller.ask('accounts', '/accounts');
		const rows = rowsOf(list);
		course.accounts = rows.length;
		const advertiserId = wishes.advertiserId ?? chosen(rows, 'advertiser');
		const publisherId = wishes.publisherId ?? chosen(rows, 'publisher');
		if (advertiserId === null && publisherId === null) throw new Stopped('noAccounts');
		course.hasBothKinds = (['advertiser', 'publisher'] as const).every((kind) =>
			rows.some((row) => kindOf(row) === kind),
		);
		await caller.ask('foreignAccount', '/advertisers/1/publishers');

		const accounts: Array<[Kind, string]> = [];
		if (advertiserId !== null) accounts.push(['advertiser', advertiserId]);
		if (publisherId !== null) accounts.push(['publisher', publisherId]);
		const asked = await this.openTransactions(accounts);
		if (asked) await this.askTransactions(...asked);
		if (wishes.looksAtLimit) caller.approachLimit();
		if (asked) await this.askLandmark(...asked);
		if (course.hasBothKinds) await caller.ask('accountsOfOneKind', '/accounts?type=publisher');
		if (publisherId !== null) await this.askPublisher(publisherId);
		if (asked) await this.askReports(...asked);
		if (asked?.[0] === 'advertiser') await this.askJobs(asked[1]);
		await caller.reachLimit();
	}

	/** The first account whose data may be read. */
	private async openTransactions(accounts: Array<[Kind, string]>): Promise<[Kind, string] | null> {
		for (const [kind, accountId] of accounts) {
			const answer = await this.transactions(kind, accountId, 'deletedRows', {
				...this.lastDays(30),
				status: 'deleted',
			});
			if (answer.status !== 401 && answer.status !== 403) {
				this.course.role = kind;
				return [kind, accountId];
			}
			this.course.refused.push(kind);
		}
		return null;
	}

	private async askTransactions(kind: Kind, accountId: string): Promise<void> {
		const ask = (step: StepName, query: Record<string, string>) =>
			this.transactions(kind, accountId, step, query);
		const partner = { [kind === 'advertiser' ? 'publisherId' : 'advertiserId']: NO_PARTNER };
		const rows = await ask('rows', this.lastDays(30));
		this.course.landmark = landmarkOf(rowsOf(rows));
		const nowMs = this.wholeMinute();
		await ask('otherPartner', { ...span(nowMs - 31 * DAY_MS, nowMs), ...partner });
		const middleMs = nowMs - 15 * DAY_MS;
		const amendment = { dateType: 'amendment' };
		await ask('amendedLate', { ...span(middleMs, nowMs), ...amendment });
		await ask('amendedEarly', {
			...span(middleMs - 15 * DAY_MS, middleMs - SECOND_MS),
			...amendment,
		});

		const markMs = this.course.landmark?.atMs ?? nowMs - 2 * DAY_MS;
		const around = span(markMs - 30 * MINUTE_MS, markMs + 30 * MINUTE_MS);
		await ask('zSuffix', withEnds(around, 'Z', PACIFIC));
		// An hour in which the landmark is not, whatever the zone.
		const hour = span(markMs - 20 * HOUR_MS, markMs - 19 * HOUR_MS);
		await ask('milliseconds', withEnds(hour, '.000', 'UTC'));
		const { timezone: _utc, ...noTimezone } = hour;
		await ask('noTimezone', noTimezone);
		await ask('statusList', { ...hour, status: 'pending,approved,declined,deleted' });
		const zone = await ask('newerZone', { ids: '1', timezone: 'Europe/Helsinki' });
		const ones = '1,'.repeat(LONG_ADDRESS_CHARACTERS / 2);
		const room =
			LONG_ADDRESS_CHARACTERS - `/${kind}s/${accountId}/transactions/?timezone=UTC&ids=`.length;
		const long = await ask('longAddress', {
			timezone: 'UTC',
			ids: ones.slice(0, room - (room % 2) - 1),
		});
		const isUnsaid = [zone, long].every((answer) => isRefused(answer) && answer.status !== 404);
		if (isUnsaid) await ask('unknownId', { ids: '1', timezone: 'UTC' });
		for (const step of ['springSpan', 'autumnSpan'] as const) {
			await ask(step, { ...changeSpan(step, nowMs), ...partner, status: 'deleted' });
		}
	}

	private async askLandmark(kind: Kind, accountId: string): Promise<void> {
		const { landmark } = this.course;
		if (!landmark) return;
		const { atMs, id } = landmark;
		await this.transactions(kind, accountId, 'exactEnd', span(atMs - MINUTE_MS, atMs));
		await this.transactions(kind, accountId, 'otherZone', { ids: id, timezone: PACIFIC });
	}

	private async askPublisher(publisherId: string): Promise<void> {
		const { caller } = this;
		const path = `/publishers/${publisherId}`;
		const programmes = await caller.ask('programmes', `${path}/programmes?relationship=joined`);
		const programme = tellingProgramme(rowsOf(programmes));
		if (programme) {
			const query = `advertiserId=${programme.id}`;
			await caller.ask('programmeDetails', `${path}/programmedetails?${query}`);
			await caller.ask('commissionGroups', `${path}/commissiongroups?${query}`);
		}
		await caller.ask('quota', `${path}/linkbuilder/quota`);
		for (const [step, page] of [
			['offers', 1],
			['offersPastEnd', 1000],
		] as const) {
			const body = { filters: {}, pagination: { page, pageSize: 200 } };
			await caller.ask(step, `/publisher/${publisherId}/promotions`, { body });
		}
		const days = { ...this.lastDays(30), dateType: 'transactionDate' };
		const queries = (step: StepName, more: Record<string, string>) =>
			caller.ask(
				step,
				`/publisher/${publisherId}/transactionqueries?${queryOf({ ...days, ...more })}`,
			);
		await queries('queriesByIds', { advertiserIds: NO_PARTNER });
		await queries('queriesById', { advertiserId: NO_PARTNER });
		await queries('queriesSecondPage', { pageNumber: '2', pageSize: '1' });
		if (programme?.locale) {
			const file = `${programme.id}-retail-${programme.locale}.jsonl`;
			const mostBytes = FEED_BYTES;
			await caller.ask('feed', `${path}/awinfeeds/download/${file}`, { mostBytes });
		}
	}

	private async askReports(kind: Kind, accountId: string): Promise<void> {
		const { caller, course } = this;
		const { regions } = course;
		const path = `/${kind}s/${accountId}/reports`;
		const today = Math.floor(this.nowMs() / DAY_MS) * DAY_MS;
		const day = (ago: number) => new Date(today - ago * DAY_MS).toISOString().slice(0, 10);
		const ask = (
			step: 'report' | 'longReport' | 'reportOfRegion' | 'badReport',
			startDate: string,
		) => {
			const region = step === 'badReport' ? PUBLISHER_REGIONS[0] : regions[step];
			const query = queryOf({
				startDate,
				endDate: day(1),
				dateType: 'transaction',
				timezone: 'UTC',
				...(region === null ? {} : { region }),
			});
			const name = kind === 'advertiser' ? 'publisher' : 'advertiser';
			return caller.ask(step, `${path}/${name}?${query}`);
		};
		if (kind === 'publisher') regions.report = PUBLISHER_REGIONS[0];
		const usual = await ask('report', day(DAYS_OF_REPORT));
		const shown = new Set(rowsOf(usual).map((row) => row.region));
		const another =
			kind === 'publisher'
				? PUBLISHER_REGIONS[1]
				: (REGIONS.find((code) => !shown.has(code)) ?? REGIONS[0]);
		if (isDone(usual)) {
			regions.longReport = kind === 'publisher' ? regions.report : another;
			regions.reportOfRegion = another;
			const long = await ask('longReport', day(DAYS_OF_REPORT + 1));
			if (isRefused(long) || kind === 'publisher') await ask('reportOfRegion', day(DAYS_OF_REPORT));
			if (isDone(long)) await ask('badReport', 'x');
		} else {
			regions.reportOfRegion = another;
			await ask('reportOfRegion', day(1));
		}

		const days = { startDate: day(DAYS_OF_REPORT), endDate: day(1), timezone: 'UTC' };
		const byMonth = { ...days, interval: 'month' };
		const everything = queryOf({ ...byMonth, includeNumbersWithoutCampaign: 'true' });
		await caller.ask('campaigns', `${path}/campaign?${everything}`);
		const nothing = queryOf({ ...byMonth, campaign: NO_CAMPAIGN });
		await caller.ask('otherCampaign', `${path}/campaign?${nothing}`);
	}

	private async askJobs(advertiserId: string): Promise<void> {
		const path = `/advertisers/${advertiserId}/transactions/jobs`;
		const jobs = await this.caller.ask('jobs', path);
		const jobId = tellingJob(jobsOf(jobs));
		if (jobId === null) return;
		const job = `${path}/${encodeURIComponent(jobId)}`;
		await this.caller.ask('jobAll', `${job}?output=all`);
		await this.caller.ask('jobErrors', `${job}?output=errors`);
	}

	private transactions(
		kind: Kind,
		accountId: string,
		step: StepName,
		query: Record<string, string>,
	): Promise<Answer> {
		return this.caller.ask(step, `/${kind}s/${accountId}/transactions/?${queryOf(query)}`);
	}

	private wholeMinute(): number {
		return Math.floor(this.nowMs() / MINUTE_MS) * MINUTE_MS;
	}

	/** What is younger than an hour may still be changing. */
	private lastDays(days: number): Record<string, string> {
		const nowMs = this.wholeMinute();
		return span(nowMs - days * DAY_MS, nowMs - HOUR_MS);
	}
}
