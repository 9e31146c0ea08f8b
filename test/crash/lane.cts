/**
 * One n8n that is killed again and again, while its trigger polls and two workflows write to Awin. After each start the
 * workflows that were cut off are run again, and the ledger of the sandbox is compared with what was said.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { N8nClient, OutputItem, SavedCredential } from '../../demo/n8n/client.cts';
import { startN8n, type N8nProcess } from '../../demo/n8n/process.cts';
import { ensureRuntime, type Runtime } from '../../demo/n8n/runtime.cts';
import type { SandboxServer } from '../../demo/sandbox/server.cts';
import type { Judgement } from '../history/judge.cts';
import { outputOf, signIn, startRealN8n } from '../support/realN8n.cts';
import { ADVERTISER, credentialsFor, startTestSandbox } from '../support/sandbox.cts';
import { itemsIn, lookAtDatabase, type Snapshot } from './database.cts';
import { Deliveries, type DeliveryReport } from './deliveries.cts';
import {
	bookedTimes,
	changedTimes,
	countsOf,
	judgeOrderClaims,
	judgeOrders,
	judgeSettled,
	judgeValidationClaims,
	judgeValidations,
	outcomeOf,
	type Counts,
} from './judge.cts';
import { Random } from './random.cts';
import { Story } from './story.cts';
import {
	AWIN_NAME,
	EVENTS,
	orderRows,
	POLL_EVERY_MS,
	submitWorkflow,
	TRIGGER_NAME,
	triggerWorkflow,
	validateWorkflow,
	validationRows,
	type OrderColumns,
	type ValidationColumns,
} from './workflows.cts';

const MINUTE_MS = 60_000;
/** So many of the kills are aimed at the moments after a poll's last answer, when n8n keeps what came of it. */
const AIMED_SHARE = 0.25;
const AIMED_WITHIN_MS = 150;
const LONGEST_AIM_MS = 5000;
/** A poll asks for so many lists. */
const LISTS = 3;

/** The node's share of a start is small: n8n's own files are compiled once and kept. */
const COMPILE_CACHE = 'NODE_COMPILE_CACHE';

export interface LaneOptions {
	name: string;
	/** Which scheduler n8n uses, for example. */
	env: NodeJS.ProcessEnv;
	kills: number;
	seed: number;
	/** A kill comes at a random moment within so long after the workflows were started. */
	killWithinMs?: number;
	tell: (line: string) => void;
	/** Ends the lane early, after the kill that is under way. */
	isOver?: () => boolean;
}

export interface LaneReport {
	name: string;
	kills: number;
	/** Where the kills hit, by the calls that Awin had seen of the workflow: none, some, or all of them. */
	submitMoments: Counts;
	validateMoments: Counts;
	/** Kills that hit while Awin was being asked by the trigger. */
	pollMoments: number;
	/** What the workflows said when they were run again. */
	submitAgain: Counts;
	validateAgain: Counts;
	/** Of the orders that were said to be unknown: how many Awin had. */
	unknownBooked: number;
	/** What the workflows said when they looked at Awin first: where its list had every order, and where it had none of them. */
	settled: Counts;
	settledUnlisted: Counts;
	/** Orders that Awin does not have, and that were still too young for that to be sure when the lane ended. */
	leftYoung: number;
	/** What n8n had kept of the runs that were killed. */
	orderClaims: number;
	validationClaims: number;
	deliveries: DeliveryReport;
	/** What a judge had to go by who knows only the wire and n8n's executions. */
	judged: Omit<Judgement, 'wrong'>;
	wrong: string[];
}

/** The two runs that a kill cuts off. */
interface Round {
	number: number;
	orders: OrderColumns[];
	submitId: string;
	validations: ValidationColumns[];
	validateId: string;
	/** What n8n kept of the runs. */
	orderClaims: OutputItem[];
	validationClaims: OutputItem[];
	/** Awin's list has every order after some seconds; otherwise it never has. */
	isListed: boolean;
	killedAtMs: number;
}

/** In minutes, as the sandbox counts them. */
const LISTED_AFTER = [0, 1 / 12, 1 / 3];
const NEVER = 1e6;
/** For so long the node does not take an order for missing that it may have sent (docs/submit.md). */
const YOUNG_MS = 20 * MINUTE_MS;
/** So many of the kills happen while Awin's list does not show what it takes in. */
const UNLISTED_SHARE = 0.2;

export async function runLane(options: LaneOptions): Promise<LaneReport> {
	const lane = new Lane(options);
	try {
		return await lane.run();
	} finally {
		await lane.close();
	}
}

