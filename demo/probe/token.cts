/** Asking for the token without showing it. */
import type { Readable, Writable } from 'node:stream';

/** A terminal, or a pipe; `isTTY` and `setRawMode` are there for a terminal only. */
export type TokenInput = Readable & {
	isTTY?: boolean;
	setRawMode?: (isRaw: boolean) => unknown;
};

const CTRL_C = '\u0003';
const CTRL_D = '\u0004';
const BACKSPACES = ['\u007f', '\b'];
/** What terminals put around text that is pasted. */
const PASTE_MARKS = /\u001b\[20[01]~/g;
const LONGEST = 2000;

/**
 * The token from a terminal, where nothing of it is shown, or the first line of a pipe.
 *
 * @returns null when the person gave none or pressed Ctrl-C
 */
export async function askForToken(input: TokenInput, output: Writable): Promise<string | null> {
	if (!input.isTTY || !input.setRawMode) return firstLine(await everything(input));
	output.write('Awin token (nothing is shown while you type or paste): ');
	input.setRawMode(true);
	try {
		return await typed(input);
	} finally {
		input.setRawMode(false);
		input.pause();
		output.write('\n');
	}
}

async function typed(input: TokenInput): Promise<string | null> {
	return await new Promise((resolve) => {
		let text = '';
		const end = (token: string | null) => {
			input.off('data', take);
			input.off('end', give);
			resolve(token);
		};
		const give = () => end(firstLine(text));
		const take = (chunk: Buffer | string) => {
			for (const letter of chunk.toString().replace(PASTE_MARKS, '')) {
				if (letter === CTRL_C) return end(null);
				if (letter === '\r' || letter === '\n' || letter === CTRL_D) return give();
				if (BACKSPACES.includes(letter)) text = text.slice(0, -1);
				else if (text.length < LONGEST) text += letter;
			}
		};
		input.on('data', take);
		input.on('end', give);
		input.resume();
	});
}

async function everything(input: Readable): Promise<string> {
	let text = '';
	for await (const chunk of input) {
		text += String(chunk);
		if (text.includes('\n') || text.length > LONGEST) break;
	}
	return text;
}

function firstLine(text: string): string | null {
	const line = text
		.replace(PASTE_MARKS, '')
		.split(/[\r\n]/, 1)[0]
		.trim();
	return line === '' ? null : line;
}

/** What is wrong with a token, in words that do not repeat it; null when it can be sent. */
export function problemOf(token: string): string | null {
	const isPlain = /^[\x21-\x7e]+$/.test(token);
	return isPlain && token.length < LONGEST
		? null
		: 'This is not a token: it has blanks or letters that no token has. Copy it again from https://ui.awin.com/awin-api.';
}
