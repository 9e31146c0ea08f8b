import { packPackage } from '../../demo/n8n/package-install.cts';
import { projectDirectory } from '../../demo/n8n/paths.cts';
import { runCrashes } from '../crash/crashes.cts';
import { FIRST_START_TIMEOUT_MS } from '../support/realN8n.cts';

/** The whole run has 200 of them: `npm run test:crash`. */
const KILLS = 6;
const SEED = 11;

it(
	'n8n is killed at random moments while it polls, validates and submits, and nothing is lost, doubled or made up',
	async () => {
		const tell = (line: string) => process.stderr.write(`${line}\n`);
		await packPackage({ projectDirectory: projectDirectory(), progress: tell });

		const reports = await runCrashes({ kills: KILLS, seed: SEED, tell });

		expect(reports.map(({ kills }) => kills)).toEqual([KILLS / 2, KILLS / 2]);
		for (const { wrong, deliveries, submitAgain, validateAgain } of reports) {
			expect([...wrong, ...deliveries.wrong]).toEqual([]);
			// There was something to lose.
			expect(deliveries.events).toBeGreaterThan(10);
			expect(Object.keys(submitAgain).length).toBeGreaterThan(0);
			expect(Object.keys(validateAgain).length).toBeGreaterThan(0);
		}
		// The durable scheduler saves the state and the execution in one step.
		expect(reports.map(({ deliveries }) => deliveries.lostEvents)[1]).toBe(0);
	},
	FIRST_START_TIMEOUT_MS,
);
