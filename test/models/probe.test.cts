/**
 * The probe against stand-ins of which it knows nothing: every switch in a chance position. It has to name each position that
 * reading can tell, no matter which, and never a wrong one.
 */
import type { Switches } from '../../demo/sandbox/switches.cts';
import { tellable } from '../support/probeOracle.cts';
import { chanceWorld, positionsOf, probeWorld } from '../support/probeWorlds.cts';

const WORLDS = Number(process.env.PROBE_WORLDS ?? 300);
const FIRST = Number(process.env.PROBE_FIRST ?? 1);

/** Numbers of which a few calls show only where they lie. */
function nameOf(name: keyof Switches, position: unknown): unknown {
	if (name === 'maxUrlLength') return position === 0 || Number(position) >= 8000 ? 'long' : 'short';
	if (name !== 'reportMaxDays') return position;
	return position === 0 || Number(position) > 31 ? 'long' : position === 31 ? 31 : 'short';
}

function isSame(name: keyof Switches, one: unknown, other: unknown): boolean {
	return nameOf(name, one) === nameOf(name, other);
}

describe('the probe, blind', () => {
	it(`names what can be told in ${WORLDS} chance worlds, and nothing wrong`, async () => {
		const wrong: string[] = [];
		const missed: string[] = [];
		const seen = new Set<string>();
		let tellableCount = 0;
		let mostCalls = 0;
		for (let seed = FIRST; seed < FIRST + WORLDS; seed++) {
			const world = chanceWorld(seed);
			const before = tellable(world);
			const { verdicts, calls, stopped } = await probeWorld(world);
			const after = tellable(world);
			mostCalls = Math.max(mostCalls, calls);
			if (stopped) wrong.push(`${seed}: stopped, ${stopped}`);
			for (const name of Object.keys(world.switches) as Array<keyof Switches>) {
				const position = world.switches[name];
				if (name in verdicts.told) {
					seen.add(`${name} ${String(nameOf(name, position))}`);
					if (!isSame(name, verdicts.told[name], position)) {
						wrong.push(`${seed}: ${name} is ${position}, not ${verdicts.told[name]}`);
					}
				}
				if (before.has(name) && after.has(name)) {
					tellableCount++;
					if (!(name in verdicts.told)) missed.push(`${seed}: ${name} ${position}`);
				}
			}
		}
		console.log({ tellableCount, mostCalls, seen: seen.size });
		expect(wrong).toEqual([]);
		expect(missed).toEqual([]);
		expect(mostCalls).toBeLessThanOrEqual(40);
	});
});
