import type { StepName } from './steps.cts';
import type { Wire, WireAnswer, WireRequest } from './wire.cts';

/** Why the probe could not go on. */
export type StopReason =
	| 'token'
	| 'revoked'
	| 'noAccounts'
	| 'limit'
	| 'network'
	| 'calls'
	| 'interrupted';

export class Stopped extends Error {
	constructor(
		readonly reason: StopReason,
		options?: ErrorOptions,
	) {
		super(reason, options);
	}
}

export interface Clock {
	/** ms since 1970 */
	now(): number;
	/** Rejects when the probe is interrupted. */
	sleep(ms: number): Promise<void>;
}

/** An answer as the judges get it. */
export interface Answer {
	status: number;
	headers: Readonly<Record<string, string>>;
	/** The body as JSON; undefined where it is none. */
	value: unknown;
	/** The body where it is no JSON. */
	text: string;
	isWhole: boolean;
}

export type Answers = Partial<Record<StepName, Answer>>;

export const MOST_CALLS = 40;
const CALLS_PER_MINUTE = 20;
const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
/** A second more than Awin's minute: neither clock is exact. */
const PACE_MS = 61 * SECOND_MS;
const MOST_TRIES = 3;
const PAUSE_MS = 5 * SECOND_MS;
const MOST_BYTES = 400 * 1024 * 1024;

/**
 * When the calls of the limit's minute are made, in seconds of Awin's minute: one early, so that it is the only one that is a
 * minute old when `afterRefusal` is called; then the others.
 */
const FIRST_AT = 15;
const OTHERS_AT = 35;
const OTHERS_UNTIL = 57;
const NEXT_MINUTE_AT = 65;
const AFTER_REFUSAL_AT = 80;

/** Makes the calls: at most 40, never more than 20 in a minute but for the ones that look at the limit itself. */
export class Caller {
	readonly answers: Answers = {};
	/** Of every answer that said 429: whether it told how long to wait. */
	readonly refusals: Answer[] = [];
	calls = 0;
	/** The statuses of the calls over the limit, of the next minute and after the refusal, as far as it came to them. */
	readonly atLimit: number[] = [];
	private readonly times: number[] = [];
	/** Awin's clock minus ours, in ms. */
	private offsetMs = 0;
	/** Calls of the limit's minute; null outside of it. */
	private burst: number | null = null;
	private minuteStartMs = 0;
	private isTokenGood = false;

	constructor(
		private readonly wire: Wire,
		private readonly clock: Clock,
		private readonly onCall: (step: StepName, number: number) => void = () => undefined,
	) {}

	/**
	 * Asks, and keeps the answer under the step's name.
	 * @throws Stopped
	 */
	async ask(
		step: StepName,
		path: string,
		more: { body?: unknown; mostBytes?: number } = {},
	): Promise<Answer> {
		const { body, mostBytes = MOST_BYTES } = more;
		const request: WireRequest = {
			method: body === undefined ? 'GET' : 'POST',
			path,
			body: body === undefined ? undefined : JSON.stringify(body),
			mostBytes,
		};
		const answer = await this.patiently(step, request);
		if (answer.status === 401 && step !== 'foreignAccount') await this.doubtToken(step);
		if (answer.status < 400) this.isTokenGood = true;
		this.answers[step] = answer;
		if (this.burst !== null && ++this.burst === CALLS_PER_MINUTE) await this.exceed();
		return answer;
	}

	/** From the next call on, twenty calls are made in one minute of the clock, and then three more: how is the limit kept? */
	approachLimit(): void {
		this.burst = 0;
	}

	/** Fills up the minute, where there was not enough to ask. */
	async reachLimit(): Promise<void> {
		while (this.burst !== null) await this.ask('fillUp', '/accounts');
	}

	/** A 401 may be about the account or about the token. */
	private async doubtToken(step: StepName): Promise<void> {
		// What comes between is not counted, so the minute is spoilt.
		this.burst = null;
		if (step !== 'accounts') {
			const again = await this.patiently(step, plainly('/accounts'));
			if (again.status !== 401) return;
		}
		throw new Stopped(this.isTokenGood ? 'revoked' : 'token');
	}

