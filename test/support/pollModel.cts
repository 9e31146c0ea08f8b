/**
 * A small model of how n8n polls and keeps a node's state, in both of its schedulers, around the real trigger. Only the
 * egress is replaced: calls go straight into the sandbox, without sockets, and time passes only when it is told to.
 */
import type {
	IDataObject,
	IHttpRequestOptions,
	INodeExecutionData,
	IPollFunctions,
} from 'n8n-workflow';

import { AwinSandbox, type AwinOptions } from '../../demo/sandbox/awin.cts';
import type { Switches } from '../../demo/sandbox/switches.cts';
import { TOKENS } from '../../demo/sandbox/tokens.cts';
import { systemClock } from '../../nodes/Awin/transport/gate';
import { Poller } from '../../nodes/Awin/trigger/poll';
import type { History } from '../history/lines.cts';
import { DAY_MS } from './days.cts';

export type Scheduler = 'inMemory' | 'durable';

/** How calls go wrong. */
export type CallFault = 'status 500' | 'status 429' | 'status 403' | 'html' | 'cut' | 'dropped';

interface Timer {
	atMs: number;
	wake: () => void;
}

/** Resolves once nothing can happen any more before time goes on. */
async function idle(): Promise<void> {
	await new Promise((resolve) => setImmediate(resolve));
}

/** Real time, which is also Awin's, and the clock of this machine, which may be off. It passes only when it is told to. */
export class ModelTime {
	/** How far the clock of this machine is ahead of Awin's. */
	skewMs = 0;
	private timers: Timer[] = [];

	constructor(public trueMs: number) {}

	/** For the node's waits. */
	readonly clock = {
		nowMs: () => this.trueMs,
		sleep: async (ms: number, signal?: AbortSignal) => await this.sleep(ms, signal),
		alarm: systemClock.alarm,
	};

	localMs(): number {
		return this.trueMs + this.skewMs;
	}

	async sleep(ms: number, signal?: AbortSignal): Promise<void> {
		await new Promise<void>((resolve, reject) => {
			const abort = () => {
				this.timers = this.timers.filter((one) => one !== timer);
				reject(new Error('Aborted'));
			};
			const wake = () => {
				signal?.removeEventListener('abort', abort);
				resolve();
			};
			const timer = { atMs: this.trueMs + ms, wake };
			this.timers.push(timer);
			signal?.addEventListener('abort', abort);
		});
	}

	/** Lets so much time pass. */
	async pass(ms: number): Promise<void> {
		const endMs = this.trueMs + ms;
		while (this.timers.some(({ atMs }) => atMs <= endMs)) await this.wakeNext();
		this.trueMs = endMs;
	}

	/** Lets time pass until then. */
	async until<Result>(promise: Promise<Result>): Promise<Result> {
		let isSettled = false;
		const settle = () => (isSettled = true);
		promise.then(settle, settle);
		for (await idle(); !isSettled; ) {
			if (this.timers.length === 0) throw new Error('Nothing will ever happen any more');
			await this.wakeNext();
		}
		return await promise;
	}

	private async wakeNext(): Promise<void> {
		const next = this.timers.reduce((a, b) => (b.atMs < a.atMs ? b : a));
		this.timers = this.timers.filter((one) => one !== next);
		this.trueMs = Math.max(this.trueMs, next.atMs);
		next.wake();
		await idle();
	}
}

/** Awin on this time, with nothing but what a test puts into it. */
export function emptySandbox(
	time: ModelTime,
	switches: Partial<Switches>,
	more: AwinOptions = {},
): AwinSandbox {
	return new AwinSandbox({
		clock: () => time.trueMs,
		requestsPerMinute: null,
		switches,
		world: { startDate: '2100-01-01', transactionsPerDay: 0 },
		...more,
	});
}

/** A sale of 10 EUR in it. @returns its id */
export function addSale(
	{ world }: AwinSandbox,
	sale: { advertiserId: number; publisherId: number; transactionAtMs: number; visibleAtMs: number },
): number {
	return world.addTransaction({ ...sale, saleAmount: 10, currency: 'EUR' }).id;
}

