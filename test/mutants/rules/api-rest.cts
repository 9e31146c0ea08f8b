/** Dates, lists, IDs, notifications, feeds, links and offers. */
import type { BrokenFile } from '../rules.cts';

export const API_REST: readonly BrokenFile[] = [
	{
		file: 'api/answers.ts',
		tests: ['unit/api/answers', 'unit/api/ids'],
		mutants: [
			{
				kind: 'events',
				rule: 'an ID with more digits than a number holds stays a text',
				from: 'return Number.isSafeInteger(id) ? id : value;',
				to: 'return id;',
			},
			{
				kind: 'safety',
				rule: 'a refusal inside a Spring envelope is one',
				from: 'if (insideStatus !== undefined && insideStatus >= 400) {',
				to: 'if (insideStatus !== undefined && insideStatus >= 600) {',
			},
			{
				kind: 'events',
				rule: 'a list is found one or two wrappers deep',
				from: 'if (!isJsonObject(answer) || depth === 2) return undefined;',
				to: 'if (!isJsonObject(answer) || depth === 1) return undefined;',
			},
			{
				kind: 'money',
				rule: 'an ID that Awin shows has to be one of those asked for',
				from: 'return id === undefined || ids.includes(String(id));',
				to: 'return true;',
			},
		],
	},
	{
		file: 'api/baseUrl.ts',
		tests: ['unit/api/baseUrl'],
		mutants: [
			{
				kind: 'secrets',
				rule: 'the token goes over https, or stays on this machine',
				from: `if (url.protocol !== 'https:' && !isPlainOnThisMachine) {`,
				to: `if (url.protocol !== 'https:' && url.protocol !== 'http:') {`,
			},
			{
				kind: 'secrets',
				rule: 'a name that only begins like this machine is another one',
				from: String.raw`const LOOPBACK_HOSTS = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;`,
				to: String.raw`const LOOPBACK_HOSTS = /^(localhost|127(\.\d{1,3}){3}|\[::1\])/;`,
			},
			{
				kind: 'secrets',
				rule: 'an address with a password in it is refused',
				from: 'if (url.username || url.password) {',
				to: 'if (url.username) {',
			},
			{
				kind: 'safety',
				rule: 'an address with a query is refused',
				from: 'if (url.search || url.hash) {',
				to: 'if (url.hash) {',
			},
		],
	},
	{
		file: 'api/wholeLists.ts',
		tests: ['unit/api/wholeLists', 'unit/api/transactions'],
		mutants: [
			{
				kind: 'events',
				rule: 'a list beside which more is announced is not whole',
				from: 'return list && !announcesMore(answer, list.length) ? list : undefined;',
				to: 'return list;',
			},
			{
				kind: 'events',
				rule: 'a list beside a refusal is none',
				from: 'wrappersOf(answer).some(isRefusal) ? undefined : findList(answer, ownKeys);',
				to: 'findList(answer, ownKeys);',
			},
			{
				kind: 'events',
				rule: 'a total that is larger than the list says that there is more',
				from: `(ROWS.test(name) || (isOfPages && name === 'total')) && count > rowsGiven;`,
				to: `(ROWS.test(name) || (isOfPages && name === 'total')) && count > rowsGiven + 1;`,
			},
			{
				kind: 'events',
				rule: 'a second page says that there is more',
				from: 'if (PAGES.test(name)) return count > 1;',
				to: 'if (PAGES.test(name)) return count > 2;',
			},
			{
				kind: 'events',
				rule: 'a place where it goes on says that there is more',
				from: 'if (NEXT.test(name)) return !isNothing(value);',
				to: '',
			},
		],
	},
	{
		file: 'api/lists.ts',
		tests: ['integration/lists', 'unit/api/transactions'],
		mutants: [
			{
				kind: 'safety',
				rule: 'what is no row of a list is told of',
				from: 'if (row === undefined) reading.unreadable.push({ index, row: list[index] });',
				to: 'if (row === undefined) continue;',
			},
		],
	},
	{
		file: 'api/windows.ts',
		tests: ['unit/api/windows', 'unit/transaction/orderTransactions'],
		mutants: [
			{
				kind: 'events',
				rule: 'a window begins on the second where the one before ends',
				from: '		from = to;\n',
				to: '		from = to + 1000;\n',
			},
			{
				kind: 'limits',
				rule: 'a window has 31 days less a second',
				from: 'LONGEST_WINDOW_MS = 31 * DAY_MS - 1000;',
				to: 'LONGEST_WINDOW_MS = 31 * DAY_MS + 1000;',
			},
			{
				kind: 'events',
				rule: 'a row that shows the beginning of its minute lies in the window',
				from: 'atMs >= Math.floor(startMs / ONE_MINUTE_MS) * ONE_MINUTE_MS && atMs <= endMs;',
				to: 'atMs >= startMs && atMs <= endMs;',
			},
			{
				kind: 'money',
				rule: 'what is dated a little after now is searched too',
				from: 'return Math.min(LONGEST_AHEAD_MS, Math.max(SHORTEST_AHEAD_MS, wholeSecond(spareMs)));',
				to: 'return 0;',
			},
			{
				kind: 'money',
				rule: 'a span begins no later than the moment that it is asked for',
				from: 'const sinceThenMs = wholeSecond(nowMs) - sinceMs + SHORTEST_AHEAD_MS;',
				to: 'const sinceThenMs = wholeSecond(nowMs) - sinceMs - DAY_MS;',
			},
		],
	},
	{
		file: 'api/orderSearch.ts',
		tests: ['integration/findTransactions', 'integration/compareOrdersCalls'],
		mutants: [
			{
				kind: 'money',
				rule: 'orders are looked for from a day before the oldest',
				from: 'const MARGIN_MS = DAY_MS;',
				to: 'const MARGIN_MS = -DAY_MS * 3;',
			},
			{
				kind: 'money',
				rule: 'orders without a date are looked for as far back as is said',
				from: 'return hasUndated && back.startMs < since.startMs ? back : since;',
				to: 'return since;',
			},
		],
	},
	{
		file: 'api/timezones.ts',
		tests: ['unit/api/timezones'],
		mutants: [
			{
				kind: 'events',
				rule: 'a date that is none, such as 31 February, is not read',
				from: 'return isUnchanged ? epochMs - offsetMs(offset) : undefined;',
				to: 'return epochMs - offsetMs(offset);',
			},
			{
				kind: 'events',
				rule: 'an offset behind a date is believed',
				from: 'return isUnchanged ? epochMs - offsetMs(offset) : undefined;',
				to: 'return isUnchanged ? epochMs : undefined;',
			},
			{
				kind: 'events',
				rule: 'the 29th of a month is looked at closely',
				from: 'day >= 1 && day <= 28;',
				to: 'day >= 1 && day <= 31;',
			},
			{
				kind: 'money',
				rule: 'an hour that autumn repeats names two moments',
				from: 'return real.length > 0 ? real : [moments[0]];',
				to: 'return [moments[0]];',
			},
			{
				kind: 'money',
				rule: 'zones that part in winter alone do not keep the same time',
				from: 'const COMPARED_DAYS = 20 * 366;',
				to: 'const COMPARED_DAYS = 1;',
			},
			{
				kind: 'money',
				rule: 'an hour that spring leaves out is taken as before the change',
				from: 'return isShown(later) || !isShown(earlier) ? later : earlier;',
				to: 'return later;',
			},
		],
	},
	{
		file: 'api/personsDates.ts',
		tests: ['unit/api/timezones', 'integration/everyDate', 'unit/transaction/readSpan'],
		mutants: [
			{
				kind: 'events',
				rule: 'the end of a span that is a day means all of it',
				from: `dayMeans === 'end' && WHOLE_DAY.test(text) ? date.endOf('day') : date;`,
				to: 'date;',
			},
			{
				kind: 'safety',
				rule: "a spreadsheet's number for a day is refused",
				from: 'if (sheetsDay) return { ok: false',
				to: 'if (sheetsDay === null) return { ok: false',
			},
			{
				kind: 'events',
				rule: 'a start in a repeated hour is the first of the two',
				from: `return dayMeans === 'start' ? Math.min(...moments) : Math.max(...moments);`,
				to: 'return Math.max(...moments);',
				tests: ['unit/api/timezones'],
			},
			{
				kind: 'safety',
				rule: 'a date before Awin began is refused',
				from: 'if (epochMs < EARLIEST_MS) return { ok: false, reason: BEFORE_AWIN };',
				to: '',
			},
			{
				kind: 'events',
				rule: 'a start in an hour that spring leaves out is the change',
				from: `return isShown ? date : { ok: true, epochMs: moment.startOf('hour').toMillis() };`,
				to: 'return date;',
			},
		],
	},
	{
		file: 'api/localDates.ts',
		tests: ['unit/validate/localDates', 'unit/validate/readRow', 'integration/everyDate'],
		mutants: [
			{
				kind: 'money',
				rule: 'a date of an order without a zone is refused where Awin has none',
				from: `: { ok: false, reason: 'does not say in which timezone it is' };`,
				to: `: inAwinsTime(local, 'UTC');`,
			},
			{
				kind: 'money',
				rule: 'a date of an order has a time of day',
				from: 'if (text !== undefined && isDayOnly(text)) {',
				to: 'if (text === null) {',
			},
			{
				kind: 'money',
				rule: 'a moment is written as the clocks of the zone showed it',
				from: `const momentZone = zone ?? 'UTC';`,
				to: `const momentZone = 'UTC' as AwinTimezone;`,
			},
			{
				kind: 'money',
				rule: 'a date with points begins with the day',
				from: "const [, day, month, year, hour, minute, second = '00'] = dayFirst;",
				to: "const [, month, day, year, hour, minute, second = '00'] = dayFirst;",
			},
		],
	},
	{
		file: 'api/days.ts',
		tests: ['unit/api/days', 'integration/everyDate'],
		mutants: [
			{
				kind: 'other',
				rule: 'a moment belongs to the day that the clocks of the zone show',
				from: 'DateTime.fromMillis(date.epochMs, { zone });',
				to: `DateTime.fromMillis(date.epochMs, { zone: 'utc' });`,
			},
		],
	},
	{
		file: 'api/ids.ts',
		tests: ['unit/api/ids'],
		mutants: [
			{
				kind: 'money',
				rule: 'digits in threes with commas between are no list of IDs',
				from: 'withoutBlanks.find((text) => BY_COMMAS.test(text)) ??',
				to: 'withoutBlanks.find((text) => text === null) ??',
			},
			{
				kind: 'money',
				rule: 'an ID that a number has cut is refused',
				from: 'if (Number.isSafeInteger(value) && value > 0) return',
				to: 'if (Number.isInteger(value) && value > 0) return',
			},
			{
				kind: 'money',
				rule: 'an ID of too many digits is refused',
				from: 'if (!Number.isSafeInteger(Number(text)))',
				to: 'if (text.length > 40)',
			},
		],
	},
	{
		file: 'api/accounts.ts',
		tests: ['unit/api/accounts', 'integration/accounts'],
		mutants: [
			{
				kind: 'safety',
				rule: "an advertiser's profile is nobody's own account",
				from: '(?:advertiser|publisher|merchant|affiliate)',
				to: '(?:[a-z-]*advertiser|publisher|[a-z]+-profile|merchant|affiliate)',
			},
			{
				kind: 'safety',
				rule: "an address of somebody else's site is no account",
				from: String.raw`/^\s*https:\/\/[a-zA-Z]+\.awin\.com\/`,
				to: String.raw`/^\s*https:\/\/[a-zA-Z.]+\/`,
			},
		],
	},
	{
		file: 'api/transactionFilters.ts',
		tests: [
			'unit/transaction/readSpan',
			'integration/getManyTransactions',
			'integration/everySwitch',
		],
		mutants: [
			{
				kind: 'money',
				rule: 'what Awin gives of other partners is left out',
				from: `if (!isOfPartner(row, wanted) || !isInSpan(row, wanted)) return 'other';`,
				to: `if (!isInSpan(row, wanted)) return 'other';`,
			},
			{
				kind: 'money',
				rule: 'what Awin gives of other dates is left out',
				from: `if (!isOfPartner(row, wanted) || !isInSpan(row, wanted)) return 'other';`,
				to: `if (!isOfPartner(row, wanted)) return 'other';`,
			},
			{
				kind: 'money',
				rule: 'deleted ones among several statuses are asked for by themselves',
				from: `others.length < statuses.length ? [others, ['deleted']] : [statuses];`,
				to: 'others.length < statuses.length ? [others] : [statuses];',
			},
			{
				kind: 'events',
				rule: 'an amendment may have another date than the row shows',
				from: `dateType === 'amendment' ? undefined : dateMs(row, dateType);`,
				to: 'dateMs(row, dateType);',
			},
		],
	},
	{
		file: 'api/transactions.ts',
		tests: ['unit/api/transactions', 'integration/getManyTransactions'],
		mutants: [
			{
				kind: 'events',
				rule: 'transactions are asked for in UTC',
				from: `		dateType: question.dateType,
		timezone: 'UTC',`,
				to: `		dateType: question.dateType,
		timezone: 'Europe/Berlin',`,
			},
			{
				kind: 'events',
				rule: 'transactions are read by their ID in UTC',
				from: `{ ids: ids.join(','), timezone: 'UTC' };`,
				to: `{ ids: ids.join(',') };`,
			},
			{
				kind: 'events',
				rule: 'several statuses are picked from the whole list',
				from: 'if (question.statuses?.length === 1) query.status',
				to: 'if (question.statuses?.length) query.status',
			},
			{
				kind: 'limits',
				rule: 'two hundred IDs go into one call',
				from: 'IDS_PER_CALL = 200;',
				to: 'IDS_PER_CALL = 201;',
				tests: ['integration/getTransactions'],
			},
		],
	},
	{
		file: 'api/numberedPages.ts',
		tests: ['unit/programme/transactionQueries', 'unit/offer/offers', 'integration/offers'],
		mutants: [
			{
				kind: 'events',
				rule: 'rows that were announced and never came are counted',
				from: 'return Math.max(0, this.announcedRows - this.seen.size);',
				to: 'return 0;',
			},
			{
				kind: 'events',
				rule: 'a row that two pages have is there once',
				from: 'return !this.seen.has(key) && this.seen.add(key);',
				to: 'return this.seen.add(key);',
			},
			{
				kind: 'limits',
				rule: 'a list that does not end is ended',
				from: 'return this.taken >= this.rules.mostPages;',
				to: 'return false;',
			},
			{
				kind: 'events',
				rule: 'a short page is not the last while pages are announced',
				from: 'if (pages !== undefined && this.taken < pages) return false;',
				to: '',
			},
			{
				kind: 'events',
				rule: 'a full page of what was there before is told of',
				from: 'this.hasRepeat = isFull && rows.length === 0;',
				to: '',
			},
		],
	},
	{
		file: 'api/notifications.ts',
		tests: ['unit/notification', 'integration/notifications'],
		mutants: [
			{
				kind: 'events',
				rule: 'a transaction ID that comes twice and differs is none',
				from: 'if (rest.some((other) => other !== first)) return undefined;',
				to: '',
			},
			{
				kind: 'events',
				rule: 'a transaction ID of 0 is none',
				from: 'return id === 0 ? undefined : id;',
				to: 'return id;',
			},
			{
				kind: 'money',
				rule: 'an amount that cannot be read keeps its currency',
				from: `saleAmount: moneyOf(push, 'transactionAmount', currency) ?? currencyAlone(currency),`,
				to: `saleAmount: moneyOf(push, 'transactionAmount', currency),`,
			},
			{
				kind: 'money',
				rule: 'the tracked amount is in the tracked currency',
				from: `const currency = push.text('trackedCurrency');`,
				to: `const currency = push.text('transactionCurrency');`,
			},
			{
				kind: 'limits',
				rule: 'a notification longer than any is refused',
				from: 'if (value.length > LONGEST_PUSH)',
				to: 'if (value.length > LONGEST_PUSH * 1000)',
			},
			{
				kind: 'events',
				rule: 'what a notification has beside the known fields is kept',
				from: '{ ...values.others(KNOWN_FIELDS, row), ...row }',
				to: '{ ...row }',
			},
		],
	},
	{
		file: 'api/notificationValues.ts',
		tests: ['unit/notification', 'hostile/pushes'],
		mutants: [
			{
				kind: 'safety',
				rule: 'a member called __proto__ is not set',
				from: `if (name === '__proto__' || Object.hasOwn(taken, name) || isGarbled(name)) {`,
				to: 'if (Object.hasOwn(taken, name) || isGarbled(name)) {',
			},
			{
				kind: 'safety',
				rule: 'an unknown field never takes the place of a known one',
				from: `if (name === '__proto__' || Object.hasOwn(taken, name) || isGarbled(name)) {`,
				to: `if (name === '__proto__' || isGarbled(name)) {`,
			},
			{
				kind: 'safety',
				rule: 'what is nested too deeply is not kept',
				from: 'if (depth === DEEPEST) return false;',
				to: '',
			},
			{
				kind: 'events',
				rule: 'a text that was broken on the way is told of',
				from: '		if (isGarbled(value))\n',
				to: '		if (value === null)\n',
			},
			{
				kind: 'events',
				rule: 'a macro that Awin did not fill is nothing',
				from: 'MACRO.test(trimmed) ? null : trimmed;',
				to: 'MACRO.test(trimmed) ? trimmed : trimmed;',
			},
		],
	},
	{
		file: 'api/flatRows.ts',
		tests: ['unit/api/flatRows'],
		mutants: [
			{
				kind: 'limits',
				rule: 'a run has at most 300 further columns',
				from: 'if (places.length <= MOST_FURTHER_COLUMNS) return [places, []];',
				to: 'if (places.length >= 0) return [places, []];',
			},
			{
				kind: 'safety',
				rule: 'two values never share a column',
				from: 'for (let number = 2; taken.has(name); number++) name =',
				to: 'for (let number = 2; number < 0; number++) name =',
			},
		],
	},
	{
		file: 'api/feedVerdict.ts',
		tests: ['unit/productFeed/feedAnswers', 'integration/uploadFeed'],
		mutants: [
			{
				kind: 'money',
				rule: 'lines that are counted from 0 are',
				from: 'line - (countsFromZero ? 0 : 1)',
				to: 'line - 1',
			},
			{
				kind: 'money',
				rule: 'a complaint that finds no product leaves the others unknown',
				from: 'if (unplaced.length > 0) return {',
				to: 'if (unplaced.length > 99) return {',
			},
			{
				kind: 'money',
				rule: 'fewer products than were sent leave the others unknown',
				from: 'if (fewest < ids.length - rejected.size) {',
				to: 'if (fewest < 0) {',
			},
			{
				kind: 'money',
				rule: 'a status 200 alone is no success',
				from: 'if (!saysSo) return {',
				to: 'if (saysSo && false) return {',
			},
			{
				kind: 'money',
				rule: 'a feed that is paused is not accepted',
				from: 'return complainsByText(state) && !(areSomeNamed && IN_PART.test(state));',
				to: 'return false;',
			},
			{
				kind: 'money',
				rule: 'a refusal of 400 and above is one',
				from: 'const isRefused = status >= 400 || whole?.error !== undefined;',
				to: 'const isRefused = whole?.error !== undefined;',
			},
		],
	},
	{
		file: 'api/feedAnswers.ts',
		tests: ['unit/productFeed/feedAnswers', 'integration/uploadFeed'],
		mutants: [
			{
				kind: 'safety',
				rule: 'an answer that goes deeper than can be read is no success',
				from: `if (depth > DEEPEST) this.addSign('It goes deeper than can be read', undefined, true);`,
				to: 'if (depth > DEEPEST) return;',
			},
		],
	},
	{
		file: 'api/complaints.ts',
		tests: ['unit/productFeed/feedAnswers', 'unit/offer/offers', 'unit/link/links'],
		mutants: [
			{
				kind: 'money',
				rule: 'a flag of success that is false is a complaint',
				from: 'if (GOOD_FLAG.test(letters)) return isFalse(value);',
				to: '',
			},
			{
				kind: 'money',
				rule: 'no errors are no complaint',
				from: 'return words.some((word, place) => BAD_WORD.test(word) && !isDenied(words, place));',
				to: 'return words.some((word) => BAD_WORD.test(word));',
			},
			{
				kind: 'limits',
				rule: 'a complaint is told of in 500 characters',
				from: '.slice(0, LONGEST_TOLD);',
				to: ';',
			},
		],
	},
	{
		file: 'api/linkAnswers.ts',
		tests: ['unit/link/links', 'integration/links'],
		mutants: [
			{
				kind: 'money',
				rule: 'a link of another advertiser is not the one that was asked for',
				from: `isSame('awinmid', String(request.advertiserId)) &&`,
				to: '',
			},
			{
				kind: 'money',
				rule: "a link of another publisher is not one's own",
				from: `isSame('awinaffid', publisherId) &&`,
				to: '',
			},
			{
				kind: 'money',
				rule: 'a link that leads to another site is not the one that was asked for',
				from: `isSameSite(link.get('ued'), request.destinationUrl)`,
				to: 'true',
			},
			{
				kind: 'money',
				rule: 'a link with other click references is not the one that was asked for',
				from: `CLICK_PARAMETERS.every((name) => isSame(name, request.parameters?.[name])) &&`,
				to: '',
			},
			{
				kind: 'safety',
				rule: 'a success in an unknown form is unknown and not failed',
				from: `if (said === null && status !== null && status < 300) return { outcome: 'unknown' };`,
				to: '',
			},
			{
				kind: 'safety',
				rule: 'an answer without an address is no success',
				from: 'if (url && (status ?? 200) < 300) {',
				to: 'if (url && (status ?? 200) < 600) {',
			},
			{
				kind: 'money',
				rule: 'of a batch each link comes to the request that it repeats',
				from: 'if (place !== undefined) settle(place, entry.verdict);\n\t\t\treturn place === undefined;',
				to: 'return true;',
			},
		],
	},
	{
		file: 'api/links.ts',
		tests: ['unit/link/links'],
		mutants: [
			{
				kind: 'money',
				rule: 'a destination is encoded once',
				from: '`${name}=${encodeOnce(value)}`',
				to: '`${name}=${value}`',
			},
			{
				kind: 'limits',
				rule: 'a quota of another publisher is not taken',
				from: 'if (id !== undefined && String(id) !== publisherId) return undefined;',
				to: '',
			},
			{
				kind: 'limits',
				rule: 'a batch has 100 links',
				from: 'LINKS_PER_BATCH = 100;',
				to: 'LINKS_PER_BATCH = 101;',
				tests: ['integration/links'],
			},
		],
	},
	{
		file: 'api/webAddresses.ts',
		tests: ['unit/api/webAddresses'],
		mutants: [
			{
				kind: 'safety',
				rule: 'a part of a path that leads out of it is none',
				from: String.raw`/^(?:\.|%2e){1,2}$/i`,
				to: String.raw`/^(?:\.){1,2}$/i`,
			},
			{
				kind: 'safety',
				rule: 'brackets and quotes in an address are encoded',
				from: `/[!'()*]/g`,
				to: '/[!*]/g',
			},
		],
	},
	{
		file: 'api/offers.ts',
		tests: ['unit/offer/offers', 'integration/createOffers'],
		mutants: [
			{
				kind: 'money',
				rule: 'a complaint is no new offer, wherever it stands',
				from: `if (complaint !== undefined) return { outcome: 'unknown'`,
				to: `if (complaint === null) return { outcome: 'unknown'`,
			},
			{
				kind: 'money',
				rule: 'a status 200 without a word of the offer is unknown',
				from: '(saysSo || ABOUT_AN_OFFER.test(answer));',
				to: 'true;',
			},
		],
	},
	{
		file: 'api/offerTimes.ts',
		tests: ['unit/offer/offerTimes'],
		mutants: [
			{
				kind: 'money',
				rule: 'an offer ends with the last second of its last day',
				from: `endTime ? last.set(endTime) : last.endOf('day');`,
				to: `endTime ? last.set(endTime) : last.startOf('day');`,
			},
			{
				kind: 'money',
				rule: 'an offer that ends in a repeated hour ends with the second of them',
				from: 'Math.floor(Math.max(...ends) / 1000) * 1000,',
				to: 'Math.floor(Math.min(...ends) / 1000) * 1000,',
			},
		],
	},
	{
		file: 'api/reports.ts',
		tests: ['unit/report/reports', 'integration/reports'],
		mutants: [
			{
				kind: 'money',
				rule: 'a report of partners has a month in one call at most',
				from: 'partner: 31, creative: 31,',
				to: 'partner: 400, creative: 31,',
			},
			{
				kind: 'money',
				rule: 'weeks of campaigns are added up from days',
				from: `week: 'day'`,
				to: `week: 'month'`,
			},
		],
	},
	{
		file: 'api/periods.ts',
		tests: ['unit/report/periods'],
		mutants: [
			{
				kind: 'money',
				rule: 'no day lies between two periods',
				from: `from = to.startOf('day').plus({ days: 1 });`,
				to: `from = to.startOf('day').plus({ days: 2 });`,
			},
		],
	},
	{
		file: 'api/commissionGroups.ts',
		tests: ['unit/programme/commissionGroups'],
		mutants: [
			{
				kind: 'money',
				rule: 'the code of a group keeps its case',
				from: `typeof givenCode === 'string' ? givenCode.trim() : '';`,
				to: `typeof givenCode === 'string' ? givenCode.trim().toUpperCase() : '';`,
				tests: ['integration/commissionGroupPicker'],
			},
		],
	},
];
