/**
 * The judge of histories is judged: every fault that was planted is found, and nothing is found where everything went well.
 */
import { Random } from '../crash/random.cts';
import {
	EVENT_FAULTS,
	LIMIT_FAULTS,
	ORDER_FAULTS,
	VALIDATION_FAULTS,
	type PlantedFault,
} from '../history/faults.cts';
import { judgeHistory } from '../history/judge.cts';
import type { Line } from '../history/lines.cts';
import { Tale } from '../history/tale.cts';
import { everyOutcome, LIMIT, Storyteller, watchStory } from '../support/histories.cts';
import { useSandbox } from '../support/useSandbox.cts';

const use = useSandbox({
	clock: true,
	store: true,
	isShared: true,
	requestsPerMinute: LIMIT,
	world: { startDate: '2026-01-01', transactionsPerDay: 0 },
});

const STORIES = Number(process.env.MODEL_RUNS ?? 200);
const SEED = Number(process.env.MODEL_SEED ?? 20_261_121);
/** No model of another test file has it. */
const WATCH_NUMBER = 900_000;

function outcomesIn(lines: Line[]): string[] {
	return lines.flatMap((line) =>
		line.kind === 'execution'
			? line.items.flatMap(({ awin }) => (awin as { outcome?: string } | null)?.outcome ?? [])
			: [],
	);
}

describe('nothing is found where everything went well', () => {
	it(`in ${STORIES} random stories of orders and validations, with everything that may happen on the way`, async () => {
		const outcomes = new Set<string>();
		for (let story = 0; story < STORIES; story++) {
			await use.renew();
			const random = new Random(SEED + story);
			const teller = new Storyteller(use, random);
			const stops = random.next() < 0.3;
			const orders = teller.orders(3, random.below(2));
			if (random.next() < 0.3) await teller.submit(orders, { isDryRun: true });
			await teller.submit(orders, { fault: 'chance', stops });
			await teller.submit(orders, { fault: 'chance' });
			const options = { lookAtAwinFirst: true, sendAgainIfMissing: random.next() < 0.7 };
			await teller.submit(orders, { options });
			const validations = teller.validations(3);
			if (random.next() < 0.3) await teller.validate(validations, { isDryRun: true });
			await teller.validate(validations, { fault: 'chance', stops });
			await teller.validate(validations, { fault: 'chance' });
			const lines = teller.end();
			for (const outcome of outcomesIn(lines)) outcomes.add(outcome);

			expect([story, judgeHistory(lines).wrong]).toEqual([story, []]);
		}
		expect([...outcomes]).toEqual(
			expect.arrayContaining(['accepted', 'rejected', 'unknown', 'skipped', 'done', 'failed']),
		);
	});
});

let sent: Line[];
let watched: Line[];

beforeAll(async () => {
	await use.renew();
	sent = await everyOutcome(use, new Random(SEED));
	watched = await watchStory(WATCH_NUMBER);
});

describe.each<[string, readonly PlantedFault[], () => Line[]]>([
	['orders', ORDER_FAULTS, () => sent],
	['validations', VALIDATION_FAULTS, () => sent],
	['the limit', LIMIT_FAULTS, () => sent],
	['events', EVENT_FAULTS, () => watched],
])('a fault with %s', (_what, faults, good) => {
	it('is not found where there is none', () => {
		expect(judgeHistory(good()).wrong).toEqual([]);
	});

	it.each(faults)('%s', (_fault, word, plant) => {
		const tale = new Tale(good());
		plant(tale);

		const words = judgeHistory(tale.lines).wrong.map((sentence) => sentence.split(':')[0]);

		expect(words).toContain(word);
	});
});

it('at least 50 faults are planted', () => {
	const all = [...ORDER_FAULTS, ...VALIDATION_FAULTS, ...LIMIT_FAULTS, ...EVENT_FAULTS];
	expect(all.length).toBeGreaterThanOrEqual(50);
});