/** Something that people are told besides the events. */
export interface PollNotice {
	/** Real time. */
	atMs: number;
	/** The last two are failed executions: besides the poll, and the poll itself. */
	kind: 'info' | 'warn' | 'error' | 'besides' | 'thrown';
	text: string;
}

export interface PollRecord {
	/** Real time at its start. */
	atMs: number;
	/** Real time at its end. */
	endMs: number;
	/** The clock of this machine at its start. */
	localMs: number;
	/** `good`: everything was asked and answered. */
	outcome: 'good' | 'short' | 'failed' | 'skipped' | 'discarded';
	items: IDataObject[];
	/** It has read everything up to now; after a long pause a poll does not get that far. */
	isCaughtUp: boolean;
	/** The first that looked; what it found is the start of everything. */
	isStart: boolean;
	/** What is known after it is in the database. */
	isSaved: boolean;
}

/** n8n gives each registration a second of its own. */
const BETWEEN_REGISTRATIONS_MS = 20_000;

/** As many as polls that an execution outlasts. */
const KEPT_COPIES = 3;

/** What a state has behind it: the last good poll, and how much was left to be read after it. */
interface Past {
	goodAtMs: number;
	unreadMs: number;
}

/** What one poll reads of a list at most (docs/trigger.md). */
const MOST_READ_MS = 62 * DAY_MS;

export interface ModelOptions {
	scheduler: Scheduler;
	sandbox: AwinSandbox;
	time: ModelTime;
	parameters: Record<string, unknown>;
	timezone: string;
	/** Any number that no other model has: it makes the throttle one of its own. */
	number: number;
	/** Whose accounts these are; default the owner's. */
	token?: string;
	/** Every second call is answered by a server of Awin's that is so far behind the others. */
	staleMs?: number;
	/** Of the credential; by default more than a poll ever needs. */
	requestsPerMinute?: number;
	/** How one call goes wrong, if it does. @param path without the query */
	spoil?: (path: string) => CallFault | undefined;
	/** What becomes of the rows of an answer on the way. */
	tamper?: (rows: Array<Record<string, unknown>>) => Array<Record<string, unknown>>;
	/** Where all calls and crashes are written down. */
	history?: History;
}

/** n8n's durable scheduler tells a poll of the first, and throws away what it gives after the second. */
const DURABLE_BUDGET_MS = 36_000;
const DURABLE_TIMEOUT_MS = 45_000;
const OTHER_BUDGET_MS = 5 * 60_000;

/** One workflow with one trigger, in one n8n that may crash. */
export class ModelN8n {
	/** What the database holds. */
	private saved: IDataObject = {};
	/** What n8n's own scheduler keeps in memory, for each registration of the workflow; as a rule there is one. */
	private registrations: IDataObject[] = [{}];
	private savedPast: Past | undefined;
	private livePast: Past | undefined;
	private poller: Poller;
	private isActive = false;
	private callsInPoll = 0;
	private fault: { fromCall: number; how: CallFault } | undefined;
	/** Calls wait here while it is set. */
	private barrier: Promise<void> | undefined;
	private calls = 0;
	/** How long Awin takes for each answer. */
	answerMs = 0;
	/** The database as it was after each poll, oldest first. */
	private readonly savedBefore: IDataObject[] = [];

	/** What it wrote into the log, or let fail besides its events. */
	readonly notices: PollNotice[] = [];
	/** Everything that n8n ran the workflow with. */
	readonly polls: PollRecord[] = [];
	/** What was there when this poll looked for the first time is known, in this process or in the database. */
	private hasBaseline = false;

	constructor(private readonly options: ModelOptions) {
		this.poller = this.newProcess();
	}

	/** The time has come for a poll; the first one is that of the activation. */
	async tick(fault?: { fromCall: number; how: CallFault }): Promise<PollRecord> {
		return await this.options.time.until(this.tickInTime(fault));
	}

