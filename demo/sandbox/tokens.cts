import type { AccountType } from './directory.cts';

/** The made-up users' tokens. They are meant to be read aloud, so that nobody mistakes one for a secret. */
export const TOKENS = {
	/** Several advertisers and publishers, one of them closed. */
	owner: 'demo-owner-token',
	/** The key that works on the Conversion API while the switch `conversionKey` says `separate`. */
	ownerConversionKey: 'demo-owner-conversion-key',
	/** Two advertisers, no publisher; shares one advertiser with the owner. */
	advertiserOnly: 'demo-advertiser-token',
	/** One publisher, no advertiser. */
	publisherOnly: 'demo-publisher-token',
	/** One advertiser whose plan has no API access: it is listed, its data is refused. */
	noApiAccess: 'demo-no-api-access-token',
	/** An agency's user: sees as many accounts as a test wants. */
	agency: 'demo-agency-token',
	/** Would see what the owner sees, but was revoked before the sandbox started. */
	revoked: 'demo-revoked-token',
} as const;

/** One account that a user is linked to. */
export interface AccountLink {
	accountType: AccountType;
	accountId: number;
	userRole: 'userViewer' | 'userFullAccess' | 'userAdmin' | 'userOwner';
}

/** A user of Awin: the token is bound to the user, not to an account. */
export interface User {
	userId: number;
	token: string;
	conversionKey: string;
	/** At the beginning. */
	links: readonly AccountLink[];
}

const OWNER_LINKS: readonly AccountLink[] = [
	{ accountType: 'advertiser', accountId: 77101, userRole: 'userOwner' },
	{ accountType: 'advertiser', accountId: 77102, userRole: 'userAdmin' },
	{ accountType: 'advertiser', accountId: 77103, userRole: 'userFullAccess' },
	{ accountType: 'advertiser', accountId: 77104, userRole: 'userViewer' },
	{ accountType: 'advertiser', accountId: 77105, userRole: 'userAdmin' },
	{ accountType: 'publisher', accountId: 88201, userRole: 'userOwner' },
	{ accountType: 'publisher', accountId: 88202, userRole: 'userViewer' },
];

export const USERS: readonly User[] = [
	{
		userId: 410001,
		token: TOKENS.owner,
		conversionKey: TOKENS.ownerConversionKey,
		links: OWNER_LINKS,
	},
	{
		userId: 410002,
		token: TOKENS.advertiserOnly,
		conversionKey: 'demo-advertiser-conversion-key',
		links: [
			{ accountType: 'advertiser', accountId: 77102, userRole: 'userFullAccess' },
			{ accountType: 'advertiser', accountId: 77107, userRole: 'userOwner' },
		],
	},
	{
		userId: 410003,
		token: TOKENS.publisherOnly,
		conversionKey: 'demo-publisher-conversion-key',
		links: [{ accountType: 'publisher', accountId: 88203, userRole: 'userOwner' }],
	},
	{
		userId: 410004,
		token: TOKENS.noApiAccess,
		conversionKey: 'demo-no-api-access-conversion-key',
		links: [{ accountType: 'advertiser', accountId: 77106, userRole: 'userOwner' }],
	},
	{
		userId: 410006,
		token: TOKENS.agency,
		conversionKey: 'demo-agency-conversion-key',
		links: [],
	},
	{
		userId: 410005,
		token: TOKENS.revoked,
		conversionKey: 'demo-revoked-conversion-key',
		links: OWNER_LINKS,
	},
];
