/**
 * Which positions of a stand-in's switches reading can tell, by what is in its world: transactions, jobs, offers. It looks at the
 * world itself and never at an answer, nor at what the probe makes of one, so that the probe cannot excuse itself.
 */
import { advertiserOf } from '../../demo/sandbox/directory.cts';
import type { AccountType } from '../../demo/sandbox/directory.cts';
import { detailsOf } from '../../demo/sandbox/details.cts';
import { figuresOf } from '../../demo/sandbox/figures.cts';
import { keptDate } from '../../demo/sandbox/rows.cts';
import type { TransactionState } from '../../demo/sandbox/state.cts';
import { DEFAULT_SWITCHES } from '../../demo/sandbox/switches.cts';
import type { Switches } from '../../demo/sandbox/switches.cts';
import type { Transaction } from '../../demo/sandbox/transaction.cts';
import type { ProbeWorld } from './probeWorlds.cts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** What happens so near to the edge of a span may be on either side of it when it is asked for. */
const EDGE_MS = 10 * MINUTE_MS;

interface Sale {
	transaction: Transaction;
	state: TransactionState;
	keptMs: number;
}

interface Account {
	role: AccountType;
	id: number;
}

/** The switches whose position can be told in this world at its present time. */
export function tellable(world: ProbeWorld): Set<keyof Switches> {
	return new Oracle(world).answer();
}

class Oracle {
	private readonly switches: Switches;
	private readonly nowMs: number;
	private readonly told = new Set<keyof Switches>();

	constructor(private readonly world: ProbeWorld) {
		this.switches = world.switches;
		this.nowMs = world.clock.nowMs;
	}

	answer(): Set<keyof Switches> {
		const { requestsPerMinute } = this.world.awin;
		this.add(true, 'accountsTypeMember', 'idsAsStrings', 'refusedAccountStatus');
		const isLimited = requestsPerMinute === 20;
		this.add(isLimited, 'retryAfter', 'rateWindow');
		this.add(isLimited && this.switches.rateWindow === 'sliding', 'refusedCallsCount');
		const account = this.account();
		if (account) this.addTransactions(account);
		if (account) this.addReports(account);
		const advertiserId = account?.role === 'advertiser' ? account.id : null;
		if (advertiserId !== null) this.addJobs(advertiserId);
		const publisher = this.links('publisher')[0];
		if (publisher !== undefined) this.addPublisher(publisher);
		this.add(account !== null && this.isFilterSeen(account), 'ignoredFilter');
		return this.told;
	}

	private add(isTellable: boolean, ...names: Array<keyof Switches>): void {
		if (isTellable) for (const name of names) this.told.add(name);
	}

	private links(kind: AccountType): number[] {
		return this.world.user.links
			.filter(({ accountType }) => accountType === kind)
			.map(({ accountId }) => accountId);
	}

	/** The account that is asked: an open advertiser with an API, else a publisher. */
	private account(): Account | null {
		const open = this.links('advertiser').find((id) => advertiserOf(id)?.closedFrom === null);
		if (open !== undefined && advertiserOf(open)?.apiAccess)
			return { role: 'advertiser', id: open };
		const [publisher] = this.links('publisher');
		return publisher === undefined ? null : { role: 'publisher', id: publisher };
	}

	/** What an account has sold in the thirty days before the last hour. */
	private sales({ role, id }: Account): Sale[] {
		const { world, switches } = this.world.awin;
		const [fromMs, toMs] = [this.nowMs - 30 * DAY_MS + EDGE_MS, this.nowMs - HOUR_MS - EDGE_MS];
		const sales: Sale[] = [];
		for (const transaction of world.candidates(role, id, fromMs, toMs, false)) {
			const state = world.stateAt(transaction, this.nowMs);
			const keptMs = keptDate(transaction.transactionAtMs, switches);
			if (state && keptMs >= fromMs && keptMs <= toMs) sales.push({ transaction, state, keptMs });
		}
		return sales;
	}