class Lane {
	private readonly random: Random;
	private readonly report: Omit<LaneReport, 'deliveries' | 'judged' | 'name'> = {
		kills: 0,
		submitMoments: {},
		validateMoments: {},
		pollMoments: 0,
		submitAgain: {},
		validateAgain: {},
		unknownBooked: 0,
		settled: {},
		settledUnlisted: {},
		leftYoung: 0,
		orderClaims: 0,
		validationClaims: 0,
		wrong: [],
	};
	private sandbox!: SandboxServer;
	private runtime!: Runtime;
	private userFolder!: string;
	private process!: N8nProcess;
	private client!: N8nClient;
	private credential!: SavedCredential;
	private triggerId!: string;
	private deliveries!: Deliveries;
	private story!: Story;
	private lastExecutionId = 0;
	/** Settled while some of their orders were too young to be sent again. */
	private young: Round[] = [];

	constructor(private readonly options: LaneOptions) {
		this.random = new Random(options.seed);
	}

	async run(): Promise<LaneReport> {
		await this.begin();
		let round: Round | undefined;
		for (let number = 1; number <= this.options.kills; number++) {
			const before = round;
			if (before) await this.settle(before);
			await this.settleGrown();
			round = await this.startAndKill(number);
			await this.restart();
			if (this.options.isOver?.()) break;
		}
		if (round) await this.settle(round);
		await this.settleGrown();
		for (const { orders } of this.young) {
			this.report.leftYoung += orders.length - bookedTimes(this.sandbox, orders).size;
		}
		const untilMs = await this.end();
		const deliveries = this.deliveries.report(untilMs);
		const judged = this.judgeStory(untilMs, deliveries);
		return { name: this.options.name, ...this.report, deliveries, judged };
	}

	private judgeStory(untilMs: number, { lostEvents }: DeliveryReport): LaneReport['judged'] {
		const { wrong, ...judged } = this.story.end(untilMs);
		this.report.wrong.push(...wrong.map((what) => `${this.story.file}: ${what}`));
		if (judged.lostByKill.length > lostEvents) {
			this.report.wrong.push(`lost, and n8n did not know them: ${judged.lostByKill.join(', ')}`);
		}
		return judged;
	}

	async close(): Promise<void> {
		await this.process?.stop();
		await this.sandbox?.close();
		if (this.userFolder) await rm(this.userFolder, { recursive: true, force: true });
	}

	private async begin(): Promise<void> {
		this.runtime = await ensureRuntime({ progress: this.options.tell });
		this.sandbox = await startTestSandbox({
			clock: Date.now,
			world: {
				startDate: '2026-01-01',
				transactionsPerDay: 0,
				liveEventsPerMinute: 120,
				jobDurationMs: () => 400,
			},
		});
		this.story = new Story(`${this.options.name}-${this.options.seed}`, this.sandbox);
		const n8n = await startRealN8n(this.options.env);
		({ process: this.process, client: this.client, userFolder: this.userFolder } = n8n);
		this.credential = await this.client.createCredential({
			name: 'Awin account',
			type: 'awinOAuth2Api',
			data: credentialsFor(this.sandbox),
		});
		const { id } = await this.client.createWorkflow(triggerWorkflow(this.credential));
		this.triggerId = id;
		this.deliveries = new Deliveries(this.sandbox, id, Date.now());
		this.story.watch(id, EVENTS, POLL_EVERY_MS);
		await this.client.activate(id);
	}

	/** Runs both workflows, and ends n8n as a power cut would while they are at it. */
	private async startAndKill(number: number): Promise<Round> {
		const { sandbox, client, random } = this;
		const { killWithinMs = 2500, name, seed } = this.options;
		const orders = orderRows(`${name}-${seed}-${number}`);
		const validations = validationRows(sandbox);
		const [submit, validate] = await Promise.all([
			client.createWorkflow(submitWorkflow(this.credential, orders)),
			client.createWorkflow(validateWorkflow(this.credential, validations)),
		]);
		this.story.askOrders(submit.id, orders);
		this.story.askValidations(validate.id, validations);
		this.slowDown();
		const isListed = this.chooseDisplay();
		const startedAtMs = Date.now();
		const runs = [submit, validate].map(
			async ({ id }) => await client.runWorkflow(id).catch(() => undefined),
		);
		const isAimed = random.next() < AIMED_SHARE;
		if (isAimed) await this.untilAnswered(startedAtMs);
		await sleep(random.below(isAimed ? AIMED_WITHIN_MS : killWithinMs));
		await this.process.kill();
		const killedAtMs = Date.now();
		this.story.killed(killedAtMs);
		this.noteMoments(startedAtMs);
		sandbox.awin.faults.clear();
		await Promise.all(runs);
		const snapshot = await this.look(killedAtMs);
		this.report.kills++;
		const claimsOf = (workflowId: string) =>
			snapshot.executions
				.filter((execution) => execution.workflowId === workflowId)
				.flatMap((execution) => itemsIn(execution, AWIN_NAME))
				// Without a result they are what the node was about to take in.
				.filter((item) => outcomeOf(item) !== 'none');
		return {
			number,
			orders,
			submitId: submit.id,
			validations,
			validateId: validate.id,
			orderClaims: claimsOf(submit.id),
			validationClaims: claimsOf(validate.id),
			isListed,
			killedAtMs,
		};
	}

