/**
 * Who could read along with a request. People build requests with n8n's HTTP Request node and a credential that was shared
 * with them; what that node lets them set must not be a way to the token.
 */
import { isThisMachine } from '../api/baseUrl';

/**
 * What a request says of its connection, under the names of both of n8n's request helpers. Its HTTP Request node sets
 * `rejectUnauthorized`, `proxy` and `agentOptions` before it has the request signed.
 */
export interface Connection {
	proxy?: unknown;
	rejectUnauthorized?: unknown;
	skipSslCertificateValidation?: unknown;
	agentOptions?: unknown;
	headers?: object;
}

/** Members of older libraries and of the one behind n8n that decide by themselves where the bytes go. */
const OWN_WAYS = ['agent', 'agentClass', 'httpAgent', 'httpsAgent', 'socketPath', 'lookup'];

/** How somebody proves who they are. Everything else in these options is about whom to believe. */
const OWN_IDENTITY = ['cert', 'key', 'passphrase', 'pfx'];

const FOR_THIS_MACHINE =
	'The token would not be safe then. Switch that off in the node that makes the request; a proxy for all of n8n belongs into its own settings (HTTPS_PROXY).';

/**
 * Finds who could read the headers of a request on their way. A proxy alone cannot: what goes through it is encrypted for
 * Awin, as long as Awin's certificate is checked, and checked by n8n's own rules.
 *
 * @param target the address of the credential
 * @returns the reason not to sign the request, as sentences; `undefined` where it can be signed
 */
export function listenerOn(request: Connection, target: URL): string | undefined {
	const { proxy } = request;
	const hasProxy = proxy !== undefined && proxy !== null && proxy !== '';
	const refuse = (what: string): string =>
		`This credential was not used, because the request ${what}. ${FOR_THIS_MACHINE}`;

	if (OWN_WAYS.some((name) => isSet(request, name))) return refuse('brings its own way to connect');
	const host = hostHeaderOf(request);
	if (host !== undefined && host !== target.host)
		return refuse('names another host in its headers');

	const staysHere = isThisMachine(target) && (!hasProxy || isProxyHere(proxy));
	if (staysHere) return undefined;
	if (hasProxy && target.protocol !== 'https:') return refuse('goes unprotected through a proxy');
	if (isUnchecked(request)) return refuse('does not check certificates');
	if (hasOwnTrust(request.agentOptions)) return refuse('brings its own rules for certificates');
	return undefined;
}

function isUnchecked({ rejectUnauthorized, skipSslCertificateValidation }: Connection): boolean {
	const isChecked = rejectUnauthorized === undefined || Boolean(rejectUnauthorized);
	return !isChecked || Boolean(skipSslCertificateValidation);
}

function hasOwnTrust(agentOptions: unknown): boolean {
	if (agentOptions === undefined || agentOptions === null) return false;
	if (typeof agentOptions !== 'object') return true;
	return Object.keys(agentOptions).some(
		(name) => !OWN_IDENTITY.includes(name) && isSet(agentOptions, name),
	);
}

function isSet(holder: object, name: string): boolean {
	return (holder as Record<string, unknown>)[name] !== undefined;
}

function hostHeaderOf({ headers }: Connection): string | undefined {
	const entry = Object.entries(headers ?? {}).find(
		([name]) => name.trim().toLowerCase() === 'host',
	);
	return entry && String(entry[1]).trim().toLowerCase();
}

/** n8n takes a proxy as an address or in parts. */
function isProxyHere(proxy: unknown): boolean {
	const { host } = Object(proxy) as { host?: unknown };
	try {
		return isThisMachine(new URL(typeof proxy === 'string' ? proxy : `http://${String(host)}`));
	} catch {
		return false;
	}
}