	private addTransactions(account: Account): void {
		const { switches } = this;
		const all = this.sales(account);
		const isHidden = switches.deletedWithoutStatus === 'hidden';
		const alive = all.filter(({ state }) => state.status !== 'deleted');
		const shown = isHidden ? alive : all;
		const amended = shown.filter(({ state }) => state.amendments.length > 0);
		this.add(
			true,
			'transactionsWrapper',
			'timezoneRequired',
			'zones',
			'spanMeasure',
			'millisecondsAccepted',
			'statusList',
			'unknownIds',
			'maxUrlLength',
		);
		this.add(all.length > 0, 'nullsMissing');
		this.add(this.arePrecise(shown), 'datePrecision');
		this.add(isOrderSeen(shown), 'rowOrder');
		this.add(all.length > alive.length, 'deletedWithoutStatus');
		this.add(switches.nullsMissing ? amended.length > 0 : shown.length > 0, 'amendDateInRows');
		this.add(amended.length > 0, 'originalSaleAmount');
		this.add(amended.length < shown.length, 'amendmentUnamended');
		this.add(alive.length > 0, 'responseDatesInUtc');

		const areDatesRead = switches.ignoredFilter !== 'dates' && alive.length > 0;
		const areDatesSeen = areDatesRead && this.areDatesSeen(alive);
		this.add(switches.endInclusive ? areDatesSeen : areDatesRead, 'endInclusive');
		const zSuffix = { refused: true, ignored: areDatesRead, utc: areDatesSeen };
		this.add(zSuffix[switches.zSuffix], 'zSuffix');
		const isAmendedTwice = [...this.amendedInBothHalves(account)].length > 0;
		this.add(switches.amendmentMatch === 'any' && areDatesSeen && isAmendedTwice, 'amendmentMatch');
	}

	/** A second that is none shows itself; none at all has to be seen a few times. */
	private arePrecise(sales: readonly Sale[]): boolean {
		const dates = sales.flatMap(({ transaction }) => {
			const { clickAtMs } = detailsOf(this.world.awin.world.seed, transaction);
			return [transaction.transactionAtMs, ...(clickAtMs === null ? [] : [clickAtMs])];
		});
		return this.switches.datePrecision === 'second'
			? dates.some((atMs) => atMs % MINUTE_MS >= SECOND_MS)
			: new Set(dates.map((atMs) => Math.floor(atMs / MINUTE_MS))).size >= 5;
	}

	/** Whether something shows that dates are, or are not, looked at. */
	private areDatesSeen(alive: readonly Sale[]): boolean {
		const { millisecondsAccepted, timezoneRequired, statusList } = this.switches;
		const isAnyHourTaken = millisecondsAccepted || !timezoneRequired || statusList;
		const dates = alive.map(({ keptMs }) => keptMs).sort((one, other) => one - other);
		const hasNeighbours = dates.some((one) =>
			dates.some((other) => other > one + 2 * HOUR_MS && other < one + 7 * DAY_MS),
		);
		return alive.length > 0 && (isAnyHourTaken || hasNeighbours);
	}

	private *amendedInBothHalves({ role, id }: Account): Generator<Transaction> {
		const { world } = this.world.awin;
		const fromMs = this.nowMs - 30 * DAY_MS;
		const middleMs = this.nowMs - 15 * DAY_MS;
		for (const one of world.candidates(role, id, fromMs, this.nowMs, true)) {
			const amendments = world.stateAt(one, this.nowMs)?.amendments ?? [];
			const isBetween = (startMs: number, endMs: number) =>
				amendments.some(({ atMs }) => atMs > startMs + EDGE_MS && atMs < endMs - EDGE_MS);
			const isDeleted = world.stateAt(one, this.nowMs)?.status === 'deleted';
			if (isDeleted) continue;
			if (isBetween(fromMs, middleMs) && isBetween(middleMs, this.nowMs)) yield one;
		}
	}

	/** The regions that a report of 31 days has something of. */
	private regions({ role, id }: Account): Set<string> {
		const day = (ago: number) => new Date(this.nowMs - ago * DAY_MS).toISOString().slice(0, 10);
		const figures = figuresOf(this.world.awin.world, {
			accountType: role,
			accountId: id,
			firstDay: day(31),
			lastDay: day(1),
			zone: 'UTC',
			dateType: 'transaction',
			atMs: this.nowMs,
		});
		return new Set(figures.map(({ region }) => region));
	}

	private addReports(account: Account): void {
		this.add(true, 'reportWrapper', 'reportRefusals', 'reportMaxDays');
		this.add(this.regions(account).size > 0, 'campaignMoney', 'campaignFigures', 'campaignDate');
	}

	private isFilterSeen(account: Account): boolean {
		const { ignoredFilter, reportMaxDays } = this.switches;
		const sales = this.sales(account);
		const alive = sales.filter(({ state }) => state.status !== 'deleted');
		const regions = this.regions(account);
		const isReported = reportMaxDays === 0 || reportMaxDays >= 31;
		const isRegionSeen =
			account.role === 'advertiser' || ignoredFilter === 'regions'
				? regions.size > 0
				: regions.has('GB') || regions.has('DE');
		const isHidden = this.switches.deletedWithoutStatus === 'hidden';
		const seen = {
			accountTypes: this.links('advertiser').length > 0 && this.links('publisher').length > 0,
			campaigns: regions.size > 0,
			dates: this.areDatesSeen(alive),
			partners: (isHidden ? alive : sales).length > 0,
			regions: isReported && isRegionSeen,
			statuses: alive.length > 0,
		};
		return ignoredFilter === 'none' ? Object.values(seen).every(Boolean) : seen[ignoredFilter];
	}

