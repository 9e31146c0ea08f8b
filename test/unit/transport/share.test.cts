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

/** Calls that go early and are taken, until there is a place more. @returns how many that takes */
function trialsForOneMore(share: Share, nowMs: number): number {
	const before = share.places;
	for (let trials = 1; trials <= 100; trials++) {
		share.trialTaken(nowMs);
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

	it('leaves one free for a while after 120 calls without a pause', () => {
		const share = shareOf();
		for (let call = 0; call < 119; call++) share.started(call * 3 * SECOND_MS, false);
		expect(share.places).toBe(20);
		share.started(360 * SECOND_MS, false);
		expect(share.places).toBe(19);
		expect(share.isLearnt).toBe(false);
		expect(share.mayTry(360 * SECOND_MS + 2 * MINUTE_MS - 1)).toBe(false);
		expect(share.mayTry(360 * SECOND_MS + 2 * MINUTE_MS)).toBe(true);
		expect(trialsForOneMore(share, 500 * SECOND_MS)).toBeLessThan(10);
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
	it('costs half of the places at first, and a fifth later', () => {
		const share = shareOf();
		refuse(share, 0);
		expect(share.places).toBe(10);
		expect(share.isLearnt).toBe(true);
		refuse(share, MINUTE_MS);
		expect(share.places).toBe(8);
	});

	it('counts once for calls that were under way together', () => {
		const share = shareOf();
		for (let call = 0; call < 10; call++) {
			share.refused({ isTrial: false, startedMs: 0, notRefused: 20 }, SECOND_MS + call);
		}
		expect(share.places).toBe(10);
	});

	it('leaves no more than was taken in the last minute, and one of a trial besides', () => {
		const share = shareOf();
		refuse(share, 0, 4);
		expect(share.places).toBe(4);
		const trying = shareOf();
		refuse(trying, 0, 4, true);
		expect(trying.places).toBe(5);
	});

	it('leaves one place, always', () => {
		const share = shareOf();
		for (let minute = 0; minute < 100; minute++) refuse(share, minute * MINUTE_MS, 0);
		expect(share.places).toBe(1);
	});
});

describe('After a refusal', () => {
	it('what was given up is tried for after half a minute, the place beyond after minutes', () => {
		const share = shareOf();
		refuse(share, 0);
		expect(share.mayTry(30 * SECOND_MS - 1)).toBe(false);
		expect(share.mayTry(30 * SECOND_MS)).toBe(true);

		const small = shareOf();
		refuse(small, 0, 1);
		refuse(small, MINUTE_MS, 1, true);
		expect(small.places).toBe(1);
		expect(small.mayTry(7 * MINUTE_MS - 1)).toBe(false);
		expect(small.mayTry(7 * MINUTE_MS)).toBe(true);
	});

	it('a place more takes a minute of calls that went early, and less each time', () => {
		const share = shareOf();
		refuse(share, 0);
		expect(trialsForOneMore(share, MINUTE_MS)).toBe(10);
		expect(trialsForOneMore(share, MINUTE_MS)).toBe(8);
		expect(trialsForOneMore(share, MINUTE_MS)).toBe(6);
	});

	it('and a rest where what was given up is back: six minutes, and less for who holds much', () => {
		const share = shareOf();
		refuse(share, 0);
		refuse(share, MINUTE_MS, 20, true);
		expect(share.places).toBe(8);
		for (; share.places < 10; ) trialsForOneMore(share, 2 * MINUTE_MS);
		const restMs = 6 * MINUTE_MS * Math.sqrt(3 / 10);
		expect(share.mayTry(2 * MINUTE_MS + restMs - 1)).toBe(false);
		expect(share.mayTry(2 * MINUTE_MS + restMs)).toBe(true);
	});

	it('all places again: the others are gone', () => {
		const share = shareOf();
		refuse(share, 0);
		for (; !share.isWhole; ) trialsForOneMore(share, MINUTE_MS);
		expect(share.places).toBe(20);
		expect(share.isLearnt).toBe(false);
	});

	it('a place comes back for each minute without work, and no more than all', () => {
		const share = shareOf();
		refuse(share, 0);
		share.rested(3);
		expect(share.places).toBe(13);
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
		refuse(share, 0, 6);
		expect(share.places).toBe(6);
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
		trialsForOneMore(share, MINUTE_MS);
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
		trialsForOneMore(share, 11 * MINUTE_MS);
		expect(share.isLearnt).toBe(false);
	});
});
