/**
 * One trigger that watches several accounts of an agency, in the model of n8n, with everything that becomes of accounts
 * meanwhile; and a record of what Awin was asked and what it knew at each poll, by which rules of their own can judge it.
 */
import { agencyAccountId } from '../../demo/sandbox/agency.cts';
import type { AwinSandbox, CallRecord } from '../../demo/sandbox/awin.cts';
import type { AccountType } from '../../demo/sandbox/directory.cts';
import type { Switches } from '../../demo/sandbox/switches.cts';
import { TOKENS } from '../../demo/sandbox/tokens.cts';
import { HOUR_MS, MINUTE_MS } from './days.cts';
import {
	emptySandbox,
	ModelN8n,
	ModelTime,
	type CallFault,
	type PollRecord,
	type Scheduler,
} from './pollModel.cts';

/** What somebody has set under *Watch*. */
export type Watch =
	| { watch: 'oneAccount'; accountId: number }
	| { watch: 'chosenAccounts'; accountIds: number[] }
	| { watch: 'allAccounts' };

/** A poll, and what can be known of it without asking the trigger. */
export interface WatchedPoll {
	record: PollRecord;
	watch: Watch;
	/** What was chosen under *Trigger On*. */
	events: readonly string[];
	/** What Awin answered, in order. */
	calls: CallRecord[];
	/** Accounts that the token reached, and what each was called. */
	linked: ReadonlyMap<number, string>;
	/** Those of them that were not closed. */
	open: ReadonlySet<number>;
	/** Those whose data was refused. */
	refused: ReadonlySet<number>;
	/** Something was in the way: slow answers, the limit, calls that failed. */
	isDisturbed: boolean;
	/** n8n was killed after it and before the next. */
	isCrashedAfter: boolean;
}

export interface WatchOptions {
	accountType: AccountType;
	scheduler: Scheduler;
	events: string[];
	pollTimes: { item: unknown[] };
	lookbackDays: number;
	/** Numbers of the agency's accounts at the beginning. */
	linked: number[];
	watch: Watch;
	beginsMs: number;
	switches?: Partial<Switches>;
	/** Any number that no other model has. */
	number: number;
	/** The asked form of the chosen ids: as the list gives them, or as an expression may. */
	asText?: boolean;
}

/** How much later or earlier than a minute after the last one a poll comes. */
const NOT_ON_TIME_MS = [1000, -40, 15, -800, 5, -3, 2500];

export class WatchModel {
	readonly time: ModelTime;
	readonly sandbox: AwinSandbox;
	readonly n8n: ModelN8n;
	readonly polls: WatchedPoll[] = [];
	private watch: Watch;
	private events: readonly string[];
	private readonly refused = new Set<number>();
	private spoilt: { path: string; how: CallFault; from: number } | undefined;
	private calls = 0;

	constructor(private readonly options: WatchOptions) {
		const { accountType, beginsMs, events, linked, lookbackDays, pollTimes, scheduler } = options;
		this.time = new ModelTime(beginsMs);
		this.sandbox = emptySandbox(this.time, options.switches ?? {});
		for (const number of linked) this.link(number);
		this.watch = options.watch;
		this.events = events;
		this.n8n = new ModelN8n({
			scheduler,
			sandbox: this.sandbox,
			time: this.time,
			timezone: 'UTC',
			number: options.number,
			token: TOKENS.agency,
			requestsPerMinute: 20,
			spoil: (path) => this.spoil(path),
			parameters: {
				...this.settings(options.watch),
				events,
				pollTimes,
				accountType,
				timezone: 'UTC',
				output: 'simplified',
				'options.lookbackDays': lookbackDays,
			},
		});
	}

	/** The id of the agency's account of that number. */
	idOf(number: number): number {
		return agencyAccountId(this.options.accountType, number);
	}

	link(number: number): void {
		const { accountType } = this.options;
		this.sandbox.accounts.link(TOKENS.agency, { accountType, accountId: this.idOf(number) });
	}

	unlink(number: number): void {
		const { accountType } = this.options;
		this.sandbox.accounts.unlink(TOKENS.agency, accountType, this.idOf(number));
	}

