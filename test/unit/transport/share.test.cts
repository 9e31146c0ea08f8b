import { Share } from '../../../nodes/Awin/transport/share';

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;

/** With the middle of all that is left to chance. */
function shareOf(most = 20): Share {
	return new Share(most, () => 0.5);
}

/** Refused, with so many calls taken in the last minute. */
function refuse(share: Share, nowMs: number, notRefused = 20, isTrial = false): void {
	share.refused({ isTrial, startedMs: nowMs, notRefused }, nowMs);
}

/** After a refusal at 0, and with so many places since. */
function holding(places: number): Share {
	const share = shareOf();
	refuse(share, 0, places === 1 ? 1 : 20);
	while (share.places < places) share.trialTaken(true);
	return share;
}

/** Calls that go early and are taken, until there is a place more. @returns how many that takes */
function trialsForOneMore(share: Share): number {
	const before = share.places;
	for (let trials = 1; trials <= 100; trials++) {
		share.trialTaken(false);
		if (share.places > before) return trials;
	}
	throw new Error('There is never one more');
}

describe('Who was never refused', () => {
	it('has all places, and tries for nothing', () => {
		const share = shareOf();
		expect(share.places).toBe(20);
		expect(share.mayTry(0)).toBe(false);
		expect(share.isLearnt).toBe(false);
	});

	it('leaves one free for a while after 105 calls without a pause', () => {
		const share = shareOf();
		for (let call = 0; call < 104; call++) share.started(call * 3 * SECOND_MS, false);
		expect(share.places).toBe(20);
		share.started(360 * SECOND_MS, false);
		expect(share.places).toBe(19);
		expect(share.isLearnt).toBe(false);
		expect(share.mayTry(360 * SECOND_MS + 2 * MINUTE_MS - 1)).toBe(false);
		expect(share.mayTry(360 * SECOND_MS + 2 * MINUTE_MS)).toBe(true);
		expect(trialsForOneMore(share)).toBeLessThan(10);
		expect(share.isWhole).toBe(true);
	});

	it('leaves none free where it pauses between', () => {
		const share = shareOf();
		for (let call = 0; call < 1000; call++) share.started(call * 3 * SECOND_MS, call % 100 === 0);
		expect(share.places).toBe(20);
	});

	it('leaves none free of a limit that is set lower than that of Awin', () => {
		const share = shareOf(19);
		for (let call = 0; call < 1000; call++) share.started(call * 3 * SECOND_MS, false);
		expect(share.places).toBe(19);
	});
});

describe('A refusal', () => {
	it('leaves two places at first: there are others, and all begin again alike', () => {
		const share = shareOf();
		refuse(share, 0);
		expect(share.places).toBe(2);
		expect(share.isLearnt).toBe(true);
	});

	it.each([
		[1, 1],
		[2, 2],
		[3, 2],
		[11, 10],
		[12, 10],
		[19, 17],
	])('later, of %d places, leaves %d', (held, kept) => {
		const share = holding(held);
		refuse(share, MINUTE_MS);
		expect(share.places).toBe(kept);
	});

	it('counts once for calls that were under way together', () => {
		const share = shareOf();
		for (let call = 0; call < 10; call++) {
			share.refused({ isTrial: false, startedMs: 0, notRefused: 20 }, SECOND_MS + call);
		}
		expect(share.places).toBe(2);
	});

	it('leaves no more than was taken in the last minute, and one of a trial besides', () => {
		const share = holding(10);
		refuse(share, MINUTE_MS, 4);
		expect(share.places).toBe(4);
		const trying = holding(10);
		refuse(trying, MINUTE_MS, 4, true);
		expect(trying.places).toBe(5);
	});

	it('leaves one place, always', () => {
		const share = shareOf();
		for (let minute = 0; minute < 100; minute++) refuse(share, minute * MINUTE_MS, 0);
		expect(share.places).toBe(1);
	});
});

