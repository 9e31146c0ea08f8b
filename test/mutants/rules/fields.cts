/** What people set, and how it is read. */
import type { BrokenFile } from '../rules.cts';

export const FIELDS: readonly BrokenFile[] = [
	{
		file: 'fields/customParameters.ts',
		tests: ['unit/validate/fields', 'unit/validate/readRow', 'unit/submit/readRow'],
		mutants: [
			{
				kind: 'money',
				rule: 'a key that is there twice is refused',
				from: 'if (number in texts) {',
				to: 'if (false as boolean) {',
			},
			{
				kind: 'money',
				rule: 'a key beyond the largest is refused',
				from: ' && Number(digits) <= largestKey) return digits;',
				to: ') return digits;',
			},
			{
				kind: 'money',
				rule: 'a custom parameter without a text is refused',
				from: '			if (given === undefined) {',
				to: '			if (given === null) {',
			},
		],
	},
	{
		file: 'fields/money.ts',
		tests: ['unit/validate/readRow', 'unit/submit/readRow', 'integration/validateAmounts'],
		mutants: [
			{
				kind: 'money',
				rule: 'a negative amount is refused',
				from: 'if (reading.amountMinor >= 0) return reading.amountMinor;',
				to: 'return reading.amountMinor;',
			},
			{
				kind: 'money',
				rule: 'an empty amount is refused',
				from: `if (isBlank(value)) throw named.refuse(source, '', 'is empty', AMOUNT_HELP);`,
				to: 'if (isBlank(value)) return 0;',
			},
			{
				kind: 'money',
				rule: 'a group that is there twice is refused',
				from: 'if (found.some((part) => part.code === code)) {',
				to: 'if (false as boolean) {',
			},
			{
				kind: 'money',
				rule: 'a currency is one of ISO 4217',
				from: '(isCurrency(given.toUpperCase()) ? given.toUpperCase() : undefined)',
				to: '(given.length === 3 ? given.toUpperCase() : undefined)',
			},
		],
	},
	{
		file: 'fields/number.ts',
		tests: ['unit/number', 'integration/badInput', 'unit/nodeSettings'],
		mutants: [
			{
				kind: 'limits',
				rule: 'a limit that was added without a value is refused',
				from: 'if (isEmpty && !source.has(path)) return undefined;',
				to: 'if (isEmpty) return undefined;',
				tests: ['integration/validateSafety'],
			},
			{
				kind: 'limits',
				rule: 'a number that can be read in two ways is refused',
				from: 'if (fraction.length === 3 && ONE_TO_THREE_DIGITS.test(whole)) return undefined;',
				to: '',
			},
			{
				kind: 'limits',
				rule: 'a number beyond its bounds is refused',
				from: 'given >= least && given <= most &&',
				to: 'given >= least &&',
			},
		],
	},
	{
		file: 'fields/text.ts',
		tests: ['unit/text', 'unit/submit/readRow', 'unit/validate/readRow', 'integration/badInput'],
		mutants: [
			{
				kind: 'safety',
				rule: 'a switch that is set and says nothing is refused',
				from: 'if (isBlank(value) && !source.has(path)) {',
				to: 'if (isBlank(value)) {',
				tests: ['integration/validateSafety'],
			},
			{
				kind: 'safety',
				rule: 'what is neither yes nor no is refused',
				from: 'return NO.has(word) ? false : undefined;',
				to: 'return false;',
			},
			{
				kind: 'money',
				rule: 'a number that has lost its last digits is refused',
				from: 'if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) return String(value);',
				to: 'return String(value);',
			},
			{
				kind: 'money',
				rule: 'a text with half a character is refused',
				from: 'if (!HALF_A_CHARACTER.test(value)) return value.trim();',
				to: 'return value.trim();',
			},
			{
				kind: 'safety',
				rule: 'the switch means its usual value for a tool',
				from: `return typeof usual === 'boolean' ? usual : usual(source);`,
				to: `return typeof usual === 'boolean' ? usual : false;`,
				tests: ['integration/submit', 'integration/everySending'],
			},
		],
	},
	{
		file: 'fields/safety.ts',
		tests: ['integration/everySending', 'integration/submit', 'integration/validateSafety'],
		mutants: [
			{
				kind: 'safety',
				rule: 'an AI agent sends nothing unless it is told to',
				from: '(source) => source.isTool,',
				to: '() => false,',
			},
		],
	},
	{
		file: 'fields/nodeSettings.ts',
		tests: ['unit/nodeSettings', 'integration/submit', 'integration/givenAsWhole'],
		mutants: [
			{
				kind: 'safety',
				rule: 'n8n says by the name of the node that it is a tool',
				from: '/Tool$/.test(this.context.getNode().type) || ',
				to: '',
			},
			{
				kind: 'safety',
				rule: 'n8n says by its context that the node is a tool',
				from: ` || (this.context.isToolExecution?.() ?? false);`,
				to: ';',
			},
			{
				kind: 'safety',
				rule: 'an expression that gives no collection may have had any setting in it',
				from: 'if (!isJsonObject(collection)) return true;',
				to: 'if (!isJsonObject(collection)) return false;',
			},
			{
				kind: 'safety',
				rule: 'a member of a collection is set by being in it',
				from: `name.includes('.') ? value !== undefined : !isBlank(value);`,
				to: '!isBlank(value);',
				tests: ['integration/validateSafety'],
			},
			{
				kind: 'safety',
				rule: 'a setting with an expression is looked at for each item',
				from: `this.wholeCollection(name) !== undefined || holdsExpression(memberAt(this.parameters, name))`,
				to: 'this.wholeCollection(name) !== undefined',
				tests: ['integration/validateSafety'],
			},
		],
	},
	{
		file: 'fields/collection.ts',
		tests: ['integration/givenAsWhole', 'unit/description'],
		mutants: [
			{
				kind: 'safety',
				rule: 'options that n8n has dropped are told of',
				from: 'if (!source.has(trace) || source.get(trace) === 0) return;',
				to: 'return;',
			},
		],
	},
	{
		file: 'fields/rows.ts',
		tests: ['unit/submit/readRow', 'unit/validate/readRow', 'integration/badInput'],
		mutants: [
			{
				kind: 'money',
				rule: 'a list that is set and empty is refused',
				from: `if (source.has(list)) throw source.refuse(place.label, '', IS_SET_BUT_EMPTY, namesHelp(place));`,
				to: '',
			},
			{
				kind: 'money',
				rule: 'a field that is almost named like one is refused',
				from: 'if (almost === undefined) return;',
				to: 'return;',
			},
			{
				kind: 'money',
				rule: 'a list under another name is refused',
				from: 'if (others.length > 0) {',
				to: 'if (others.length > 99) {',
			},
			{
				kind: 'money',
				rule: 'what is no list of rows is refused',
				from: 'if (!isJsonObject(whole)) throw notRows(source, whole, place);',
				to: 'if (!isJsonObject(whole)) return [];',
			},
		],
	},
	{
		file: 'fields/proposal.ts',
		tests: ['integration/proposals', 'integration/proposalForms'],
		mutants: [
			{
				kind: 'money',
				rule: 'a plain column of somebody hides no proposal beside it',
				from: '(!isBlank(proposedAction) && !wasObject(given))',
				to: 'false',
			},
			{
				kind: 'money',
				rule: 'two proposals that differ are refused',
				from: 'if (isBlank(beside) || readProposedAction(beside) === own) return own;',
				to: 'return own;',
			},
			{
				kind: 'money',
				rule: 'a proposal that cannot be read is refused',
				from: 'if (own === undefined) throw source.refuse(NAME, proposedAction, ...NO_PROPOSAL);',
				to: '',
			},
			{
				kind: 'money',
				rule: 'a column that holds no members is refused',
				from: 'if (unreadable !== undefined) throw refuseUnreadable(source, unreadable);',
				to: '',
			},
			{
				kind: 'safety',
				rule: 'what stands in a prototype was said by nobody',
				from: 'isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;',
				to: 'isJsonObject(value) ? value[name] : undefined;',
			},
		],
	},
	{
		file: 'fields/span.ts',
		tests: [
			'unit/transaction/readSpan',
			'integration/getManyTransactions',
			'integration/everyDate',
			'integration/badInput',
		],
		mutants: [
			{
				kind: 'events',
				rule: 'an end before the start is refused',
				from: 'if (endMs < startMs) {',
				to: 'if (endMs < 0) {',
			},
			{
				kind: 'limits',
				rule: 'an end in the far future is taken as tomorrow',
				from: 'endMs: Math.min(endMs, tomorrowMs) };',
				to: 'endMs };',
			},
		],
	},
	{
		file: 'fields/account.ts',
		tests: ['unit/validate/readRow', 'unit/api/accounts', 'integration/badInput'],
		mutants: [
			{
				kind: 'money',
				rule: 'the address of an account of the other type is refused',
				from: 'if (found?.accountType === type) return found.accountId;',
				to: 'if (found) return found.accountId;',
			},
		],
	},
	{
		file: 'fields/choice.ts',
		tests: [
			'integration/badInput',
			'integration/uploadFeed',
			'integration/offers',
			'integration/links',
		],
		mutants: [
			{
				kind: 'safety',
				rule: 'a choice that decides about a change and gives nothing is refused',
				from: 'if (!decidesChange || !source.has(named.path)) return choices[0];',
				to: 'return choices[0];',
			},
		],
	},
	{
		file: 'fields/filters.ts',
		tests: ['integration/getManyTransactions', 'integration/badInput', 'integration/lists'],
		mutants: [
			{
				kind: 'limits',
				rule: 'more partners than a call takes are refused',
				from: 'if (ids.length <= MOST_PARTNERS) return ids;',
				to: 'return ids;',
			},
		],
	},
	{
		file: 'fields/orderSearch.ts',
		tests: ['integration/findTransactions', 'integration/compareOrders'],
		mutants: [
			{
				kind: 'limits',
				rule: 'an order date further back than can be searched is refused',
				from: 'if (!moment || moment.epochMs >= source.nowMs - MOST_SEARCH_BACK_DAYS * DAY_MS) return moment;',
				to: 'if (moment !== null) return moment;',
			},
		],
	},
	{
		file: 'fields/dates.ts',
		tests: ['unit/submit/readRow', 'integration/everyDate', 'integration/compareOrders'],
		mutants: [
			{
				kind: 'money',
				rule: 'a time in the future is refused',
				from: `if (ageOf(date.epochMs / 1000, source.nowMs) !== 'future') return date;`,
				to: 'return date;',
			},
		],
	},
	{
		file: 'fields/limit.ts',
		tests: ['integration/lists', 'integration/badInput', 'integration/everyList'],
		mutants: [
			{
				kind: 'events',
				rule: 'Return All means all',
				from: 'returnAll.read(source) ? Infinity : limitAlone.read(source)',
				to: 'returnAll.read(source) ? 1000 : limitAlone.read(source)',
				tests: ['integration/getManyTransactions'],
			},
		],
	},
	{
		file: 'fields/timezone.ts',
		tests: ['integration/getManyTransactions', 'unit/validate/readRow', 'integration/everyDate'],
		mutants: [
			{
				kind: 'events',
				rule: 'a zone that Awin has not got is refused',
				from: '		if (isAwinTimezone(value)) return value;',
				to: '		if (value) return value as AwinTimezone;',
			},
		],
	},
];