	private async patiently(step: StepName, request: WireRequest): Promise<Answer> {
		for (let attempt = 1; ; attempt++) {
			await this.makeRoom();
			const answer = await this.send(step, request, attempt);
			if (answer === null) continue;
			if (answer.status === 429) {
				// Somebody else uses the token: what the limit's minute would show is not ours.
				this.burst = null;
				if (attempt === MOST_TRIES) throw new Stopped('limit');
				await this.clock.sleep(PACE_MS);
			} else if (answer.status >= 500 && attempt === 1) {
				await this.clock.sleep(PAUSE_MS);
			} else {
				return answer;
			}
		}
	}

	/** Null: the network failed, and one more try is due. */
	private async send(
		step: StepName,
		request: WireRequest,
		attempt: number,
	): Promise<Answer | null> {
		this.calls++;
		this.times.push(this.clock.now());
		this.onCall(step, this.calls);
		let answer: WireAnswer;
		try {
			answer = await this.wire(request);
		} catch (error) {
			if (error instanceof Stopped) throw error;
			if (attempt > 1) throw new Stopped('network', { cause: error });
			await this.clock.sleep(PAUSE_MS);
			return null;
		}
		const theirMs = Date.parse(answer.headers.date ?? '');
		if (!Number.isNaN(theirMs)) this.offsetMs = theirMs - this.clock.now();
		const { status, headers, isWhole } = answer;
		const value = isWhole ? parsed(answer.text) : undefined;
		const read = { status, headers, isWhole, value, text: value === undefined ? answer.text : '' };
		if (status === 429) this.refusals.push(read);
		return read;
	}

	private async makeRoom(): Promise<void> {
		if (this.calls >= MOST_CALLS) throw new Stopped('calls');
		if (this.burst === 0) await this.beginMinute();
		else if (this.burst === 1) await this.waitUntil(OTHERS_AT);
		const nthLast = this.times.at(-CALLS_PER_MINUTE);
		if (nthLast !== undefined) await this.pause(nthLast + PACE_MS - this.clock.now());
	}

	/** Waits until nothing of what was called counts any more, and then for the right second. */
	private async beginMinute(): Promise<void> {
		await this.pause((this.times.at(-1) ?? 0) + PACE_MS - this.clock.now());
		const theirMs = this.clock.now() + this.offsetMs;
		const startMs = Math.floor(theirMs / MINUTE_MS) * MINUTE_MS;
		const isLate = theirMs > startMs + FIRST_AT * SECOND_MS;
		this.minuteStartMs = startMs + (isLate ? MINUTE_MS : 0);
		await this.waitUntil(FIRST_AT);
	}

	private async waitUntil(second: number): Promise<void> {
		await this.pause(this.minuteStartMs + second * SECOND_MS - this.clock.now() - this.offsetMs);
	}

	private async pause(ms: number): Promise<void> {
		if (ms > 0) await this.clock.sleep(ms);
	}

	private async exceed(): Promise<void> {
		this.burst = null;
		const second = (this.clock.now() + this.offsetMs - this.minuteStartMs) / SECOND_MS;
		if (second > OTHERS_UNTIL) return;
		const over = await this.once('overLimit');
		this.atLimit.push(over.status);
		if (over.status !== 429) return;
		await this.waitUntil(NEXT_MINUTE_AT);
		this.atLimit.push((await this.once('nextMinute')).status);
		await this.waitUntil(AFTER_REFUSAL_AT);
		this.atLimit.push((await this.once('afterRefusal')).status);
	}

	private async once(step: StepName): Promise<Answer> {
		if (this.calls >= MOST_CALLS) throw new Stopped('calls');
		const answer = await this.send(step, plainly('/accounts'), MOST_TRIES);
		if (answer === null) throw new Stopped('network');
		this.answers[step] = answer;
		return answer;
	}
}

function plainly(path: string): WireRequest {
	return { method: 'GET', path, mostBytes: MOST_BYTES };
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
