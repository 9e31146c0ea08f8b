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

/** The named pieces of a path if the route's pattern fits it, else null. */
export function matchPath(route: Route, path: string): Record<string, string> | null {
	const wanted = route.path.split('/');
	const pieces = path.split('/');
	if (route.trailingSlash && pieces.length === wanted.length + 1 && pieces.at(-1) === '') {
		pieces.pop();
	}
	if (pieces.length !== wanted.length) return null;
	const params: Record<string, string> = {};
	for (const [index, piece] of wanted.entries()) {
		const given = pieces[index];
		if (piece.startsWith(':')) {
			if (given === '') return null;
			params[piece.slice(1)] = given;
		} else if (piece !== given) {
			return null;
		}
	}
	return params;
}