	/** Somebody chooses other parameters, and so saves the workflow, which is activated again. */
	choose(parameters: Record<string, unknown>): void {
		Object.assign(this.options.parameters, parameters);
		this.isActive = false;
	}

	/** What an expression gives is another from now on; nobody saves anything. */
	express(parameters: Record<string, unknown>): void {
		Object.assign(this.options.parameters, parameters);
	}

	private async tickInTime(fault?: { fromCall: number; how: CallFault }): Promise<PollRecord> {
		const isActivation = !this.isActive;
		// A start that is cut short is one for some lists only, which would need a truth of its own for each.
		this.fault = fault && !this.hasBaseline ? { ...fault, fromCall: 0 } : fault;
		this.callsInPoll = 0;
		const record = await this.poll(isActivation, this.registrations[0]);
		this.fault = undefined;
		if (record.outcome !== 'failed') this.isActive = true;
		for (const other of this.registrations.slice(1)) {
			await this.options.time.sleep(BETWEEN_REGISTRATIONS_MS);
			await this.poll(false, other);
		}
		return record;
	}

	/** The workflow is imported over itself while it runs: now it is registered twice. */
	registerTwice(): void {
		if (this.options.scheduler === 'inMemory' && this.isActive && this.registrations.length === 1) {
			this.registrations.push(structuredClone(this.saved));
		}
	}

	/** A poll that is still waiting for its first call when the next one begins; `ms` later the call is answered. */
	async overlap(ms: number): Promise<[PollRecord, PollRecord]> {
		const { time } = this.options;
		let release = () => {};
		this.barrier = new Promise((resolve) => (release = resolve));
		const slow = this.tickInTime();
		await idle();
		this.barrier = undefined;
		await time.pass(ms);
		const quick = await this.tick();
		const { livePast, savedPast } = this;
		release();
		const overtaken = await time.until(slow);
		// What the quick one kept is not the slow one's doing.
		if (quick.outcome !== 'skipped' && overtaken.items.length === 0) {
			Object.assign(overtaken, { outcome: 'skipped', isCaughtUp: false });
			Object.assign(this, { livePast, savedPast });
		}
		return [overtaken, quick];
	}

	/** The process is killed and started again. */
	async crash(): Promise<void> {
		this.options.history?.write({ kind: 'killed', atMs: this.options.time.trueMs });
		this.registrations = [structuredClone(this.saved)];
		this.livePast = this.savedPast;
		this.hasBaseline &&= 'awinTrigger' in this.saved;
		this.poller = this.newProcess();
		// n8n's own scheduler polls at every start; the durable one waits for the next tick.
		this.isActive = this.options.scheduler === 'durable' && this.isActive;
	}

	/** Somebody saves the workflow anew while it polls: n8n throws away what the poll gives, and activates it again. */
	async tickWhileRepublished(): Promise<PollRecord> {
		const { saved, savedPast, livePast, hasBaseline } = this;
		const record = await this.tick();
		this.saved = saved;
		this.savedPast = savedPast;
		// Without a saved state the process falls back on its last quiet poll.
		this.livePast = savedPast ?? (record.items.length > 0 ? livePast : this.livePast);
		this.registrations = [structuredClone(saved)];
		// Something was found, and so nothing of it is known any more.
		if (record.items.length > 0 && record.isStart) this.hasBaseline = hasBaseline;
		if (record.items.length > 0) record.isStart = false;
		if (record.items.length > 0) Object.assign(record, { outcome: 'discarded', isCaughtUp: false });
		record.items = [];
		this.isActive = false;
		return record;
	}

	/**
	 * An execution that began long ago stores the state of then over the newer one; then the workflow is saved anew, and so
	 * starts from that, in the same process. n8n has polled meanwhile, so it has kept what was given out before.
	 */
	async storeOldCopy(): Promise<void> {
		const [old] = this.savedBefore;
		if (!old) return;
		this.options.history?.write({ kind: 'rolledBack', atMs: this.options.time.trueMs });
		this.saved = structuredClone(old);
		this.registrations = [structuredClone(old)];
	}

