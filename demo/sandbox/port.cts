const HIGHEST_PORT = 65_535;

/** Reads `--port`, 0 standing for any free one. */
export function portFrom(text: string | undefined, standard: number): number {
	if (text === undefined) return standard;
	const port = /^\d+$/.test(text) ? Number(text) : Number.NaN;
	if (port <= HIGHEST_PORT) return port;
	throw new Error(`--port takes a whole number from 0 to ${HIGHEST_PORT}, not '${text}'.`);
}

/** What a person can do about a sandbox that could not start on this port; any other error as it is. */
export function explainedStart(error: unknown, port: number): unknown {
	const code = (error as NodeJS.ErrnoException | undefined)?.code;
	const another = 'Choose another one with --port, or any free one with --port 0.';
	if (code === 'EADDRINUSE') {
		return new Error(
			`Port ${port} is taken by another program on this machine, perhaps a sandbox or demo that is already running. ${another}`,
			{ cause: error },
		);
	}
	// Elsewhere EACCES is about a file, such as the journal.
	if (code === 'EACCES' && (error as NodeJS.ErrnoException).syscall === 'listen') {
		return new Error(`This account may not open port ${port}. ${another}`, { cause: error });
	}
	return error;
}
