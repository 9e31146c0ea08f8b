import { agencyAccountId } from './agency.cts';
import { accountName, advertiserOf } from './directory.cts';
import type { AccountType } from './directory.cts';
import { USERS } from './tokens.cts';
import type { AccountLink, User } from './tokens.cts';

/** How many accounts of each kind the agency's user begins with. */
export interface AgencySize {
	advertisers?: number;
	publishers?: number;
}

/** An account that a user is given. */
export interface NewLink {
	accountType: AccountType;
	accountId: number;
	/** Default `userAdmin`. */
	userRole?: AccountLink['userRole'];
}

/** Awin marks a closed account in its name (seen by several clients; nothing of it is documented). */
const CLOSED_MARK = ' - CLOSED';

/** Who reaches which accounts, what these are called, and whose data is refused: all of it may change at any time. */
export class AccountBook {
	private readonly links = new Map<string, AccountLink[]>();
	private readonly names = new Map<string, string>();
	private readonly refusals = new Map<string, number>();

	constructor({ advertisers = 0, publishers = 0 }: AgencySize = {}, agencyToken?: string) {
		for (const { token, links } of USERS) this.links.set(token, [...links]);
		if (agencyToken === undefined) return;
		for (const [accountType, count] of [
			['advertiser', advertisers],
			['publisher', publishers],
		] as const) {
			for (let number = 0; number < count; number++) {
				this.link(agencyToken, { accountType, accountId: agencyAccountId(accountType, number) });
			}
		}
	}

	/** The accounts that a user is linked to, in Awin's order. */
	linksOf({ token }: Pick<User, 'token'>): readonly AccountLink[] {
		return this.links.get(token) ?? [];
	}

	isLinked(user: User, accountType: AccountType, accountId: number): boolean {
		return this.linksOf(user).some(isOf(accountType, accountId));
	}

	/** The name that `/accounts` shows. */
	nameOf(accountType: AccountType, accountId: number): string | undefined {
		return this.names.get(`${accountType}/${accountId}`) ?? accountName(accountType, accountId);
	}

	/** The status that answers whatever is asked of an account's data, or undefined where it is let through. */
	refusalOf(accountType: AccountType, accountId: number): number | undefined {
		return this.refusals.get(`${accountType}/${accountId}`);
	}

	/** Gives a user one more account, or the same again. */
	link(token: string, { accountType, accountId, userRole = 'userAdmin' }: NewLink): void {
		if (accountName(accountType, accountId) === undefined) {
			throw new Error(`There is no ${accountType} ${accountId}`);
		}
		this.unlink(token, accountType, accountId);
		this.linksFor(token).push({ accountType, accountId, userRole });
	}

	/** Takes an account from a user: it is no longer listed, and its data is refused. */
	unlink(token: string, accountType: AccountType, accountId: number): void {
		const isIt = isOf(accountType, accountId);
		this.links.set(
			token,
			this.linksFor(token).filter((link) => !isIt(link)),
		);
	}

	rename(accountType: AccountType, accountId: number, name: string): void {
		this.names.set(`${accountType}/${accountId}`, name);
	}

	/** From now on an account's name says that it is closed. */
	close(accountType: AccountType, accountId: number): void {
		const name = this.nameOf(accountType, accountId) ?? '';
		if (!name.endsWith(CLOSED_MARK)) this.rename(accountType, accountId, name + CLOSED_MARK);
	}

	/** Undoes {@link close}. */
	reopen(accountType: AccountType, accountId: number): void {
		const name = this.nameOf(accountType, accountId) ?? '';
		if (name.endsWith(CLOSED_MARK)) {
			this.rename(accountType, accountId, name.slice(0, -CLOSED_MARK.length));
		}
	}

	/**
	 * From now on all data of one account is refused with a status, whoever asks; the list still shows it. So it is with an account
	 * that lost its plan, or a user's right to it. Null takes that back.
	 */
	refuse(accountType: AccountType, accountId: number, status: number | null): void {
		if (status === null) this.refusals.delete(`${accountType}/${accountId}`);
		else this.refusals.set(`${accountType}/${accountId}`, status);
	}

	/** Only advertisers' plans decide about the API; publishers always have it. */
	hasPlan(accountType: AccountType, accountId: number): boolean {
		return accountType === 'publisher' || advertiserOf(accountId)?.apiAccess === true;
	}

	private linksFor(token: string): AccountLink[] {
		const links = this.links.get(token);
		if (!links) throw new Error(`There is no user with the token ${token}`);
		return links;
	}
}

function isOf(accountType: AccountType, accountId: number) {
	return (link: AccountLink) => link.accountType === accountType && link.accountId === accountId;
}