	/** The workflow runs, but the process is killed before the state is saved. */
	async tickAndCrash(): Promise<PollRecord> {
		const { savedPast } = this;
		const before = structuredClone(this.saved);
		const record = await this.tick();
		// In the durable scheduler both are one step of the database.
		if (this.options.scheduler === 'inMemory') {
			this.saved = before;
			this.savedPast = savedPast;
		}
		await this.crash();
		return record;
	}

	private newProcess(): Poller {
		const { time } = this.options;
		const wait = async (ms: number, signal: AbortSignal) =>
			await time.sleep(ms, signal).catch(() => undefined);
		return new Poller({ clock: time.clock, nowMs: () => time.localMs(), wait });
	}

	/** The state of its only registration. */
	get live(): IDataObject {
		return this.registrations[0];
	}

	private async poll(isActivation: boolean, live: IDataObject): Promise<PollRecord> {
		const { scheduler, time } = this.options;
		const record: PollRecord = {
			atMs: time.trueMs,
			endMs: Infinity,
			localMs: time.localMs(),
			outcome: 'good',
			items: [],
			isCaughtUp: false,
			isStart: false,
			isSaved: false,
		};
		const snapshot = structuredClone(this.saved);
		const state = scheduler === 'inMemory' ? live : snapshot;
		const before = JSON.stringify(state);
		this.polls.push(record);
		let output: INodeExecutionData[][] | null;
		try {
			output = await this.poller.poll(this.context(state, isActivation));
		} catch (error) {
			this.notice('thrown', textOf(error));
			record.outcome = 'failed';
			return record;
		}
		record.endMs = time.trueMs;
		const isTooLate = record.endMs - record.atMs > DURABLE_TIMEOUT_MS;
		if (scheduler === 'durable' && !isActivation && isTooLate) {
			record.outcome = 'discarded';
			return record;
		}
		if (JSON.stringify(state) === before) record.outcome = 'skipped';
		else if (this.fault && this.callsInPoll > this.fault.fromCall) record.outcome = 'short';
		record.isStart = !this.hasBaseline && record.outcome !== 'skipped';
		this.hasBaseline ||= record.isStart;
		record.items = (output?.[0] ?? []).map((item) => item.json);
		if (record.outcome === 'good') this.livePast = this.pastAfter(record);
		record.isCaughtUp = record.outcome === 'good' && this.livePast?.unreadMs === 0;
		// In memory: saved with what it runs, and after the activation. Durable: saved with what it runs, and without, but
		// not after the activation, and only where the poll itself changed something.
		const isSaved = output !== null || isActivation === (scheduler === 'inMemory');
		const hasChanged = scheduler === 'inMemory' || record.outcome !== 'skipped';
		record.isSaved = isSaved;
		if (isSaved && hasChanged) {
			this.saved = structuredClone(state);
			this.savedPast = this.livePast;
			this.savedBefore.push(structuredClone(state));
			if (this.savedBefore.length > KEPT_COPIES) this.savedBefore.shift();
		} else if (scheduler === 'durable' && this.savedPast) this.livePast = this.savedPast;
		return record;
	}

	private pastAfter({ atMs }: PollRecord): Past {
		const { goodAtMs = atMs, unreadMs = 0 } = this.livePast ?? {};
		const reachBackMs = (Number(this.options.parameters['options.lookbackDays']) + 2) * DAY_MS;
		const toReadMs = unreadMs + (atMs - goodAtMs) + reachBackMs;
		return { goodAtMs: atMs, unreadMs: Math.max(0, toReadMs - MOST_READ_MS) };
	}

	private notice(kind: PollNotice['kind'], text: string): void {
		this.notices.push({ atMs: this.options.time.trueMs, kind, text });
	}

