/**
 * The Awin credential: what stands in it, and how a request is signed with it.
 */
import { createHash } from 'crypto';
import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { z } from 'zod';

import { DEFAULT_BASE_URL, readBaseUrl } from '../api/baseUrl';
import { CALLS_PER_MINUTE } from '../api/limits';
import { listenerOn, type Connection } from './listeners';

export const CREDENTIAL_NAME = 'awinOAuth2Api';

export interface AwinCredential {
	accessToken: string;
	conversionApiKey: string;
	requestsPerMinute: number;
	baseUrl: string;
	origin: string;
}

export type CredentialReading =
	| { ok: true; credential: AwinCredential }
	| { ok: false; reason: string; nextStep: string };

// A pasted token often brings a blank or a line break along; no token has one inside.
const pastedSecret = z.string().transform((text) => text.trim());

/** Somebody who set less than one call a minute wants few calls, not the most; what is no number at all means the default. */
function readLimit(value: unknown): number {
	const isGiven = typeof value === 'number' || (typeof value === 'string' && value.trim() !== '');
	const limit = isGiven ? Number(value) : NaN;
	return Number.isFinite(limit) ? Math.max(1, Math.floor(limit)) : CALLS_PER_MINUTE;
}

// With zod 4 a field of any value has to be there, unless it is optional.
const credentialFields = z.object({
	accessToken: pastedSecret.catch(''),
	conversionApiKey: pastedSecret.catch(''),
	requestsPerMinute: z.unknown().optional().transform(readLimit),
	environment: z.string().catch('live'),
	baseUrl: z.unknown().optional(),
});

/** Reads the credential's fields as n8n stores them. Nothing of the secrets is ever part of a reason. */
export function readCredential(data: ICredentialDataDecryptedObject): CredentialReading {
	const fields = credentialFields.parse(data);
	if (fields.accessToken === '') {
		return {
			ok: false,
			reason: 'The Awin credential holds no access token.',
			nextStep: 'Open the credential and paste the token from Awin (user menu, API Credentials).',
		};
	}
	if (/[^\x21-\x7e]/.test(fields.accessToken + fields.conversionApiKey)) {
		return {
			ok: false,
			reason: 'The token in the Awin credential has a blank or an unusual character in the middle.',
			nextStep:
				'Copy the token again from Awin (user menu, API Credentials) and paste it into the credential.',
		};
	}
	const base = readBaseUrl(fields.environment === 'custom' ? fields.baseUrl : DEFAULT_BASE_URL);
	if (!base.ok) {
		return {
			ok: false,
			reason: base.reason,
			nextStep: `Set Base URL in the credential to an address that begins with https://, or set Environment to Live to use ${DEFAULT_BASE_URL}.`,
		};
	}
	const { accessToken, conversionApiKey, requestsPerMinute } = fields;
	return {
		ok: true,
		credential: {
			accessToken,
			conversionApiKey: conversionApiKey || accessToken,
			requestsPerMinute,
			baseUrl: base.url,
			origin: base.origin,
		},
	};
}

/** n8n throws where it cannot give the credential; in the middle of a batch that must not cost the results so far. */
export async function openCredential(context: CredentialHolder): Promise<CredentialReading> {
	try {
		return readCredential(await context.getCredentials(CREDENTIAL_NAME));
	} catch {
		return {
			ok: false,
			reason: 'n8n could not open the Awin credential of this node.',
			nextStep: 'Open the node and choose an Awin credential that you may use.',
		};
	}
}

interface CredentialHolder {
	getCredentials(name: string): Promise<ICredentialDataDecryptedObject>;
}

/** What nobody may get to see. */
export function secretsOf({ accessToken, conversionApiKey }: AwinCredential): string[] {
	return [accessToken, conversionApiKey];
}

/** Stands for a token where something is remembered by it: only a digest stays in memory between runs. */
export function tokenKey({ origin, accessToken }: AwinCredential): string {
	return createHash('sha256').update(`${origin}\n${accessToken}`).digest('hex');
}