	/** What nobody knows of Awin: when it shows an order, and whether it takes one a second time. */
	private chooseDisplay(): boolean {
		const { random, sandbox } = this;
		const isListed = random.next() >= UNLISTED_SHARE;
		const afterMinutes = LISTED_AFTER[random.below(LISTED_AFTER.length)];
		const { switches } = sandbox.awin;
		switches.ordersShownAfterMinutes = isListed ? afterMinutes : NEVER;
		switches.duplicateReferences = random.next() < 0.5 ? 'accepted' : 'refused';
		return isListed;
	}

	/** Waits until Awin has answered all that a poll asks for. */
	private async untilAnswered(fromMs: number): Promise<void> {
		while (this.pollCallsSince(fromMs) < LISTS && Date.now() < fromMs + LONGEST_AIM_MS) {
			await sleep(5);
		}
	}

	private pollCallsSince(fromMs: number): number {
		const path = `/advertisers/${ADVERTISER}/transactions`;
		return this.sandbox.awin.calls.filter(
			(call) => call.atMs >= fromMs && call.path.startsWith(path),
		).length;
	}

	/** Awin takes its time, so that kills hit calls that are on their way, before and after they took effect. */
	private slowDown(): void {
		const { random, sandbox } = this;
		const slow = (path: string, times: number) => {
			for (let time = 0; time < times; time++) {
				sandbox.awin.faults.add({
					kind: 'slow',
					delayMs: random.below(400),
					beforeProcessing: random.next() < 0.5,
					match: { path },
				});
			}
		};
		slow('/orders', 3);
		slow('/transactions/batch', 2);
		slow('/jobs/', 4);
		slow(`/advertisers/${ADVERTISER}/transactions`, 6);
	}

	private noteMoments(startedAtMs: number): void {
		const calls = this.sandbox.awin.calls.filter(({ atMs }) => atMs >= startedAtMs);
		const count = (part: string) => calls.filter(({ path }) => path.includes(part)).length;
		const momentOf = (seen: number, all: number) =>
			seen === 0 ? 'before the first call' : seen < all ? 'between calls' : 'after the last call';
		add(this.report.submitMoments, { [momentOf(count('/orders'), 3)]: 1 });
		const batches = count('/transactions/batch');
		const jobs = count('/jobs/');
		add(this.report.validateMoments, { [momentOf(jobs >= 2 ? 2 : Math.min(batches, 1), 2)]: 1 });
		if (this.pollCallsSince(startedAtMs) % LISTS !== 0) this.report.pollMoments++;
	}

	private async look(killedAtMs: number): Promise<Snapshot> {
		const snapshot = await lookAtDatabase({
			runtime: this.runtime,
			userFolder: this.userFolder,
			workflowId: this.triggerId,
			nodeName: TRIGGER_NAME,
			afterId: this.lastExecutionId,
			againIds: this.story.waitingIds,
		});
		this.lastExecutionId = snapshot.executions.at(-1)?.id ?? this.lastExecutionId;
		this.deliveries.take(snapshot, killedAtMs);
		this.story.take(snapshot);
		return snapshot;
	}

	private async restart(): Promise<void> {
		this.process = await startN8n({
			runtime: this.runtime,
			userFolder: this.userFolder,
			env: { ...this.options.env, [COMPILE_CACHE]: join(this.userFolder, 'compiled') },
			logFile: join(this.userFolder, 'n8n.log'),
		});
		this.client = await signIn(this.process);
	}

