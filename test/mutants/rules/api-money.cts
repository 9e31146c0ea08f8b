/** Amounts, orders and their answers, validations and their results. */
import type { BrokenFile } from '../rules.cts';

export const API_MONEY: readonly BrokenFile[] = [
	{
		file: 'api/money.ts',
		tests: ['unit/api/money'],
		mutants: [
			{
				kind: 'money',
				rule: 'the dinar of Kuwait has three decimals',
				from: `'BHD IQD JOD KWD LYD OMR TND'`,
				to: `'BHD IQD JOD LYD OMR TND'`,
			},
			{
				kind: 'money',
				rule: 'the yen has no decimals',
				from: 'ISK JPY KMF',
				to: 'ISK KMF',
			},
			{
				kind: 'money',
				rule: 'a number with dust of arithmetic is read',
				from: 'const dust = Math.max(1e-6, Math.abs(exact) * 2 ** -50);',
				to: 'const dust = 0;',
			},
			{
				kind: 'money',
				rule: 'a real decimal is never taken for dust',
				from: 'const dust = Math.max(1e-6,',
				to: 'const dust = Math.max(0.2,',
			},
			{
				kind: 'money',
				rule: 'dust grows with the amount, so that large sums of a sheet are read',
				from: 'Math.max(1e-6, Math.abs(exact) * 2 ** -50)',
				to: '1e-6',
			},
			{
				kind: 'money',
				rule: 'a number beyond the largest amount is refused',
				from: 'if (Math.abs(amountMinor) > LARGEST_AMOUNT_MINOR) return',
				to: 'if (amountMinor < -1e300) return',
			},
			{
				kind: 'money',
				rule: 'a text beyond the largest amount is refused',
				from: '\tif (amountMinor > LARGEST_AMOUNT_MINOR) return',
				to: '\tif (amountMinor < 0) return',
			},
			{
				kind: 'money',
				rule: 'one separator with three digits behind it is refused',
				from: 'if (couldBeThousands && !thousandsAreParted) {',
				to: 'if (false as boolean) {',
			},
			{
				kind: 'money',
				rule: 'the sign of an amount is kept',
				from: ': sign * amountMinor };',
				to: ': amountMinor };',
			},
			{
				kind: 'money',
				rule: 'the last of two kinds of separators is the decimal one',
				from: 'const last = separators[separators.length - 1];',
				to: 'const last = separators[0];',
			},
			{
				kind: 'money',
				rule: 'digits in groups that are no thousands are refused',
				from: 'return isGrouped(grouped)',
				to: 'return grouped',
			},
			{
				kind: 'money',
				rule: 'more decimals than the currency has are refused',
				from: 'if (decimals.length > places) return tooManyDecimals(currency);',
				to: '',
			},
			{
				kind: 'money',
				rule: 'the usual amount of a currency without decimals has none',
				from: 'usual[2] === undefined || minorDigits(currency) >= 2',
				to: 'usual[2] === undefined || minorDigits(currency) >= 0',
			},
		],
	},
	{
		file: 'api/conversions.ts',
		tests: ['unit/submit/conversions', 'unit/submit/readRow', 'integration/submit'],
		mutants: [
			{
				kind: 'money',
				rule: 'amounts of groups go out in the decimals of their currency',
				from: `		code,
		amount: toDecimal(amountMinor, currency),`,
				to: `		code,
		amount: amountMinor / 100,`,
			},
			{
				kind: 'money',
				rule: 'the amount of an order goes out in the decimals of its currency',
				from: 'amount: toDecimal(order.amountMinor, currency),',
				to: 'amount: order.amountMinor / 100,',
			},
			{
				kind: 'money',
				rule: 'prices of products go out in the decimals of their currency',
				from: 'price: toDecimal(priceMinor, currency),',
				to: 'price: priceMinor / 100,',
			},
			{
				kind: 'money',
				rule: 'groups that do not add up are refused unless the rest goes on DEFAULT',
				from: 'if (restMinor < 0 || !restOnDefault)',
				to: 'if (restMinor < 0)',
			},
			{
				kind: 'money',
				rule: 'groups that are more than the amount are refused',
				from: 'if (restMinor < 0 || !restOnDefault)',
				to: 'if (!restOnDefault)',
			},
			{
				kind: 'money',
				rule: 'the rest is added to what DEFAULT has already',
				from: 'amountMinor: onDefaultMinor + restMinor }',
				to: 'amountMinor: restMinor }',
			},
			{
				kind: 'safety',
				rule: 'a test order is sent as one',
				from: 'if (order.isTest) wire.isTest = true;',
				to: '',
			},
			{
				kind: 'safety',
				rule: 'an order of the future is one',
				from: `if (timeMs > nowMs + CLOCK_TOLERANCE_MS) return 'future';`,
				to: '',
			},
			{
				kind: 'money',
				rule: 'Awin takes 1,000 orders in one call',
				from: 'export const ORDERS_PER_BATCH = 1000;',
				to: 'export const ORDERS_PER_BATCH = 1001;',
			},
		],
	},
	{
		file: 'api/conversionAnswers.ts',
		tests: ['unit/submit/answers', 'integration/submit'],
		mutants: [
			{
				kind: 'money',
				rule: 'a refusal that names other orders as taken or pending leaves the rest unknown',
				from: 'if (isRefusal && !sheet.hasTaken) {',
				to: 'if (isRefusal) {',
			},
			{
				kind: 'money',
				rule: 'a refusal that names pending orders has taken something',
				from: `if (outcome !== 'rejected') this.hasTaken = true;`,
				to: `if (outcome === 'accepted') this.hasTaken = true;`,
			},
			{
				kind: 'money',
				rule: '408 is no refusal: nobody knows what Awin has',
				from: 'status >= 400 && status < 500 && status !== 408;',
				to: 'status >= 400 && status < 500;',
			},
			{
				kind: 'money',
				rule: '5xx is no refusal of orders',
				from: 'status >= 400 && status < 500 && status !== 408;',
				to: 'status >= 400 && status !== 408;',
			},
			{
				kind: 'money',
				rule: '202 that names some orders says nothing of the others',
				from: 'if (status === 202 && sheet.entries === 0)',
				to: 'if (status === 202)',
			},
			{
				kind: 'money',
				rule: 'an order that two lists name differently is unknown',
				from: 'if (before && before.outcome !== outcome) {',
				to: 'if ((false as boolean) && before) {',
			},
			{
				kind: 'money',
				rule: 'an order that is taken and complained of is unknown',
				from: `if (outcome !== 'rejected' && ownErrorsOf(entry).length > 0)`,
				to: 'if (false as boolean)',
			},
			{
				kind: 'money',
				rule: 'lists of an unknown form leave all orders unknown',
				from: `if (!isReadable) return verdictOf('unknown', 'notNamed');`,
				to: '',
			},
			{
				kind: 'money',
				rule: 'an entry is brought to the order of its reference, not of its place',
				from: 'if (this.keys[place] !== key) {',
				to: 'if (this.keys[place] === undefined) {',
			},
			{
				kind: 'words',
				rule: 'complaints with a place come to the order of that place',
				from: 'const place = match ? Number(match[1]) : -1;',
				to: 'const place = match ? Number(match[1]) - 1 : -1;',
			},
		],
	},
	{
		file: 'api/conversionResults.ts',
		tests: ['unit/conversionResults', 'integration/conversionResults'],
		mutants: [
			{
				kind: 'money',
				rule: 'a result that names two advertisers belongs to none',
				from: 'accountId: named.size === 1 ? [...named][0] : null,',
				to: 'accountId: [...named][0] ?? null,',
			},
			{
				kind: 'money',
				rule: 'a test order that is told of is one',
				from: 'isTest: entry.isTest ?? false,',
				to: 'isTest: false,',
			},
			{
				kind: 'safety',
				rule: 'an entry that is too large or broken is not handed on',
				from: 'received: isShown ? received : null,',
				to: 'received,',
			},
			{
				kind: 'money',
				rule: 'what is in a list has what the list says, beside what it says itself',
				from: 'if (listed) outcomes.add(listed);',
				to: 'if (listed && outcomes.size === 0) outcomes.add(listed);',
			},
			{
				kind: 'money',
				rule: 'errors of an order itself are no list of refused orders',
				from: 'if (names === ERRORS && isOrder) continue;',
				to: '',
			},
		],
	},
	{
		file: 'api/conversionEntries.ts',
		tests: ['unit/conversionResults', 'integration/conversionResults'],
		mutants: [
			{
				kind: 'money',
				rule: 'an error beside a success says two things',
				from: `if (ERROR_NAMES.some((name) => !saysNo(place[name]))) outcomes.add('rejected');`,
				to: '',
			},
			{
				kind: 'money',
				rule: 'a flag that is false is a refusal',
				from: `['false', 'rejected'],`,
				to: `['false', 'accepted'],`,
			},
			{
				kind: 'money',
				rule: 'whatever may mean a test counts as one',
				from: ') && !saysNo(value),',
				to: ') && value === true,',
			},
		],
	},
	{
		file: 'api/validation.ts',
		tests: ['unit/validate/validation', 'unit/validate/readRow', 'integration/validate'],
		mutants: [
			{
				kind: 'money',
				rule: 'an amended sale named by ID goes out in the decimals of its currency',
				from: `			saleAmount: toDecimal(change.saleAmountMinor, currency),
			transactionParts: change.parts,`,
				to: `			saleAmount: change.saleAmountMinor / 100,
			transactionParts: change.parts,`,
			},
			{
				kind: 'money',
				rule: 'an amended sale named by reference goes out in the decimals of its currency',
				from: 'transaction.saleAmount = toDecimal(change.saleAmountMinor, currency);',
				to: 'transaction.saleAmount = change.saleAmountMinor / 100;',
			},
			{
				kind: 'money',
				rule: 'parts go out in the decimals of their currency',
				from: 'return { amount: toDecimal(amountMinor, currency), commissionGroupCode: code };',
				to: 'return { amount: amountMinor / 100, commissionGroupCode: code };',
			},
			{
				kind: 'money',
				rule: 'approving after amending is asked for only where the person wants it (by ID)',
				from: `			transactionParts: change.parts,
		};
		return { action, approve: change.approveAfterwards, transaction };`,
				to: `			transactionParts: change.parts,
		};
		return { action, approve: true, transaction };`,
			},
			{
				kind: 'money',
				rule: 'an ID with more digits than a number holds goes out as text',
				from: 'return Number.isSafeInteger(id) ? id : transactionId;',
				to: 'return id;',
			},
			{
				kind: 'money',
				rule: 'a status is not taken for an action',
				from: 'return actionByWord.get(value',
				to: `return actionByWord.get(value.replace(/d$/, '')`,
			},
			{
				kind: 'money',
				rule: 'an ID of an error is no number of a job',
				from: `findMember(answer, ['jobId', 'jobID'])) : undefined;`,
				to: `findMember(answer, ['jobId', 'jobID', 'id'])) : undefined;`,
			},
			{
				kind: 'money',
				rule: 'Awin takes 40,000 transactions in one call',
				from: 'ROWS_PER_BATCH = 40_000;',
				to: 'ROWS_PER_BATCH = 40_001;',
				tests: ['unit/validate/properties'],
			},
		],
	},
	{
		file: 'api/validationResults.ts',
		tests: ['unit/validate/results', 'unit/validate/properties', 'integration/validateFaults'],
		mutants: [
			{
				kind: 'money',
				rule: 'results about nobody of the batch leave silent rows unknown',
				from: 'if (strays > 0 || job.endedBadly',
				to: 'if (job.endedBadly',
			},
			{
				kind: 'money',
				rule: 'a job that ended badly leaves silent rows unknown',
				from: 'if (strays > 0 || job.endedBadly || SOUNDS_BAD',
				to: 'if (strays > 0 || SOUNDS_BAD',
			},
			{
				kind: 'money',
				rule: 'a status that sounds bad leaves silent rows unknown',
				from: ` || SOUNDS_BAD.test(job.status ?? '')) return false;`,
				to: ') return false;',
			},
			{
				kind: 'money',
				rule: 'a count that is not that of the rows leaves silent rows unknown',
				from: 'if (job.transactions !== null && job.transactions !== sent) return false;',
				to: '',
			},
			{
				kind: 'money',
				rule: 'silent rows are done only if all errors are accounted for',
				from: 'return job.errors !== null && job.errors <= listed;',
				to: 'return job.errors !== null;',
			},
			{
				kind: 'money',
				rule: 'without a count of errors silent rows are unknown',
				from: 'return job.errors !== null && job.errors <= listed;',
				to: 'return (job.errors ?? 0) <= listed;',
			},
			{
				kind: 'money',
				rule: '304 is already done',
				from: `if (code === 304) return { outcome: 'alreadyDone', code, description };`,
				to: '',
			},
			{
				kind: 'money',
				rule: '202 is not yet done',
				from: 'const CARRIED_OUT = [200, 201, 204];',
				to: 'const CARRIED_OUT = [200, 201, 202, 204];',
			},
			{
				kind: 'money',
				rule: 'a row that is done by one result and failed by another is unknown',
				from: `? { ...graver, outcome: 'unknown' }`,
				to: '? graver',
			},
			{
				kind: 'money',
				rule: 'a reference that several rows have finds none of them',
				from: 'this.byReference.has(key) ? -1 : place',
				to: 'place',
			},
			{
				kind: 'money',
				rule: 'a count in the whole list that is not that of the rows decides',
				from: 'if (isMiscounted || !isAnyUnknown(verdicts)) return verdicts;',
				to: 'if (!isAnyUnknown(verdicts)) return verdicts;',
			},
			{
				kind: 'money',
				rule: 'what is listed as failed without a code failed',
				from: `if (isFailedList) return { outcome: 'failed'`,
				to: `if (isFailedList) return { outcome: 'done'`,
			},
		],
	},
	{
		file: 'api/validationJobs.ts',
		tests: ['unit/validate/results', 'integration/validationJobs', 'integration/validateFaults'],
		mutants: [
			{
				kind: 'money',
				rule: 'a status that is not yet an end is none',
				from: 'if (said.some((word) => NOT_YET.has(word))) return false;',
				to: '',
			},
			{
				kind: 'money',
				rule: 'another job than the one that was asked for is none',
				from: 'return isIt ? job : undefined;',
				to: 'return job;',
			},
			{
				kind: 'money',
				rule: 'a row that was given back with its result is found by what is inside',
				from: 'isJsonObject(entry.transaction) ? { ...entry, ...entry.transaction } : entry;',
				to: 'entry;',
			},
		],
	},
	{
		file: 'api/knownTransactions.ts',
		tests: ['unit/api/knownTransactions', 'integration/validateUnchanged'],
		mutants: [
			{
				kind: 'money',
				rule: 'two answers that differ in the amount contradict each other',
				from: '		one.saleAmountMinor === other.saleAmountMinor &&\n',
				to: '',
			},
			{
				kind: 'money',
				rule: 'two answers that differ in the status contradict each other',
				from: '		one.status === other.status &&\n',
				to: '',
			},
			{
				kind: 'money',
				rule: 'what was contradicted once stays so',
				from: '		!one.isContradicted &&\n',
				to: '',
			},
			{
				kind: 'money',
				rule: 'an amount that is no number is not counted on',
				from: `currency === null || typeof sale.amount !== 'number'`,
				to: 'currency === null',
			},
			{
				kind: 'money',
				rule: 'whether a transaction was amended is known',
				from: 'isAmended: booleanOf(row.amended) === true,',
				to: 'isAmended: false,',
			},
		],
	},
	{
		file: 'api/orderReferences.ts',
		tests: ['unit/api/orderReferences', 'unit/submit/words', 'integration/findTransactions'],
		mutants: [
			{
				kind: 'money',
				rule: 'Awin keeps 50 characters of a reference',
				from: 'STORED_REFERENCE_LENGTH = 50;',
				to: 'STORED_REFERENCE_LENGTH = 51;',
			},
			{
				kind: 'money',
				rule: 'blanks at the end of what Awin keeps do not count',
				from: 'return storedReference(reference).trimEnd();',
				to: 'return storedReference(reference);',
			},
			{
				kind: 'money',
				rule: 'references that look alike are found to',
				from: `asSeen(reference).replace(/\\s+/g, ' ').trim();`,
				to: 'reference.trim();',
			},
		],
	},
	{
		file: 'api/transactionOutput.ts',
		tests: ['unit/api/transactionOutput'],
		mutants: [
			{
				kind: 'money',
				rule: 'a commission in another currency than the sale is not shown beside it',
				from: 'commissionAmount: sameCurrency(row) ? amountOf(row.commissionAmount) : null,',
				to: 'commissionAmount: amountOf(row.commissionAmount),',
			},
			{
				kind: 'money',
				rule: 'dates are shown on the clocks that were chosen',
				from: ' textOf(value) : clock.toIso(epochMs);',
				to: ' textOf(value) : new Date(epochMs).toISOString();',
			},
		],
	},
	{
		file: 'api/values.ts',
		tests: ['unit/api/transactionOutput', 'unit/api/flatRows'],
		mutants: [
			{
				kind: 'money',
				rule: 'an ID that is none is null',
				from: 'return readId(value) ?? null;',
				to: 'return textOf(value);',
			},
		],
	},
	{
		file: 'api/decimals.ts',
		tests: ['unit/report/decimals', 'unit/report/reportRows'],
		mutants: [
			{
				kind: 'money',
				rule: 'a text with more digits than a number holds stays a text',
				from: 'return digits.length <= MOST_DIGITS ? Number(text) + 0 : value;',
				to: 'return digits.length <= 400 ? Number(text) + 0 : value;',
			},
			{
				kind: 'money',
				rule: 'amounts are added up without drift',
				from: 'const terms = values.map(partsOf);',
				to: 'if (values.length > 0) return values.reduce((sum, value) => sum + value, 0);\n\tconst terms = values.map(partsOf);',
			},
		],
	},
	{
		file: 'api/resultsAddress.ts',
		tests: ['unit/submit/conversions', 'integration/conversionResults'],
		mutants: [
			{
				kind: 'money',
				rule: 'an address of our trigger is told the advertiser',
				from: 'if (!OF_OUR_TRIGGER.test(',
				to: 'if (OF_OUR_TRIGGER.test(',
			},
			{
				kind: 'safety',
				rule: "anybody's own address stays as it was typed",
				from: `if (!OF_OUR_TRIGGER.test(url.replace(/[?#].*$/s, ''))) return url;`,
				to: '',
			},
		],
	},
	{
		file: 'api/toldOrders.ts',
		tests: ['integration/conversionResults', 'unit/conversionResults', 'models/toldResults'],
		mutants: [
			{
				kind: 'money',
				rule: 'what Awin has once accepted it has, whatever it says later',
				from: `if (told.get(name)?.outcome === 'accepted' && note.outcome !== 'accepted') return;`,
				to: '',
			},
			{
				kind: 'limits',
				rule: 'the oldest notes give way beyond 10,000',
				from: 'const tooMany = told.size - MOST_TOLD;',
				to: 'const tooMany = told.size - MOST_TOLD - 5;',
			},
			{
				kind: 'money',
				rule: 'notes that cannot be read are told apart from none',
				from: 'isUnreadable: value !== undefined && !state };',
				to: 'isUnreadable: false };',
			},
		],
	},
	{
		file: 'api/reportRows.ts',
		tests: ['unit/report/reportRows', 'integration/reports'],
		mutants: [
			{
				kind: 'money',
				rule: 'a sum over values of which one cannot be read is none',
				from: 'return numbers.length === values.length ? sumExactly(numbers) : null;',
				to: 'return sumExactly(numbers);',
			},
			{
				kind: 'money',
				rule: 'the fixed amount of another currency is not added up',
				from: `if (name === 'date' || MEASURE.test(name) || value === null) return false;`,
				to: `if (name === 'currency' || name === 'date' || MEASURE.test(name) || value === null) return false;`,
			},
		],
	},
];