// Documented for the Conversion API and proof of purchase (API authentication, table of both schemes): the bare token in
// x-api-key, and nothing else. Every client that was found sends it without a bearer token beside it.
const API_KEY_PATH = /^\/(?:s2s\/|publishers\/[^/]+\/advertiser\/[^/]+\/orders)/;

/**
 * Signs a request, in place: `x-api-key` where Awin wants that, `Authorization: Bearer` everywhere else.
 *
 * The token must not reach anybody but Awin. So a request to another origin is not signed but refused, as is one of which
 * somebody on the way could read the headers; and redirects are never followed.
 *
 * @returns the signed request, or the reason why this credential does not sign it, as a sentence
 */
export function signRequest<Request extends SignableRequest>(
	data: ICredentialDataDecryptedObject,
	request: Request,
): { ok: true; request: Request } | { ok: false; reason: string } {
	const reading = readCredential(data);
	if (!reading.ok) return { ok: false, reason: `${reading.reason} ${reading.nextStep}` };
	const { credential } = reading;

	const addresses = addressesOf(request, credential.baseUrl);
	const stranger = addresses.find((address) => !isBelow(credential.baseUrl, address));
	if (addresses.length === 0 || addresses.includes(stranger)) {
		const isOtherHost = stranger?.origin !== credential.origin;
		return {
			ok: false,
			reason: `This credential is for ${isOtherHost ? credential.origin : credential.baseUrl} only, so it was not sent to ${addressToShow(stranger, isOtherHost)}.`,
		};
	}
	const listener = listenerOn(request, new URL(credential.baseUrl));
	if (listener) return { ok: false, reason: listener };

	const base = new URL(credential.baseUrl).pathname;
	const basePath = base === '/' ? '' : base;
	const needsKey = addresses.some((address) => API_KEY_PATH.test(pathBelow(basePath, address)));
	request.headers = needsKey
		? { ...request.headers, 'x-api-key': credential.conversionApiKey }
		: { ...request.headers, Authorization: `Bearer ${credential.accessToken}` };
	return { ok: true, request: Object.assign(request, NO_REDIRECTS) };
}

/** A request as n8n's helpers take it; those that the HTTP Request node uses name the address `uri`. */
export type SignableRequest = Pick<IHttpRequestOptions, 'baseURL' | 'headers'> & {
	url?: string;
	uri?: string;
} & Connection;

/** The names of this setting in both kinds of helper. */
const NO_REDIRECTS = {
	disableFollowRedirect: true,
	followRedirect: false,
	followAllRedirects: false,
};

/**
 * Every address that the request may lead to; `undefined` for one that is no address.
 *
 * Each is read in two ways, because HTTP libraries do not agree: `https:somewhere` is a path where there is a base of the
 * same scheme, and the host `somewhere` where there is none.
 */
function addressesOf(
	{ url, uri, baseURL }: SignableRequest,
	baseUrl: string,
): Array<URL | undefined> {
	const named = [url, uri].filter(isGiven).map(String);
	const base = isGiven(baseURL) ? [readAddress(String(baseURL))] : [];
	const addresses = named.flatMap((address) => {
		const alone = URL.canParse(address) ? [readAddress(address)] : [];
		return [readAddress(address, baseURL || baseUrl), ...alone];
	});
	return named.length > 0 ? [...addresses, ...base] : [];
}

function isGiven(address: unknown): boolean {
	return address !== undefined && address !== null && address !== '';
}

function readAddress(address: string, base?: string): URL | undefined {
	return URL.canParse(address, base) ? new URL(address, base) : undefined;
}

/** Whether an address is the credential's own, or one below it. */
function isBelow(baseUrl: string, address: URL | undefined): boolean {
	const base = new URL(baseUrl);
	if (address?.origin !== base.origin) return false;
	return base.pathname === '/' || `${address.pathname}/`.startsWith(`${base.pathname}/`);
}

function addressToShow(address: URL | undefined, isOtherHost: boolean): string {
	if (!address) return 'this address';
	return isOtherHost ? address.origin : address.origin + address.pathname;
}

function pathBelow(basePath: string, address: URL | undefined): string {
	const path = address?.pathname ?? '';
	return path.startsWith(basePath) ? path.slice(basePath.length) : path;
}
