import { Caller, Stopped } from './caller.cts';
import type { Clock, StopReason } from './caller.cts';
import { gather, newCourse } from './gather.cts';
import type { Course, Wishes } from './gather.cts';
import { judgeAccounts, judgeLimit } from './judges/accounts.cts';
import { judgeDates } from './judges/dates.cts';
import { judgeFilters, judgeTransactionFilters } from './judges/filters.cts';
import { judgeJobs, oldestJobDays } from './judges/jobs.cts';
import {
	judgeFeed,
	judgeOffers,
	judgeProgrammes,
	judgeQueries,
	judgeQuota,
} from './judges/publisher.cts';
import { judgeReports } from './judges/reports.cts';
import { judgeAmendments, judgeRows } from './judges/rows.cts';
import type { StepName } from './steps.cts';
import { Verdicts } from './verdicts.cts';
import type { Findings, Judge } from './verdicts.cts';
import type { Wire } from './wire.cts';

export interface Probed {
	verdicts: Verdicts;
	findings: Findings;
	course: Course;
	calls: number;
	/** Days since the oldest validation job of the list was sent; null where there is none. */
	oldestJobDays: number | null;
	/** Null: everything was asked. */
	stopped: StopReason | null;
	/** What the network said, where it was that. */
	cause: unknown;
}

/** Asks, and judges what was answered, even where it was stopped halfway. */
export async function probe(
	wire: Wire,
	clock: Clock,
	wishes: Wishes,
	onCall?: (step: StepName, number: number) => void,
): Promise<Probed> {
	const caller = new Caller(wire, clock, onCall);
	const course = newCourse();
	let stopped: StopReason | null = null;
	let cause: unknown;
	try {
		await gather(caller, () => clock.now(), wishes, course);
	} catch (error) {
		if (!(error instanceof Stopped)) throw error;
		stopped = error.reason;
		cause = error.cause;
	}
	const findings: Findings = {
		answers: caller.answers,
		refusals: caller.refusals.map(({ headers }) => headers),
		atLimit: caller.atLimit,
		role: course.role,
		landmark: course.landmark,
		hasBothKinds: course.hasBothKinds,
	};
	const verdicts = new Verdicts();
	// Later judges lean on what the earlier ones found of the filters.
	const judges: Judge[] = [
		judgeAccounts,
		judgeLimit,
		judgeRows,
		judgeDates,
		judgeTransactionFilters,
		judgeAmendments,
		judgeReports(course.regions),
		judgeJobs,
		judgeProgrammes,
		judgeQuota,
		judgeOffers,
		judgeQueries,
		judgeFeed,
		judgeFilters,
	];
	for (const judge of judges) judge(findings, verdicts);
	return {
		verdicts,
		findings,
		course,
		calls: caller.calls,
		oldestJobDays: oldestJobDays(caller.answers.jobs, clock.now()),
		stopped,
		cause,
	};
}