	/** Runs what was cut off again, and judges. */
	private async settle(round: Round): Promise<void> {
		const { client, sandbox, report } = this;
		const { orders, validations } = round;
		const wrong: string[] = [];
		wrong.push(...judgeOrderClaims(bookedTimes(sandbox, orders), round.orderClaims));
		wrong.push(
			...judgeValidationClaims(changedTimes(sandbox, validations), round.validationClaims),
		);
		const [submitted, validated] = await Promise.all([
			client.runWorkflow(round.submitId),
			client.runWorkflow(round.validateId),
		]);
		const submittedItems = outputOf(submitted, AWIN_NAME);
		const validatedItems = outputOf(validated, AWIN_NAME);
		const booked = bookedTimes(sandbox, orders);
		wrong.push(...judgeOrders(orders, booked, submittedItems));
		wrong.push(...judgeValidations(sandbox, validations, validatedItems));
		wrong.push(...(await this.settleUnknown(round)));

		add(report.submitAgain, countsOf(submittedItems));
		add(report.validateAgain, countsOf(validatedItems));
		report.unknownBooked += submittedItems.filter(
			(item) => outcomeOf(item) === 'unknown' && booked.has((item.json as OrderColumns).order),
		).length;
		report.orderClaims += round.orderClaims.length;
		report.validationClaims += round.validationClaims.length;
		report.wrong.push(...wrong.map((what) => `kill ${round.number}: ${what}`));
		const said = JSON.stringify([countsOf(submittedItems), countsOf(validatedItems)]);
		this.options.tell(
			`${this.options.name}, kill ${round.number}: ${wrong.length} wrong, run again ${said}`,
		);
	}

	/** Settles once more what was too young for it. */
	private async settleGrown(): Promise<void> {
		const isGrown = ({ killedAtMs }: Round) => Date.now() > killedAtMs + YOUNG_MS;
		const grown = this.young.filter(isGrown);
		this.young = this.young.filter((round) => !isGrown(round));
		for (const round of grown) {
			const wrong = await this.settleUnknown(round);
			this.report.wrong.push(...wrong.map((what) => `kill ${round.number}, later: ${what}`));
		}
	}

	/** As the documentation tells a person: once Awin must have shown the orders, the workflow looks at Awin first. */
	private async settleUnknown(round: Round): Promise<string[]> {
		const { submitId, orders, isListed, killedAtMs } = round;
		if (isListed) await this.untilListed(orders);
		const options = { lookAtAwinFirst: true, sendAgainIfMissing: isListed };
		// It stays the same node: only that one knows what was on its way in the crash.
		const { nodes } = await this.client.getWorkflow(submitId);
		const settling = nodes.map((node) =>
			node.name === AWIN_NAME ? { ...node, parameters: { ...node.parameters, options } } : node,
		);
		await this.client.updateWorkflow(submitId, { nodes: settling });
		const items = outputOf(await this.client.runWorkflow(submitId), AWIN_NAME);
		const { settled, settledUnlisted } = this.report;
		add(isListed ? settled : settledUnlisted, countsOf(items));
		const isYoung = Date.now() <= killedAtMs + YOUNG_MS;
		if (isYoung && isListed && items.some((item) => outcomeOf(item) === 'unknown')) {
			this.young.push(round);
		}
		return judgeSettled(orders, bookedTimes(this.sandbox, orders), items, isListed, isYoung);
	}

	private async untilListed(orders: OrderColumns[]): Promise<void> {
		const wanted = new Set(orders.map(({ order }) => order));
		const shownAtMs = this.sandbox.awin.ledger.map((entry) =>
			entry.kind === 'order' && wanted.has(entry.reference)
				? (entry.transaction?.visibleAtMs ?? 0)
				: 0,
		);
		await sleep(Math.max(0, Math.max(0, ...shownAtMs) - Date.now()));
	}

	/** Lets the trigger catch up, and stops n8n in order. @returns up to when everything has to have been told */
	private async end(): Promise<number> {
		await this.untilPolled();
		const untilMs = Date.now() - 1000;
		await this.untilPolled();
		await sleep(2000);
		await this.process.stop();
		await this.look(Date.now());
		return untilMs;
	}

	/** Waits for a whole poll that begins from now on. */
	private async untilPolled(): Promise<void> {
		const fromMs = Date.now();
		while (this.pollCallsSince(fromMs) < 2 * LISTS) {
			if (Date.now() > fromMs + 3 * MINUTE_MS) throw new Error('The trigger polls no more');
			await sleep(100);
		}
	}
}

function add(counts: Counts, more: Counts): void {
	for (const [name, count] of Object.entries(more)) counts[name] = (counts[name] ?? 0) + count;
}