	private context(state: IDataObject, isActivation: boolean): IPollFunctions {
		const { parameters, scheduler, timezone, number, token = TOKENS.owner } = this.options;
		const context = {
			getMode: () => 'trigger',
			getActivationMode: () => 'activate',
			getNode: () => ({ id: 'n', name: 'Awin Trigger', type: 'awinTrigger', parameters: {} }),
			getWorkflow: () => ({ id: 'w', name: 'Model', active: true }),
			getTimezone: () => timezone,
			getPollBudgetMs: () =>
				scheduler === 'durable' && !isActivation ? DURABLE_BUDGET_MS : OTHER_BUDGET_MS,
			getNodeParameter: (name: string, fallback: unknown) => parameters[name] ?? fallback,
			getWorkflowStaticData: () => state,
			getCredentials: async () => ({
				accessToken: token,
				requestsPerMinute: this.options.requestsPerMinute ?? 1000,
				environment: 'custom',
				baseUrl: `http://127.0.0.1:${1024 + (number % 60_000)}`,
			}),
			logger: {
				info: (text: string) => this.notice('info', text),
				warn: (text: string) => this.notice('warn', text),
				error: (text: string) => this.notice('error', text),
				debug: () => {},
			},
			__emitError: (error: Error) => this.notice('besides', textOf(error)),
			helpers: {
				httpRequestWithAuthentication: async (_type: string, request: IHttpRequestOptions) =>
					await this.answer(request),
			},
		};
		return context as unknown as IPollFunctions;
	}

	private async answer(request: IHttpRequestOptions) {
		const { history, time } = this.options;
		if (!history) return await this.answerOf(request);
		const call = history.nextCall();
		const { pathname: path } = new URL(request.url);
		const query = request.qs as Record<string, string>;
		const asked = { call, caller: 'model', method: 'GET', path, query, body: '', isWhole: true };
		history.write({ kind: 'call', atMs: time.trueMs, ...asked });
		const answer = await this.answerOf(request);
		const said = { status: answer.statusCode, body: String(answer.body), isWhole: true };
		history.write({ kind: 'answer', atMs: time.trueMs, call, ...said });
		return answer;
	}

	private async answerOf({ url, qs, timeout = Infinity }: IHttpRequestOptions) {
		const { fault, answerMs } = this;
		const { sandbox, spoil, staleMs = 0, tamper, time, token = TOKENS.owner } = this.options;
		const call = this.callsInPoll++;
		if (this.barrier) await this.barrier;
		if (answerMs > 0) await time.sleep(Math.min(answerMs, timeout));
		if (answerMs > timeout) {
			throw Object.assign(new Error('timeout'), { code: 'ECONNABORTED' });
		}
		const { pathname } = new URL(url);
		if (fault && call >= fault.fromCall) return faulty(fault.how);
		const spoilt = spoil?.(pathname);
		if (spoilt) return faulty(spoilt);
		const query = new URLSearchParams(qs as Record<string, string>).toString();
		sandbox.clockShiftMs = this.calls++ % 2 === 1 ? -staleMs : 0;
		const { status, headers, body } = sandbox.handle({
			method: 'GET',
			url: `${pathname}?${query}`,
			headers: { authorization: `Bearer ${token}` },
			body: '',
		});
		sandbox.clockShiftMs = 0;
		const rows =
			tamper && status === 200 && pathname !== '/accounts'
				? JSON.stringify(tamper(JSON.parse(String(body))))
				: body;
		return { statusCode: status, headers, body: rows };
	}
}

function textOf(error: unknown): string {
	const { message, description } = error as { message?: string; description?: string };
	return `${message} ${description ?? ''}`;
}

function faulty(how: CallFault) {
	const answer = (statusCode: number, body: string) => ({ statusCode, headers: {}, body });
	switch (how) {
		case 'html':
			return answer(200, '<html><body>Busy</body></html>');
		case 'cut':
			return answer(200, '[{"id": 16123');
		case 'dropped':
			throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
		default:
			return answer(Number(how.slice(-3)), '{"error":"fault","description":"Made up"}');
	}
}
