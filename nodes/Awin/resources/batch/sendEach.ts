/**
 * Calls that go out one after the other, each for a row or some rows of its own. Whatever becomes of one call, everything
 * has its result afterwards.
 */
import type { CallFailure, Explanation } from '../../transport/errors';
import type { Call } from '../../transport/request';
import type { Run } from '../operation';
import type { Refusal } from './refusals';
import { byAccount, mayHaveArrived, STOPPED } from './sending';

/** How one kind of call is made, and where its results go. */
export interface Way<Unit> {
	call(unit: Unit): Call;
	/** Awin answered with a success. */
	answered(unit: Unit, status: number, answer: unknown): void;
	/**
	 * Awin refused what this unit asks for, which says nothing of the connection or the account.
	 *
	 * @returns whether it was that, and is settled; or why nothing more of this account is to be sent either
	 */
	refused(unit: Unit, failure: CallFailure & { kind: 'refused' }): boolean | Refusal;
	/** The words for a call that came to nothing. */
	explain(unit: Unit, failure: CallFailure): Promise<Explanation>;
	/** Nothing of the unit is at Awin. */
	failed(unit: Unit, why: Refusal): void;
	/** Nobody can say whether Awin has it. */
	unknown(unit: Unit, message: string): void;
}

/** Makes the calls, one account after the other. Never throws. */
export async function sendEach<Unit extends { accountId: string }>(
	run: Run,
	units: Unit[],
	way: Way<Unit>,
): Promise<void> {
	let stop: Refusal | undefined;
	for (const group of byAccount(units).values()) {
		let accountStop: Refusal | undefined;
		for (const unit of group) {
			if (run.context.getExecutionCancelSignal?.()?.aborted) stop = STOPPED;
			const why = stop ?? accountStop;
			if (why) {
				way.failed(unit, why);
				continue;
			}
			const after = await sendUnit(run, unit, way);
			stop = after.stop;
			accountStop = after.accountStop;
		}
	}
}

/** Why no more calls are made, for any account or for this one. */
interface After {
	stop?: Refusal;
	accountStop?: Refusal;
}

async function sendUnit<Unit>(run: Run, unit: Unit, way: Way<Unit>): Promise<After> {
	const result = await run.awin.send(way.call(unit));
	if (result.ok) {
		way.answered(unit, result.status, result.answer);
		return {};
	}
	const { failure } = result;
	const settled = failure.kind === 'refused' && way.refused(unit, failure);
	if (settled) return settled === true ? {} : { accountStop: settled };

	const { message, description: nextStep } = await way.explain(unit, failure);
	const isCancelled = failure.kind === 'cancelled';
	if (mayHaveArrived(failure)) {
		way.unknown(unit, message);
		return isCancelled ? { stop: STOPPED } : {};
	}
	if (isCancelled) {
		way.failed(unit, STOPPED);
		return { stop: STOPPED };
	}
	const code = failure.kind === 'refused' ? failure.status : undefined;
	way.failed(unit, { message, nextStep, code });
	const rest = {
		message: `Not sent, because an earlier call came to nothing: ${message}`,
		nextStep,
		code,
	};
	// The limit is that of the token, and whoever cannot reach Awin cannot for the next account either.
	if (failure.kind !== 'refused' || failure.status === 429) return { stop: rest };
	return [401, 403, 404].includes(failure.status) ? { accountStop: rest } : {};
}
