import type { Owner } from './n8n/client.cts';

export interface Welcome {
	urls: { frontDoor: string; n8n: string; sandbox: string };
	/** None when the account is the user's own by now, so that the front door cannot sign in. */
	owner: Pick<Owner, 'email' | 'password'> | undefined;
	/** How long the start took, for people. */
	took: string;
	resetCommand: string;
}

/** What the demo prints when it is ready: one address to open, and the others out of the way. */
export function welcome({ urls, owner, took, resetCommand }: Welcome): string {
	const address = standingOut(owner ? urls.frontDoor : urls.n8n);
	const aboutSignIn = owner
		? `It signs you in, so keep it to yourself. A session in another n8n that this
     browser has open at 127.0.0.1 would end; one at localhost stays.`
		: 'Sign in with the e-mail and password that you chose.';
	const account = owner ? ` (${owner.email}, password ${owner.password})` : '';
	return `
  The Awin demo is ready (${took}).

  ➜  Open  ${address}

     ${aboutSignIn}

  What to do first
  1. Open the workflow "Awin demo: my transactions".
  2. Press "Execute workflow" at the bottom.
  3. Double-click "Get my transactions" to see the sales.

  Then open "Awin demo: close the month". Its guide is docs/month-end.md.

  Awin is played by a sandbox on this machine, where new sales come in every minute.
  Nothing is sent to Awin, and no money moves.

  Ctrl-C stops everything. Your work is kept for next time; to start afresh:
  ${resetCommand}

${faint(`  Behind it: n8n at ${urls.n8n}${account}, sandbox at ${urls.sandbox}`)}
`;
}

function standingOut(text: string): string {
	return styled(text, '1;4');
}

function faint(text: string): string {
	return styled(text, '2');
}

/** Plain where the output is not a terminal, or where the user wants no colours. */
function styled(text: string, code: string): string {
	const isPlain = !process.stdout.isTTY || !process.stdout.hasColors();
	return isPlain ? text : `\u001b[${code}m${text}\u001b[0m`;
}