	rename(number: number, name: string): void {
		this.sandbox.accounts.rename(this.options.accountType, this.idOf(number), name);
	}

	setClosed(number: number, isClosed: boolean): void {
		const { accountType } = this.options;
		const id = this.idOf(number);
		if (isClosed) this.sandbox.accounts.close(accountType, id);
		else this.sandbox.accounts.reopen(accountType, id);
	}

	/** @param status null: let through again */
	refuse(number: number, status: number | null): void {
		const id = this.idOf(number);
		if (status === null) this.refused.delete(id);
		else this.refused.add(id);
		this.sandbox.accounts.refuse(this.options.accountType, id, status);
	}

	/** From now on calls whose path holds this go wrong, from that call on (counted from now). */
	spoilCalls(spoilt: { path: string; how: CallFault; from: number } | undefined): void {
		this.spoilt = spoilt;
		this.calls = 0;
	}

	/** Somebody chooses something else, and publishes the workflow anew. */
	choose(watch: Watch): void {
		this.watch = watch;
		this.n8n.choose(this.settings(watch));
	}

	/** Somebody chooses other events, and publishes the workflow anew. */
	chooseEvents(events: string[]): void {
		this.events = events;
		this.n8n.choose({ events });
	}

	/** An expression gives other accounts. */
	express(watch: Watch): void {
		this.watch = watch;
		this.n8n.express(this.settings(watch));
	}

	/** n8n is killed and started again. */
	async crash(): Promise<void> {
		const last = this.polls.at(-1);
		if (last) last.isCrashedAfter = true;
		await this.n8n.crash();
	}

	/** @param waitMs before it */
	async poll(waitMs: number): Promise<WatchedPoll> {
		await this.time.pass(waitMs);
		const { events, n8n, refused, sandbox, watch } = this;
		sandbox.calls.length = 0;
		const isSpoilt = this.spoilt !== undefined;
		const record = await n8n.tick();
		const linked = this.linkedAccounts();
		const poll: WatchedPoll = {
			record,
			watch,
			events,
			calls: [...sandbox.calls],
			linked,
			open: new Set([...linked].flatMap(([id, name]) => (name.endsWith('CLOSED') ? [] : id))),
			refused: new Set(refused),
			isDisturbed: isSpoilt || n8n.answerMs > 0 || sandbox.requestsPerMinute !== null,
			isCrashedAfter: false,
		};
		this.polls.push(poll);
		return poll;
	}

	/** Polls each minute, as far as n8n's are on time. */
	async pollEachMinute(count: number): Promise<void> {
		for (let polls = 0; polls < count; polls++) {
			await this.poll(MINUTE_MS + NOT_ON_TIME_MS[polls % NOT_ON_TIME_MS.length]);
		}
	}

	/** Everything is well again, and stays so until all that is watched has been looked at again and again, for 60 hours. */
	async recover(numbers: number[]): Promise<void> {
		this.spoilCalls(undefined);
		this.n8n.answerMs = 0;
		this.sandbox.requestsPerMinute = null;
		for (const number of numbers) this.refuse(number, null);
		for (let round = 0; round < 8; round++) {
			await this.poll(round % 2 === 0 ? 13 * HOUR_MS : 2 * HOUR_MS);
			await this.pollEachMinute(4);
		}
	}

	private linkedAccounts(): Map<number, string> {
		const { accountType } = this.options;
		const { accounts } = this.sandbox;
		const links = accounts.linksOf({ token: TOKENS.agency });
		return new Map(
			links.map(({ accountId }) => [accountId, accounts.nameOf(accountType, accountId) ?? '']),
		);
	}

	private settings(watch: Watch): Record<string, unknown> {
		if (watch.watch === 'oneAccount') return { ...watch };
		if (watch.watch === 'allAccounts') return { ...watch };
		const { accountIds } = watch;
		return { ...watch, accountIds: this.options.asText ? accountIds.join(', ') : accountIds };
	}

	private spoil(path: string): CallFault | undefined {
		const { spoilt } = this;
		if (!spoilt || !path.includes(spoilt.path)) return undefined;
		return this.calls++ >= spoilt.from ? spoilt.how : undefined;
	}
}