	private addJobs(advertiserId: number): void {
		const { switches, nowMs } = this;
		this.add(true, 'jobsWrapper');
		const jobs = this.world.awin.jobs.of(advertiserId);
		const canEnd = !switches.jobsNeverFinish && switches.badEndStatus === '';
		const [job] = canEnd ? jobs.filter(({ completedAtMs }) => completedAtMs <= nowMs) : [];
		if (!job) return;
		this.add(true, 'finishedStatus', 'jobsNeverFinish', 'badEndStatus');
		this.add(
			jobs.some(({ completedAtMs }) => completedAtMs > nowMs),
			'runningStatus',
		);
		const count = (fits: (status: number) => boolean) =>
			job.results.filter(({ result }) => fits(result.status)).length;
		const good = count((status) => status === 200);
		const unchanged = count((status) => status === 304);
		const bad = count((status) => status >= 400);
		const { allTransactions, notModified } = switches;
		const isSeen: Record<Switches['allTransactions'], boolean> = {
			every: unchanged + bad > 0,
			noCodes: true,
			ids: true,
			none: true,
			goodOnly: good > 0 && unchanged + bad > 0,
			empty: good > 0 && unchanged > 0 && notModified === 'counted',
		};
		this.add(isSeen[allTransactions], 'allTransactions');
		const isHiddenSeen = notModified !== 'hidden' || allTransactions === 'every';
		this.add(unchanged > 0 && isHiddenSeen, 'notModified');
		const isAnyNamed =
			bad > 0 ||
			(unchanged > 0 && notModified !== 'hidden') ||
			['every', 'noCodes'].includes(allTransactions) ||
			(allTransactions === 'goodOnly' && good > 0);
		this.add(isAnyNamed, 'unusedIdentity');
	}

	private addPublisher(publisherId: number): void {
		const { quotaFigures, offersWrapper, feedPacked, ignoredFilter, queriesTotals } = this.switches;
		// Every publisher of the stand-in has joined a programme that has a feed, and there are always offers.
		this.add(
			true,
			'programmesWrapper',
			'deeplinkEnabledAsText',
			'membershipStatusInLowerCase',
			'commissionRatesOn',
			'quotaFigures',
			'offersWrapper',
			'offersPastEnd',
			'feedPacked',
			'feedEnd',
		);
		this.add(quotaFigures !== 'missing', 'shortLinkLimit');
		this.add(offersWrapper !== 'none', 'offersTotal');
		this.add(!feedPacked, 'feedLength');
		const queries = this.queries(publisherId);
		this.add(queries > 0 && ignoredFilter !== 'partners', 'queriesAdvertiserFilter');
		this.add(queries > 1, 'queriesPages');
		const isAnyTotalSeen = ['missing', 'growing'].includes(queriesTotals) || queries > 1;
		this.add(isAnyTotalSeen, 'queriesTotals');
	}

	/** How many questions about transactions of the last thirty days there are. */
	private queries(publisherId: number): number {
		const { awin, user } = this.world;
		const kept = { ...awin.switches };
		const limit = awin.requestsPerMinute;
		Object.assign(awin.switches, DEFAULT_SWITCHES);
		awin.requestsPerMinute = null;
		const text = (atMs: number) => new Date(atMs).toISOString().slice(0, 19);
		const startDate = text(this.nowMs - 30 * DAY_MS + EDGE_MS);
		const endDate = text(this.nowMs - HOUR_MS - EDGE_MS);
		const { body } = awin.handle({
			method: 'GET',
			url: `/publisher/${publisherId}/transactionqueries?startDate=${startDate}&endDate=${endDate}&timezone=UTC`,
			headers: { authorization: `Bearer ${user.token}` },
			body: '',
		});
		awin.calls.pop();
		Object.assign(awin.switches, kept);
		awin.requestsPerMinute = limit;
		return (JSON.parse(body) as { totalRowsAvailable: number }).totalRowsAvailable;
	}
}

/** Ten dates in an order that is not that of the ids as well. */
function isOrderSeen(sales: readonly Sale[]): boolean {
	const byId = [...sales].sort((one, other) => one.transaction.id - other.transaction.id);
	const dates = byId.map(({ keptMs }) => keptMs);
	const isInOrder = dates.every((atMs, index) => index === 0 || dates[index - 1] <= atMs);
	return new Set(dates).size >= 10 && !isInOrder;
}