describe('After a refusal', () => {
	it('the next try comes after half a minute as long as the shares are found, and after minutes later', () => {
		const share = holding(3);
		refuse(share, 2 * MINUTE_MS);
		expect(share.mayTry(2.5 * MINUTE_MS - 1)).toBe(false);
		expect(share.mayTry(2.5 * MINUTE_MS)).toBe(true);
		refuse(share, 4 * MINUTE_MS);
		expect(share.mayTry(14 * MINUTE_MS - 1)).toBe(false);
		expect(share.mayTry(14 * MINUTE_MS)).toBe(true);
	});

	it('who holds much tries sooner, and so gives it up sooner', () => {
		const share = holding(13);
		refuse(share, 4 * MINUTE_MS);
		expect(share.places).toBe(11);
		const restMs = 10 * MINUTE_MS * (3 / 11) ** 1.5;
		expect(share.mayTry(4 * MINUTE_MS + restMs - 1)).toBe(false);
		expect(share.mayTry(4 * MINUTE_MS + restMs)).toBe(true);
	});

	it('who holds one place tries soon, and later each time that there is no room', () => {
		const share = holding(1);
		const rests = Array.from({ length: 6 }, (_, i) => {
			const nowMs = (1 + i) * 60 * MINUTE_MS;
			refuse(share, nowMs, 1, true);
			refuse(share, nowMs, 0);
			let restMs = 0;
			while (!share.mayTry(nowMs + restMs)) restMs += SECOND_MS;
			return Math.round(restMs / SECOND_MS);
		});
		expect(rests).toEqual([96, 154, 246, 394, 600, 600]);
		share.trialTaken(true);
		refuse(share, 600 * MINUTE_MS, 1);
		expect(share.places).toBe(1);
		expect(share.mayTry(600 * MINUTE_MS + 96 * SECOND_MS)).toBe(true);
	});

	it('a place more takes a minute of calls that went early, and less each time', () => {
		const share = holding(10);
		refuse(share, MINUTE_MS);
		expect(share.places).toBe(9);
		expect(trialsForOneMore(share)).toBe(9);
		expect(trialsForOneMore(share)).toBe(9);
		expect(trialsForOneMore(share)).toBe(8);
	});

	it('or one call that went in addition to all', () => {
		const share = holding(10);
		refuse(share, MINUTE_MS);
		share.trialTaken(true);
		expect(share.places).toBe(10);
	});

	it('all places again: the others are gone', () => {
		const share = shareOf();
		refuse(share, 0);
		for (; !share.isWhole; ) trialsForOneMore(share);
		expect(share.places).toBe(20);
		expect(share.isLearnt).toBe(false);
	});

	it('a place comes back for each minute without work, and no more than all', () => {
		const share = shareOf();
		refuse(share, 0);
		share.rested(3);
		expect(share.places).toBe(5);
		share.rested(1000);
		expect(share.places).toBe(20);
		expect(share.isLearnt).toBe(false);
	});
});

describe('A limit that is set anew', () => {
	it('up: whoever was never refused has all of it at once', () => {
		const share = shareOf(5);
		share.most = 20;
		expect(share.places).toBe(20);
	});

	it('down and up again: what was learnt stays', () => {
		const share = shareOf(16);
		refuse(share, 0);
		while (share.places < 6) share.trialTaken(true);
		for (let call = 0; call < 50; call++) {
			share.most = call % 2 ? 16 : 4;
			share.started(call * SECOND_MS, false);
			expect(share.places).toBe(call % 2 ? 6 : 4);
		}
		expect(share.isLearnt).toBe(true);
	});

	it('to have all of the smaller one does not give back the larger one', () => {
		const share = shareOf(16);
		share.started(0, false);
		refuse(share, 0, 3);
		share.most = 4;
		share.started(SECOND_MS, false);
		while (!share.isWhole) share.trialTaken(true);
		expect(share.isWhole).toBe(true);
		share.most = 16;
		expect(share.places).toBe(4);
		expect(share.isLearnt).toBe(true);
	});

	it('down for good: after ten minutes all of it is all', () => {
		const share = shareOf(16);
		share.started(0, false);
		refuse(share, 0, 3);
		share.most = 4;
		share.started(11 * MINUTE_MS, false);
		while (!share.isWhole) share.trialTaken(true);
		expect(share.isLearnt).toBe(false);
	});
});
