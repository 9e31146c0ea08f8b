import type { BatchItem } from './batch.cts';
import { hexOf } from './hash.cts';
import type { ItemResult } from './validate.cts';

/** A validation job: its results are settled when it is taken in, and shown when it is over. */
export interface Job {
	jobId: string;
	accountId: number;
	createdAtMs: number;
	/** When its first item's turn is: an advertiser's jobs run one after the other. */
	startsAtMs: number;
	completedAtMs: number;
	results: Array<{ item: BatchItem; result: ItemResult }>;
}

/** The validation jobs of all advertisers, oldest first. */
export class JobBook {
	private readonly jobs: Job[] = [];

	constructor(private readonly seed: number) {}

	/** Takes in a job that runs for `durationMs` once the advertiser's earlier ones are over. */
	open(accountId: number, nowMs: number, durationMs: number): Job {
		const busyUntilMs = this.of(accountId).at(-1)?.completedAtMs ?? nowMs;
		const startsAtMs = Math.max(nowMs, busyUntilMs);
		const job: Job = {
			jobId: hexOf(24, this.seed, 'job', accountId, nowMs, this.jobs.length),
			accountId,
			createdAtMs: nowMs,
			startsAtMs,
			completedAtMs: startsAtMs + Math.ceil(durationMs),
			results: [],
		};
		this.jobs.push(job);
		return job;
	}

	of(accountId: number): Job[] {
		return this.jobs.filter((job) => job.accountId === accountId);
	}

	find(accountId: number, jobId: string): Job | undefined {
		return this.of(accountId).find((job) => job.jobId === jobId);
	}
}
