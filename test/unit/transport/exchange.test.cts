import { getEventListeners } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { within } from '../../../nodes/Awin/transport/exchange';
import { systemClock } from '../../../nodes/Awin/transport/gate';

setFlagsFromString('--expose_gc');
const collectGarbage = runInNewContext('gc') as () => void;

it('exchanges side by side leave nothing behind that waits for the stop of the execution', async () => {
	const { signal: stop } = new AbortController();
	const ends: Array<() => void> = [];
	const exchanges = Array.from({ length: 4 }, async () => {
		const bounds = { clock: systemClock, timeoutMs: 60_000, stop };
		return await within(bounds, async () => await new Promise<void>((end) => ends.push(end)));
	});
	expect(getEventListeners(stop, 'abort')).toHaveLength(4);

	// What only a weak reference holds is gone after this.
	await setImmediate();
	collectGarbage();
	for (const end of ends) end();
	await Promise.all(exchanges);

	expect(getEventListeners(stop, 'abort')).toEqual([]);
});
