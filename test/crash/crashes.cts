/** Crashes under both of n8n's schedulers, side by side. */
import { runLane, type LaneOptions, type LaneReport } from './lane.cts';

const SCHEDULERS = [
	{ name: 'own', env: {} },
	{
		name: 'durable',
		env: {
			N8N_SCHEDULER_ENABLED: 'true',
			N8N_SCHEDULER_POLL_TRIGGERS_ENABLED: 'true',
			N8N_POLLER_DURABLE_CURSORS_ENABLED: 'true',
		},
	},
];

export interface CrashOptions
	extends Pick<LaneOptions, 'seed' | 'killWithinMs' | 'tell' | 'isOver'> {
	/** In all; each scheduler gets half of them. */
	kills: number;
}

export async function runCrashes({ kills, seed, ...rest }: CrashOptions): Promise<LaneReport[]> {
	const share = Math.ceil(kills / SCHEDULERS.length);
	return await Promise.all(
		SCHEDULERS.map(
			async ({ name, env }, index) =>
				await runLane({ ...rest, name, env, kills: share, seed: seed + index }),
		),
	);
}
