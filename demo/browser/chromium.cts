import { existsSync } from 'node:fs';

import { chromium, type Browser } from 'playwright-core';

/** Where the systems put it; `CHROMIUM` names any other place. */
const USUAL_PLACES = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Nothing but what the page itself asks for: no look-ups, updates or greetings of the browser's own. */
const QUIET = [
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** Starts the machine's own Chromium without a window. */
export async function startChromium(): Promise<Browser> {
	const places = process.env.CHROMIUM ? [process.env.CHROMIUM] : USUAL_PLACES;
	const executablePath = places.find((place) => existsSync(place));
	if (executablePath === undefined) {
		throw new Error(
			`Chromium was not found (${places.join(', ')}). Install it, on Debian with "apt-get install chromium", or set CHROMIUM to where it is.`,
		);
	}
	// Chromium refuses its sandbox to root, who runs most containers; it opens nothing but this machine's own pages.
	const isRoot = process.getuid?.() === 0;
	return await chromium.launch({
		executablePath,
		args: isRoot ? [...QUIET, '--no-sandbox'] : QUIET,
	});
}
