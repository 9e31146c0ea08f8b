/** What the single operations add. */
import type { BrokenFile } from '../rules.cts';

export const OPERATIONS: readonly BrokenFile[] = [
	{
		file: 'resources/transaction/validate/change.ts',
		tests: ['unit/validate/readRow', 'integration/validate', 'integration/validateAmounts'],
		mutants: [
			{
				kind: 'money',
				rule: 'parts that are not the sale are refused',
				from: 'if (given.length === 0 || sumMinor === saleAmountMinor) return;',
				to: 'return;',
			},
			{
				kind: 'money',
				rule: 'an amended sale is approved only where the person wants it',
				from: 'approveAfterwards: approveAfterAmend.read(source),',
				to: 'approveAfterwards: true,',
			},
			{
				kind: 'money',
				rule: 'a word that is no action is refused',
				from: "	if (known) return known;\n	throw named.refuse(\n		source,\n		isBlank(value) ? '' : value,",
				to: "	if (known || !isBlank(value)) return known ?? 'approve';\n	throw named.refuse(\n		source,\n		isBlank(value) ? '' : value,",
			},
		],
	},
	{
		file: 'resources/transaction/validate/currentAmounts.ts',
		tests: [
			'unit/validate/validation',
			'integration/validateSafety',
			'integration/validateUnchanged',
			'integration/validateNames',
		],
		mutants: [
			{
				kind: 'limits',
				rule: 'what cannot be read of a transaction is refused',
				from: '		for (const { index } of byId.values()) refusals.addError(index, error);\n',
				to: '		if (error === undefined) refusals.addError(0, error);\n',
			},
			{
				kind: 'money',
				rule: 'all transactions of a reference and date are taken in',
				from: 'for (const known of found.get(name)?.values() ?? []) addKnown(all, known);',
				to: 'for (const known of [...(found.get(name)?.values() ?? [])].slice(0, 1)) addKnown(all, known);',
			},
			{
				kind: 'money',
				rule: 'a window holds the second that Awin may leave out',
				from: 'const endMs = moment + MINUTE_MS;',
				to: 'const endMs = moment;',
			},
		],
	},
	{
		file: 'resources/transaction/validate/delivery.ts',
		tests: ['integration/validateFaults', 'integration/validate'],
		mutants: [
			{
				kind: 'money',
				rule: 'only a 400 says that a mixed batch may go again in parts',
				from: 'refused ? refused.status === 400 && !namesJob(refused) : oneActionOnly;',
				to: 'refused ? refused.status >= 400 && !namesJob(refused) : oneActionOnly;',
			},
			{
				kind: 'money',
				rule: 'a 400 that names a job has taken the batch in',
				from: 'refused ? refused.status === 400 && !namesJob(refused) : oneActionOnly;',
				to: 'refused ? refused.status === 400 : oneActionOnly;',
			},
			{
				kind: 'money',
				rule: 'a refusal that names a job is one of the rows',
				from: `refusalIsOf: (_, refused) => (namesJob(refused) ? 'rows' : 'call'),`,
				to: `refusalIsOf: () => 'call',`,
			},
			{
				kind: 'money',
				rule: 'a batch without a job is unknown',
				from: 'if (jobId === undefined) return requests.map((request) => unknownResult(NO_JOB, request));',
				to: 'if (jobId === undefined) return [];',
			},
		],
	},
	{
		file: 'resources/transaction/validate/earlier.ts',
		tests: ['integration/wholeExecution', 'integration/validateUnchanged'],
		mutants: [
			{
				kind: 'money',
				rule: 'what contradicts an earlier round is refused',
				from: 'if (isRefused) this.batch.refusals.add(row.index, contrary(row, deed.what));',
				to: '',
			},
			{
				kind: 'limits',
				rule: 'what was sent before in the execution counts once',
				from: 'return isFirst && !isRefused;',
				to: 'return true;',
			},
			{
				kind: 'money',
				rule: 'an amendment may be approved afterwards, and nothing else goes together',
				from: `return !(earlier.startsWith('amend') && action === 'approve');`,
				to: `return !earlier.startsWith('amend');`,
			},
			{
				kind: 'money',
				rule: 'the same transaction number of two accounts is two transactions',
				from: ': `${accountId} `;\n}\n\nconst AT_AWIN',
				to: `: '';\n}\n\nconst AT_AWIN`,
			},
			{
				kind: 'limits',
				rule: 'what was not done does not count for the limits of later rounds',
				from: `if (result?.outcome === 'failed') return this.notes.changeDeed(place, count, '');`,
				to: '',
			},
			{
				kind: 'money',
				rule: 'two amendments that divide an amount otherwise contradict each other',
				from: 'for (const { commissionGroupCode, amount } of parts) words.push(commissionGroupCode, amount);',
				to: '',
			},
		],
	},
	{
		file: 'resources/transaction/validate/earlierStates.ts',
		tests: ['integration/validateUnchanged', 'models/onlyIfUnchanged'],
		mutants: [
			{
				kind: 'money',
				rule: 'what an earlier round declined is declined for this one',
				from: `return [{ ...state, status: 'declined' }];`,
				to: `return [{ ...state, status: 'approved' }];`,
			},
			{
				kind: 'money',
				rule: 'an amendment that is approved afterwards may be approved',
				from: `[amended, { ...amended, status: 'approved' }] : [amended];`,
				to: '[amended] : [amended];',
			},
		],
	},
	{
		file: 'resources/transaction/validate/identity.ts',
		tests: ['unit/validate/readRow', 'integration/validateNames'],
		mutants: [
			{
				kind: 'money',
				rule: 'an ID beside a reference is refused',
				from: 'if (!isBlank(id) && !isBlank(reference)) {',
				to: 'if (false as boolean) {',
			},
		],
	},
	{
		file: 'resources/transaction/validate/index.ts',
		tests: [
			'integration/validateNames',
			'integration/validateUnchanged',
			'integration/validateSafety',
		],
		mutants: [
			{
				kind: 'money',
				rule: 'the same transaction in two items is refused',
				from: '		refuseRepeats(rows, refusals);\n',
				to: '',
			},
			{
				kind: 'money',
				rule: 'two names that turn out to be one transaction are refused',
				from: 'if (left().some(({ known }) => known)) refuseRepeats(left(), refusals);',
				to: '',
			},
			{
				kind: 'money',
				rule: 'IDs and references of one account are told apart',
				from: 'await tellApart(run, left(), refusals);',
				to: '',
			},
			{
				kind: 'limits',
				rule: 'the present amounts are read where there is a limit',
				from: 'if (settings.maxTotalAmount !== undefined) await readCurrentAmounts(run, left(), refusals);',
				to: '',
			},
			{
				kind: 'safety',
				rule: 'changed transactions are left out where that is wanted',
				from: 'if (settings.onlyIfUnchanged) await leaveOutChanged(run, rows, refusals, results);',
				to: '',
			},
		],
	},
	{
		file: 'resources/transaction/validate/lookUp.ts',
		tests: ['integration/validateByReference', 'integration/validateNames'],
		mutants: [
			{
				kind: 'money',
				rule: 'deleted transactions are as good as not there',
				from: `return status !== 'deleted';`,
				to: 'return status !== undefined;',
			},
			{
				kind: 'money',
				rule: 'pending transactions go first',
				from: 'return pending.length > 0 ? pending : candidates;',
				to: 'return candidates;',
			},
			{
				kind: 'money',
				rule: 'of several transactions none is guessed',
				from: 'if (choice.length !== 1) {',
				to: 'if (choice.length === 0) {',
			},
			{
				kind: 'money',
				rule: 'where a list cannot be read, its rows are refused',
				from: 'for (const { index } of rows) refusals.addError(index, error);',
				to: '',
			},
			{
				kind: 'words',
				rule: 'further transactions of a reference are told of',
				from: `if (!others || others.length === 0 || !('reference' in identity)) return '';`,
				to: `if (!others || identity) return '';`,
			},
		],
	},
	{
		file: 'resources/transaction/validate/moves.ts',
		tests: [
			'integration/validateAmounts',
			'integration/validateSafety',
			'integration/validateNames',
		],
		mutants: [
			{
				kind: 'limits',
				rule: 'what an amendment adds counts for Max Total Amount',
				from: '(totals.get(currency) ?? 0) + takenMinor + addedMinor);',
				to: '(totals.get(currency) ?? 0) + takenMinor);',
			},
			{
				kind: 'limits',
				rule: 'what is declined counts for Max Total Amount',
				from: 'return { currency, takenMinor: saleAmountMinor, addedMinor: 0 };',
				to: 'return { currency, takenMinor: 0, addedMinor: 0 };',
			},
			{
				kind: 'limits',
				rule: 'one row that cannot be counted keeps all from being sent',
				from: 'if (uncounted.length > 0) {',
				to: 'if (uncounted.length > 99) {',
			},
			{
				kind: 'limits',
				rule: 'an amendment in another currency than the sale cannot be counted',
				from: `if (change.action === 'amend' && known.currency !== change.currency) {`,
				to: `if (change.action === 'amend' && known.currency === null) {`,
			},
			{
				kind: 'limits',
				rule: 'an amount of which Awin says two things cannot be counted',
				from: 'if (known.isContradicted) {',
				to: 'if (known.isContradicted && others.length > 99) {',
			},
			{
				kind: 'limits',
				rule: 'a transaction that Awin has not got cannot be counted',
				from: '	if (!known) {\n		return {\n			message: `Awin has no ${nameOf(row)} in account ${accountId}, ${because}`,',
				to: '	if (!known) {\n		if (others) return undefined;\n		return {\n			message: `Awin has no ${nameOf(row)} in account ${accountId}, ${because}`,',
			},
			{
				kind: 'limits',
				rule: 'several transactions of a reference and date cannot be counted',
				from: `if ('orderRef' in row.identity && others.length > 0) {`,
				to: `if ('orderRef' in row.identity && others.length > 99) {`,
			},
		],
	},
	{
		file: 'resources/transaction/validate/readRow.ts',
		tests: ['integration/proposals', 'integration/proposalForms'],
		mutants: [
			{
				kind: 'money',
				rule: 'an item for which something else is proposed is left out',
				from: 'return own === chosen ? undefined : own;',
				to: 'return undefined;',
			},
			{
				kind: 'money',
				rule: 'a broken object in the column may have been a proposal',
				from: 'if (unreadable !== undefined && !wasObject(unreadable)) return undefined;',
				to: 'if (unreadable !== undefined) return undefined;',
			},
		],
	},
	{
		file: 'resources/transaction/validate/repeats.ts',
		tests: ['integration/validateNames'],
		mutants: [
			{
				kind: 'money',
				rule: 'a row that Awin does not give back cannot be told apart from the others',
				from: '			refuseUnknown(part, refusals);\n',
				to: '',
			},
			{
				kind: 'money',
				rule: 'a transaction without a date may be that of an item with one',
				from: '		refuseUndated(group, refusals);\n',
				to: '',
			},
			{
				kind: 'money',
				rule: 'a reference with a date and an ID may be the same transaction',
				from: 'for (const indexes of [...findRepeats(group, namesOf), ...findShared(group)]) {',
				to: 'for (const indexes of findRepeats(group, namesOf)) {',
			},
		],
	},
	{
		file: 'resources/transaction/validate/rows.ts',
		tests: ['integration/validateNames', 'integration/validateByReference'],
		mutants: [
			{
				kind: 'money',
				rule: 'an hour that autumn repeats counts as both moments',
				from: 'moments.map((atMs) => orderName(atMs, key))',
				to: 'moments.slice(0, 1).map((atMs) => orderName(atMs, key))',
			},
		],
	},
	{
		file: 'resources/transaction/validate/unchanged.ts',
		tests: ['integration/validateUnchanged', 'models/onlyIfUnchanged'],
		mutants: [
			{
				kind: 'safety',
				rule: 'where something could not be read, nothing is sent',
				from: '	if (unread.length > 0) {',
				to: '	if (unread.length > 99) {',
			},
			{
				kind: 'safety',
				rule: 'a transaction with another amount has changed',
				from: 'return seen.status === known.status && isSameAmount(seen, known);',
				to: 'return seen.status === known.status;',
			},
			{
				kind: 'safety',
				rule: 'a transaction with another status has changed',
				from: 'return seen.status === known.status && isSameAmount(seen, known);',
				to: 'return isSameAmount(seen, known);',
			},
			{
				kind: 'safety',
				rule: 'what was amended since is not amended over',
				from: `return change.action === 'amend' && known.isAmended && !seen.isAmended;`,
				to: 'return false;',
			},
			{
				kind: 'safety',
				rule: 'the ID of the item has to be that of its transaction',
				from: `if ('transactionId' in identity && identity.transactionId !== seen.id) {`,
				to: `if ('transactionId' in identity && identity.transactionId === '') {`,
			},
			{
				kind: 'safety',
				rule: 'a transaction of which Awin says two things has changed',
				from: 'if (!known || known.isContradicted || known.id !== seen?.id) return false;',
				to: 'if (!known || known.id !== seen?.id) return false;',
			},
			{
				kind: 'safety',
				rule: 'an item without its transaction is refused',
				from: '	if (seen === undefined) {',
				to: '	if (seen === null) {',
			},
		],
	},
	{
		file: 'resources/transaction/validate/wait.ts',
		tests: ['integration/validateFaults', 'integration/validate'],
		mutants: [
			{
				kind: 'money',
				rule: 'a job is not asked beyond the timeout',
				from: 'const leftMs = deadlineMs - awin.clock.nowMs();',
				to: 'const leftMs = deadlineMs + 3_600_000 - awin.clock.nowMs();',
			},
			{
				kind: 'money',
				rule: 'three answers that help nobody end the asking',
				from: 'const MOST_MISSES = 3;',
				to: 'const MOST_MISSES = 300;',
			},
			{
				kind: 'money',
				rule: 'a job that goes on is asked on, whatever slipped before',
				from: '		waiting.misses = 0;\n',
				to: '',
			},
			{
				kind: 'money',
				rule: 'what a job has told of some rows stays true',
				from: 'waiting.verdicts = hasResults(job) ? verdicts : undefined;',
				to: 'waiting.verdicts = undefined;',
			},
			{
				kind: 'money',
				rule: 'a job that does not tell of all rows is asked for its errors',
				from: 'if (!hasResults(job) || isAnyUnknown(verdicts)) {',
				to: 'if (!hasResults(job)) {',
			},
			{
				kind: 'money',
				rule: 'a job is over before its results count',
				from: 'if (!job.isFinished) {',
				to: 'if (!job.isFinished && !hasResults(job)) {',
			},
			{
				kind: 'money',
				rule: 'a stopped execution leaves the rows as submitted',
				from: 'for (const waiting of open) giveUp(waiting, results);',
				to: '',
			},
			{
				kind: 'money',
				rule: 'an answer about another job is no result',
				from: 'const isIt = told?.jobId === jobId && told.status !== null;',
				to: 'const isIt = told !== undefined && told.status !== null;',
			},
			{
				kind: 'limits',
				rule: 'pauses between two questions grow',
				from: 'pauseMs *= GROWTH',
				to: 'pauseMs *= 1',
			},
		],
	},
	{
		file: 'resources/transaction/compare/propose.ts',
		tests: ['unit/compare/propose'],
		mutants: [
			{
				kind: 'money',
				rule: 'the return period runs to its end',
				from: '(returnableUntilMs(asked) ?? -Infinity) > asked.nowMs',
				to: '(returnableUntilMs(asked) ?? -Infinity) < 0',
			},
			{
				kind: 'money',
				rule: 'an order in another currency is looked at',
				from: 'order.currency !== null && order.currency !== sale.currency',
				to: 'false',
			},
			{
				kind: 'money',
				rule: 'amounts agree within the tolerance',
				from: '<= settings.toleranceMinor(',
				to: '< settings.toleranceMinor(',
			},
			{
				kind: 'money',
				rule: 'what was amended already is not amended again unseen',
				from: 'holds: ({ sale }) => sale.isAmended,',
				to: 'holds: () => false,',
			},
			{
				kind: 'money',
				rule: 'a transaction in a batch under way waits',
				from: 'holds: ({ sale }) => sale.isInBatch,',
				to: 'holds: () => false,',
			},
			{
				kind: 'money',
				rule: 'several transactions of an order are looked at',
				from: 'holds: ({ sales }) => sales.length > 1,',
				to: 'holds: ({ sales }) => sales.length > 2,',
			},
			{
				kind: 'money',
				rule: 'an order that is almost new waits',
				from: 'asked.nowMs - asked.order.placedMs < SHOWN_AFTER_MS,',
				to: 'asked.nowMs - asked.order.placedMs < 0,',
			},
		],
	},
	{
		file: 'resources/transaction/compare/parts.ts',
		tests: ['unit/compare/parts'],
		mutants: [
			{
				kind: 'money',
				rule: 'a divided amount adds up',
				from: 'for (const share of byLoss.slice(0, leftMinor)) share.amountMinor++;',
				to: '',
			},
			{
				kind: 'money',
				rule: 'parts that are not the sale have no proportion',
				from: 'isDividable && sumOf(parts) === saleAmountMinor ? parts : undefined;',
				to: 'isDividable ? parts : undefined;',
			},
			{
				kind: 'money',
				rule: 'large amounts are divided without rounding',
				from: 'const exact = BigInt(amountMinor) * BigInt(ownMinor);',
				to: 'const exact = BigInt(amountMinor * ownMinor);',
			},
		],
	},
	{
		file: 'resources/transaction/compare/statusWords.ts',
		tests: ['unit/compare/statusWords'],
		mutants: [
			{
				kind: 'money',
				rule: 'a word that is in two lists is refused',
				from: `if (before && before !== 'open' && before !== state) {`,
				to: 'if (before === null) {',
			},
		],
	},
	{
		file: 'resources/transaction/compare/readRow.ts',
		tests: ['integration/compareOrders', 'unit/compare/propose'],
		mutants: [
			{
				kind: 'money',
				rule: 'a day alone counts from its end',
				from: '? Math.min(clockOf(row.zone).daysLaterMs(date.epochMs, 1), source.nowMs)',
				to: '? date.epochMs',
			},
			{
				kind: 'money',
				rule: 'what an export writes for nothing is no click',
				from: 'return text !== undefined && !NOTHING.test(text);',
				to: 'return text !== undefined;',
			},
		],
	},
	{
		file: 'resources/transaction/compare/work.ts',
		tests: ['integration/compareOrders', 'integration/compareOrdersCalls', 'integration/monthEnd'],
		mutants: [
			{
				kind: 'money',
				rule: 'the same order in two items is looked at',
				from: 'for (const row of rows) row.trouble ??= byIndex.get(row.index);',
				to: '',
			},
			{
				kind: 'money',
				rule: 'an order that would be submitted is looked for further back',
				from: 'if (doubtful.length === 0 || startMs >= endMs) return endMs;',
				to: 'if (startMs <= endMs) return endMs;',
			},
			{
				kind: 'money',
				rule: 'a completed order without an amount is looked at',
				from: 'if (isSale && row.amountMinor === null) row.trouble ??= NO_AMOUNT;',
				to: '',
			},
			{
				kind: 'money',
				rule: 'batches under way are looked at for pending transactions',
				from: 'if (pending.length > 0) await markThoseInBatches(run, accountId, pending);',
				to: '',
			},
			{
				kind: 'money',
				rule: 'deleted transactions are not among the sales',
				from: ': transactions.filter(isThere).map(toSale)',
				to: ': transactions.map(toSale)',
			},
		],
	},
	{
		file: 'resources/transaction/compare/jobs.ts',
		tests: ['integration/compareOrders', 'integration/compareOrdersCalls'],
		mutants: [
			{
				kind: 'money',
				rule: 'a batch names transactions by their reference as well',
				from: 'else if (orderRef !== null) named.add(referenceName(referenceKey(orderRef)));',
				to: '',
			},
			{
				kind: 'words',
				rule: 'a batch that does not say what is in it is told of',
				from: 'return count > 0 && count >= (job?.transactions ?? 0);',
				to: 'return true;',
			},
		],
	},
	{
		file: 'resources/transaction/find/lookUp.ts',
		tests: ['integration/findTransactions'],
		mutants: [
			{
				kind: 'money',
				rule: 'rows of an account whose list cannot be read are refused',
				from: 'for (const { index } of group) refusals.addError(index, error);',
				to: '',
			},
		],
	},
	{
		file: 'resources/transaction/readByIds.ts',
		tests: ['integration/getTransactions', 'integration/validateSafety'],
		mutants: [
			{
				kind: 'money',
				rule: 'an ID that Awin has not got does not cost the others of its call',
				from: 'if (isUnknown && question.divisionsLeft > 0) {',
				to: 'if (isUnknown && question.divisionsLeft < 0) {',
			},
			{
				kind: 'limits',
				rule: 'a wrong account does not cost a call for each ID',
				from: '		question.divisionsLeft--;\n',
				to: '',
			},
		],
	},
	{
		file: 'resources/transaction/readSpan.ts',
		tests: ['unit/transaction/readSpan', 'integration/getManyTransactions'],
		mutants: [
			{
				kind: 'events',
				rule: 'a transaction that two windows have is there once',
				from: 'if (this.seen.has(row.id) || !this.isAsked(row, asked)) continue;',
				to: 'if (!this.isAsked(row, asked)) continue;',
			},
			{
				kind: 'events',
				rule: 'rows come in the order of their dates',
				from: 'return ready.sort((a, b) => a.atMs - b.atMs).map(({ row }) => row);',
				to: 'return ready.map(({ row }) => row);',
			},
		],
	},
	{
		file: 'resources/productFeed/upload/checks.ts',
		tests: ['unit/productFeed/checks', 'integration/uploadFeed', 'integration/uploadRounds'],
		mutants: [
			{
				kind: 'limits',
				rule: 'exactly Min Rows may go',
				from: 'if (minRows === undefined || products >= minRows) return undefined;',
				to: 'if (minRows === undefined || products > minRows) return undefined;',
			},
			{
				kind: 'limits',
				rule: 'Min Rows holds for each feed',
				from: 'refusals.addAll(feed, belowMinRows(size.products, settings.minRows));',
				to: 'refusals.addAll(feed, belowMinRows(sizeOf(left).products, settings.minRows));',
			},
			{
				kind: 'limits',
				rule: 'a feed that is too large in bytes is refused',
				from: 'if (products <= MOST_PRODUCTS && bytes <= MOST_BYTES) return undefined;',
				to: 'if (products <= MOST_PRODUCTS) return undefined;',
			},
			{
				kind: 'limits',
				rule: 'a feed of too many products is refused',
				from: 'if (products <= MOST_PRODUCTS && bytes <= MOST_BYTES) return undefined;',
				to: 'if (bytes <= MOST_BYTES) return undefined;',
			},
			{
				kind: 'money',
				rule: 'a product that cannot be sent holds its feed back',
				from: 'if (!settings.leaveOutBad) holdBack(run, rows, refusals);',
				to: '',
			},
			{
				kind: 'money',
				rule: 'an item that names no feed may belong to any',
				from: 'if (bad + strays > 0) refusals.addAll(feed, keptBack(bad, strays));',
				to: 'if (bad > 0) refusals.addAll(feed, keptBack(bad, strays));',
			},
			{
				kind: 'money',
				rule: 'the same product twice is refused',
				from: '			for (const index of items) refusals.add(index, refusal);\n',
				to: '',
			},
			{
				kind: 'safety',
				rule: 'a feed that is a dry run in part is refused',
				from: 'if (!isSame) refusals.addAll(feed, HALF_DRY_RUN);',
				to: '',
			},
			{
				kind: 'money',
				rule: 'Execute Once never uploads the first product alone',
				from: 'if (run.context.getNode().executeOnce !== true) return;',
				to: 'return;',
			},
		],
	},
	{
		file: 'resources/productFeed/upload/rounds.ts',
		tests: ['integration/uploadRounds'],
		mutants: [
			{
				kind: 'money',
				rule: 'a loop does not replace the feed in every round',
				from: 'if (isLooped || isHeld) {',
				to: 'if (isHeld) {',
			},
			{
				kind: 'money',
				rule: 'other products of a feed that was uploaded before are refused',
				from: 'else if (earlier && !earlier.isOwnTry && earlier.what !== productsKey(feed)) {',
				to: 'else if (earlier === null) {',
			},
		],
	},
	{
		file: 'resources/productFeed/upload/products.ts',
		tests: ['integration/uploadFeed'],
		mutants: [
			{
				kind: 'limits',
				rule: 'a file that is too large is refused',
				from: 'if (bytes.length > MOST_BYTES) {',
				to: 'if (bytes.length > MOST_BYTES * 100) {',
			},
			{
				kind: 'money',
				rule: 'a line that is no product is refused',
				from: '		if (!product || id === undefined) {',
				to: '		if (!product) return;\n		if (id === undefined) {',
			},
			{
				kind: 'money',
				rule: 'a file that is not in UTF-8 is refused',
				from: 'if (whole.includes(UNREADABLE) && !bytes.includes(UNREADABLE)) {',
				to: 'if (false as boolean) {',
			},
		],
	},
	{
		file: 'resources/productFeed/upload/results.ts',
		tests: ['integration/uploadFeed'],
		mutants: [
			{
				kind: 'money',
				rule: 'the item that is blamed is the one with the product',
				from: '		from += row.ids.length;\n',
				to: '',
			},
			{
				kind: 'money',
				rule: 'a feed that is not accepted is bad',
				from: `bad: ['rejected', 'unknown', 'failed'],`,
				to: `bad: ['rejected', 'failed'],`,
			},
		],
	},
	{
		file: 'resources/productFeed/upload/delivery.ts',
		tests: ['unit/productFeed/checks', 'integration/uploadFeed', 'integration/uploadRounds'],
		mutants: [
			{
				kind: 'money',
				rule: 'a feed that may have arrived is noted',
				from: 'noteArrival: (feed) => noteSent(run, feed),',
				to: '',
			},
			{
				kind: 'money',
				rule: 'a 5xx says nothing of the products',
				from: `(mayHaveArrived(failure) ? 'call' : 'both')`,
				to: `(mayHaveArrived(failure) ? 'both' : 'both')`,
			},
		],
	},
	{
		file: 'resources/productFeed/download.ts',
		tests: ['integration/downloadFeed'],
		mutants: [
			{
				kind: 'events',
				rule: 'a feed that broke off is an error',
				from: 'if (!received.ok) throw feedError(run, received.failure, feed, item, path);',
				to: `if (!received.ok && received.failure.kind !== 'unreadable') throw feedError(run, received.failure, feed, item, path);\n	if (!received.ok) return { json: {} };`,
			},
			{
				kind: 'other',
				rule: 'a file that n8n could not store is an error',
				from: `if ('error' in taken) throw storingError(run, taken.error, item);`,
				to: `if ('error' in taken) return { json: {} };`,
			},
		],
	},
	{
		file: 'resources/offer/create/index.ts',
		tests: ['integration/createOffers', 'integration/offersInExecutions'],
		mutants: [
			{
				kind: 'money',
				rule: 'the same offer in two items is refused',
				from: '			for (const index of indexes) refusals.add(index, refusal);\n',
				to: '',
			},
			{
				kind: 'money',
				rule: 'an offer that may be at Awin does not go again',
				from: `notDone: ['failed'],`,
				to: `notDone: ['failed', 'unknown'],`,
			},
		],
	},
	{
		file: 'resources/offer/create/times.ts',
		tests: ['unit/offer/readRow', 'unit/offer/offerTimes', 'integration/createOffers'],
		mutants: [
			{
				kind: 'money',
				rule: 'an offer of one day may be created',
				from: 'if (last.day < first.day) {',
				to: 'if (last.day <= first.day) {',
			},
			{
				kind: 'money',
				rule: 'today is that of the zone of the offer',
				from: 'const today = readPersonsDay(nowMs, zone);',
				to: `const today = readPersonsDay(nowMs, 'UTC');`,
			},
			{
				kind: 'money',
				rule: 'an offer that is over is refused',
				from: 'if (today.ok && last.day < today.day) throw inThePast(source, endDate, last.day);',
				to: '',
			},
			{
				kind: 'money',
				rule: 'an offer that starts today starts no earlier than today in UTC',
				from: 'const times = isToday ? notBeforeUtcToday(given, nowMs) : given;',
				to: 'const times = given;',
			},
			{
				kind: 'money',
				rule: 'an offer that ends earlier today is refused',
				from: 'if (to && times.endsAtMs <= nowMs) throw',
				to: 'if (to && times.endsAtMs <= 0) throw',
			},
		],
	},
	{
		file: 'resources/offer/create/readRow.ts',
		tests: ['unit/offer/readRow'],
		mutants: [
			{
				kind: 'money',
				rule: 'an offer for some regions is for these alone',
				from: 'return { appliesToAllRegions: false, regions: parameters.regionIds.read(source) };',
				to: 'return { appliesToAllRegions: true, regions: parameters.regionIds.read(source) };',
			},
		],
	},
	{
		file: 'resources/offer/create/delivery.ts',
		tests: ['integration/createOffers'],
		mutants: [
			{
				kind: 'money',
				rule: 'a success with a complaint in it is unknown',
				from: 'if (refusal) return [unknownResult(row, refusal.message, status)];',
				to: '',
			},
		],
	},
	{
		file: 'resources/offer/create/results.ts',
		tests: ['integration/createOffers', 'integration/offersInExecutions'],
		mutants: [
			{
				kind: 'money',
				rule: 'an unknown offer is bad',
				from: `bad: ['unknown', 'failed'],`,
				to: `bad: ['failed'],`,
			},
			{
				kind: 'money',
				rule: 'an earlier try without an answer leaves the offer unknown',
				from: '	if (note === undefined) {',
				to: '	if (note === null) {',
			},
		],
	},
	{
		file: 'resources/link/create/delivery.ts',
		tests: ['integration/links'],
		mutants: [
			{
				kind: 'limits',
				rule: 'once the quota is used up no more short links are asked for',
				from: 'result?.message === QUOTA_USED_UP.message ? QUOTA_USED_UP : undefined,',
				to: 'undefined,',
			},
			{
				kind: 'limits',
				rule: 'a short link is never asked for twice',
				from: 'callOf: ([{ link }]) => ({ body: { ...link, shorten: true } }),',
				to: `callOf: ([{ link }]) => ({ body: { ...link, shorten: true }, effect: 'read' }),`,
			},
		],
	},
	{
		file: 'resources/link/create/quota.ts',
		tests: ['integration/links'],
		mutants: [
			{
				kind: 'limits',
				rule: 'short links beyond the quota are refused',
				from: 'wanted.length <= quota.remaining) continue;',
				to: 'wanted.length <= quota.remaining + 1) continue;',
			},
		],
	},
	{
		file: 'resources/link/create/results.ts',
		tests: ['integration/links', 'unit/link/links'],
		mutants: [
			{
				kind: 'money',
				rule: 'a link with a complaint beside it is not simply created',
				from: 'if (said && (!isShort || shortUrl !== null)) {',
				to: 'if (said && url === null) {',
			},
		],
	},
	{
		file: 'resources/report/getPerformance.ts',
		tests: ['integration/reports'],
		mutants: [
			{
				kind: 'money',
				rule: 'a row of a report that came twice is counted once',
				from: 'const rows = eachOnce(given);',
				to: 'const rows = given;',
			},
			{
				kind: 'money',
				rule: 'a row that cannot be placed refuses the report',
				from: 'if (lost.length > 0) {',
				to: 'if (lost.length > 99) {',
			},
			{
				kind: 'money',
				rule: 'rows that were not asked for are left out',
				from: 'const asked = rows.filter((row) => wasAskedFor(row, question, call));',
				to: 'const asked = rows;',
			},
		],
	},
	{
		file: 'resources/listParts.ts',
		tests: ['unit/listParts', 'integration/offers', 'integration/transactionQueries'],
		mutants: [
			{
				kind: 'events',
				rule: 'a part that fails while an earlier one is being used ends the reading',
				from: 'if (over.signal.aborted) await failure;',
				to: '',
			},
			{
				kind: 'limits',
				rule: 'four calls are made at a time',
				from: 'const CALLS_AT_A_TIME = 4;',
				to: 'const CALLS_AT_A_TIME = 40;',
			},
			{
				kind: 'limits',
				rule: 'once a part has failed no further one is asked for',
				from: 'over.signal.aborted ? [] : await',
				to: 'await',
			},
			{
				kind: 'words',
				rule: 'rows that Awin announced and did not give are told of',
				from: 'if (missingRows > 0) warn(run,',
				to: 'if (missingRows > 1e9) warn(run,',
			},
			{
				kind: 'limits',
				rule: 'a limit gives no more rows than are wanted',
				from: 'yield rows.length > left ? rows.slice(0, left) : rows;',
				to: 'yield rows;',
			},
		],
	},
	{
		file: 'resources/listOperation.ts',
		tests: ['integration/lists', 'integration/everyList', 'integration/offers'],
		mutants: [
			{
				kind: 'events',
				rule: 'a row that two windows have is given once',
				from: 'return !seen.has(key) && seen.add(key);',
				to: 'return seen.add(key);',
				tests: ['integration/transactionQueries'],
			},
			{
				kind: 'money',
				rule: 'an answer about another advertiser is refused',
				from: 'this.refuseOthers(wholeAnswer(run, answer, reading, item, list.rows));',
				to: 'wholeAnswer(run, answer, reading, item, list.rows);',
				tests: ['integration/programmes'],
			},
		],
	},
	{
		file: 'resources/validationJob/get.ts',
		tests: ['integration/validationJobs'],
		mutants: [
			{
				kind: 'money',
				rule: 'a job that tells too little is asked for its errors',
				from: "const { failedTransactions } = saysTooLittle(job, details, all) ? await read('errors') : job;",
				to: 'const { failedTransactions } = job;',
			},
			{
				kind: 'events',
				rule: 'a job without a row to show is told of',
				from: 'if (results.length === 0) results.push(resultOutput());',
				to: '',
			},
		],
	},
	{
		file: 'resources/proofOfPurchase/submit/readRow.ts',
		tests: ['integration/proofOfPurchase'],
		mutants: [
			{
				kind: 'money',
				rule: 'two advertisers may have an order of the same number',
				from: 'key: `proof ${publisherId} ${advertiserId} ${referenceKey(proof.reference)}`,',
				to: 'key: `proof ${publisherId} ${referenceKey(proof.reference)}`,',
			},
		],
	},
	{
		file: 'resources/conversion/submit/readRow.ts',
		tests: ['unit/submit/readRow', 'integration/proposals', 'integration/submit'],
		mutants: [
			{
				kind: 'money',
				rule: 'an order for which something else is proposed is not submitted',
				from: `if (proposed !== undefined && proposed !== 'submit') {`,
				to: `if (proposed === 'none') {`,
			},
			{
				kind: 'safety',
				rule: 'a dry run of an order is one',
				from: 'dryRun: parameters.options.members.dryRun.read(source),',
				to: 'dryRun: false,',
			},
		],
	},
	{
		file: 'resources/transaction/validate/results.ts',
		tests: ['integration/validateFaults', 'unit/validate/results'],
		mutants: [
			{
				kind: 'money',
				rule: 'an unknown row is bad',
				from: `bad: ['failed', 'unknown'],`,
				to: `bad: ['failed'],`,
			},
		],
	},
	{
		file: 'resources/link/create/readRow.ts',
		tests: ['unit/link/readRow'],
		mutants: [
			{
				kind: 'words',
				rule: 'a short link that is built locally is refused',
				from: `if (!isShort) return 'local';`,
				to: `if (mode) return 'local';`,
			},
		],
	},
];
