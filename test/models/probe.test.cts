/**
 * The probe against stand-ins of which it knows nothing: every switch in a chance position. It has to name each position that
 * reading can tell, whichever it is, and never a wrong one; and a stand-in that is set up by its file has to be named the same.
 *
 * `npm run prove:probe` does the same with 5,000 of them.
 */
import { SWITCH_NAMES, isReadable } from '../../demo/assumptions/index.cts';
import { fileOf } from '../../demo/probe/report.cts';
import { behaveLike } from '../../demo/sandbox/like.cts';
import { DEFAULT_SWITCHES } from '../../demo/sandbox/switches.cts';
import type { Switches } from '../../demo/sandbox/switches.cts';
import { tellable } from '../support/probeOracle.cts';
import { chanceWorld, positionsOf, probeWorld } from '../support/probeWorlds.cts';
import type { ProbeWorld } from '../support/probeWorlds.cts';

const WORLDS = Number(process.env.PROBE_WORLDS ?? 200);
/** A rare position may need more of them until it was to be seen once. */
const MOST_WORLDS = 2 * WORLDS;
const FIRST = Number(process.env.PROBE_FIRST ?? 1);

/** Of numbers without end, a few calls show only where they lie. */
function nameOf(name: keyof Switches, position: unknown): unknown {
	const figure = Number(position);
	if (name === 'maxUrlLength') return figure === 0 || figure >= 8000 ? 'enough' : 'too few';
	if (name !== 'reportMaxDays') return position;
	if (figure === 31) return 31;
	return figure === 0 || figure > 31 ? 'more' : 'fewer';
}

/** What no reading shows, whatever is in the account: the absence of something proves nothing. */
const NEVER_SEEN: ReadonlyArray<readonly [keyof Switches, unknown]> = [
	['amendmentMatch', 'last'],
	['jobsNeverFinish', true],
	['badEndStatus', 'FAILED'],
];

/** Each position of what reading shows. */
function everyPosition(): string[] {
	const isSeen = (name: keyof Switches, position: unknown) =>
		!NEVER_SEEN.some(([one, other]) => one === name && other === position);
	return SWITCH_NAMES.filter(isReadable).flatMap((name) =>
		positionsOf(name)
			.filter((position) => isSeen(name, position))
			.map((position) => `${name} ${String(nameOf(name, position))}`),
	);
}

interface Tally {
	wrong: string[];
	missed: string[];
	/** Positions of one and the same world that were named otherwise in its twin. */
	unlike: string[];
	named: Set<string>;
	tellable: number;
	mostCalls: number;
}

async function judgeWorld(seed: number, tally: Tally): Promise<void> {
	const world = chanceWorld(seed);
	// What can be told before and after the probe, it must have been able to tell.
	const before = tellable(world);
	const probed = await probeWorld(world);
	const after = tellable(world);
	const { told, untold } = probed.verdicts;
	tally.mostCalls = Math.max(tally.mostCalls, probed.calls);
	if (probed.stopped) tally.wrong.push(`${seed}: it stopped, ${probed.stopped}`);
	for (const name of SWITCH_NAMES) {
		const position = nameOf(name, world.switches[name]);
		const isTold = name in told;
		const label = `${seed}: ${name} ${String(position)}`;
		if (isTold) tally.named.add(`${name} ${String(position)}`);
		if (isTold && nameOf(name, told[name]) !== position) {
			tally.wrong.push(`${label}, not ${String(told[name])}`);
		}
		// What is not named is said to be unknown, with a reason.
		if (isReadable(name) && isTold === name in untold) {
			if (probed.course.role !== null && isTold) tally.wrong.push(`${label} told and untold`);
		}
		if (before.has(name) && after.has(name)) {
			tally.tellable++;
			if (!isTold) tally.missed.push(label);
		}
	}
	await judgeTwin(seed, world, fileOf(probed), told, tally);
}

async function judgeTwin(
	seed: number,
	world: ProbeWorld,
	file: string,
	told: Partial<Switches>,
	tally: Tally,
): Promise<void> {
	const switches = { ...DEFAULT_SWITCHES };
	const problem = behaveLike(switches, file);
	if (problem !== null) tally.wrong.push(`${seed}: ${problem}`);
	const twin = chanceWorld(seed, switches);
	twin.awin.requestsPerMinute = world.awin.requestsPerMinute;
	const before = tellable(twin);
	const { verdicts } = await probeWorld(twin);
	for (const name of Object.keys(told) as Array<keyof Switches>) {
		// Now and then only what was not told had shown it: dates that are not looked at bring rows that would not be there.
		if (!(name in verdicts.told) && !before.has(name)) continue;
		if (nameOf(name, verdicts.told[name]) !== nameOf(name, told[name])) {
			tally.unlike.push(`${seed}: ${name} ${String(told[name])}, ${String(verdicts.told[name])}`);
		}
	}
}

describe('the probe, blind', () => {
	it(`names all that can be told in ${WORLDS} chance worlds and their twins, and nothing wrong`, async () => {
		const tally: Tally = {
			wrong: [],
			missed: [],
			unlike: [],
			named: new Set(),
			tellable: 0,
			mostCalls: 0,
		};
		const { wrong, missed, unlike, named } = tally;
		const unnamed = () => everyPosition().filter((position) => !named.has(position));
		for (let count = 0; count < MOST_WORLDS; count++) {
			if (count >= WORLDS && unnamed().length === 0) break;
			await judgeWorld(FIRST + count, tally);
		}

		if (process.env.PROBE_WORLDS) {
			console.log(`${tally.tellable} positions could be told; ${tally.mostCalls} calls at most`);
		}
		expect(wrong).toEqual([]);
		expect(missed).toEqual([]);
		expect(unlike).toEqual([]);
		expect(tally.tellable).toBeGreaterThan(WORLDS * 25);
		expect(tally.mostCalls).toBeLessThanOrEqual(40);

		// Nobody can pass this by never naming anything: each position of what reading shows was named somewhere.
		expect(unnamed()).toEqual([]);
		// What only a change can show is never claimed.
		const claimed = SWITCH_NAMES.filter((name) => !isReadable(name)).filter((name) =>
			[...named].some((position) => position.startsWith(`${name} `)),
		);
		expect(claimed).toEqual([]);
	});
});
