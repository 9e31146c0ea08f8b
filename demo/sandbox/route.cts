import type { AwinSandbox } from './awin.cts';
import type { AccountType } from './directory.cts';
import type { SandboxResponse } from './respond.cts';
import type { User } from './tokens.cts';

/** What a route is given: the request with everything checked that all routes have in common. */
export interface RouteContext {
	awin: AwinSandbox;
	user: User;
	/** Named pieces of the path. */
	params: Readonly<Record<string, string>>;
	/** The account of the path; 0 where a route has none. */
	accountId: number;
	query: URLSearchParams;
	body: string;
	/** Sandbox time, ms. */
	nowMs: number;
}

export interface Route {
	method: 'GET' | 'POST';
	/** Pieces that begin with a colon are named; `:accountId` is the account of `accountType`. */
	path: string;
	/** Whether the path is known with a slash at its end too. */
	trailingSlash?: boolean;
	/** The account must exist, be linked to the user, and be allowed to use the API. */
	accountType?: AccountType;
	/** `apiKey`: the Conversion API's way, header `x-api-key` with the bare token. */
	auth: 'bearer' | 'apiKey';
	/** What a body has to be; default JSON. */
	contentType?: RegExp;
	answer(context: RouteContext): SandboxResponse;
}

/** The named pieces of a path if the route's pattern fits it, else null. Both come in pieces, the slashes taken out. */
export function matchPath(
	{ trailingSlash }: Route,
	wanted: readonly string[],
	given: readonly string[],
): Record<string, string> | null {
	const hasSlash = trailingSlash && given.length === wanted.length + 1 && given.at(-1) === '';
	if (given.length !== wanted.length && !hasSlash) return null;
	const params: Record<string, string> = {};
	for (const [index, piece] of wanted.entries()) {
		if (piece.startsWith(':')) {
			if (given[index] === '') return null;
			params[piece.slice(1)] = given[index];
		} else if (piece !== given[index]) {
			return null;
		}
	}
	return params;
}
