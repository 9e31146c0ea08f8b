/** What holds for everything that is sent in batches. */
import type { BrokenFile } from '../rules.cts';

export const BATCH: readonly BrokenFile[] = [
	{
		file: 'resources/batch/sender.ts',
		tests: ['integration/everySending', 'integration/validateFaults', 'integration/submitFaults'],
		mutants: [
			{
				kind: 'money',
				rule: 'nothing more is sent to any account once Awin says that the limit is used up',
				from: 'if (code === undefined || code === 429) this.stop ??= rest;',
				to: 'if (code === undefined) this.stop ??= rest;',
			},
			{
				kind: 'limits',
				rule: 'an account that Awin does not let in gets no more calls',
				from: 'return code !== undefined && [401, 403, 404].includes(code) ? rest : undefined;',
				to: 'return undefined;',
			},
			{
				kind: 'money',
				rule: 'a call that may have arrived leaves its rows unknown',
				from: '		if (mayHaveArrived(failure)) {\n			for (const row',
				to: '		if (mayHaveArrived(failure) && rows.length > 1e6) {\n			for (const row',
			},
			{
				kind: 'money',
				rule: 'a row of which more is known keeps that when it does not leave',
				from: 'this.results[row.index] ??= this.notSent(why, row);',
				to: 'this.results[row.index] = this.notSent(why, row);',
				tests: ['integration/submitLook', 'integration/submitMemory', 'models/settle'],
			},
			{
				kind: 'money',
				rule: 'a stopped execution sends nothing more',
				from: 'if (isStopped(this.run)) this.stop = STOPPED;',
				to: '',
			},
			{
				kind: 'money',
				rule: 'what became of sent rows is noted',
				from: 'await guard.settle(rows);',
				to: '',
				tests: ['integration/submitMemory'],
			},
			{
				kind: 'money',
				rule: 'a call that was stopped before it left has sent nothing',
				from: 'if (isCancelled && !failure.inFlight) {',
				to: 'if (isCancelled) {',
			},
			{
				kind: 'money',
				rule: 'a call is a write, which is never repeated',
				from: `effect: 'write', ...delivery.callOf(rows) };`,
				to: `effect: 'read', ...delivery.callOf(rows) };`,
			},
			{
				kind: 'money',
				rule: 'parts of a batch that is given up do not go',
				from: 'if (why) this.leave(part, why);',
				to: 'if (why && rest === null) this.leave(part, why);',
			},
		],
	},
	{
		file: 'resources/batch/failures.ts',
		tests: [
			'unit/validate/validation',
			'integration/everySending',
			'integration/validateFaults',
			'integration/submitFaults',
		],
		mutants: [
			{
				kind: 'money',
				rule: 'after a 5xx nobody knows whether Awin has it',
				from: 'return failure.status >= 500 || failure.status === 408;',
				to: 'return failure.status === 408;',
			},
			{
				kind: 'money',
				rule: 'after a 408 nobody knows whether Awin has it',
				from: 'return failure.status >= 500 || failure.status === 408;',
				to: 'return failure.status >= 500;',
			},
			{
				kind: 'money',
				rule: 'after an answer that cannot be read nobody knows whether Awin has it',
				from: "		case 'unreadable':\n		case 'interrupted':",
				to: "		case 'unreadable':\n			return false;\n		case 'interrupted':",
			},
			{
				kind: 'money',
				rule: 'after a call that was stopped on its way nobody knows whether Awin has it',
				from: 'return failure.inFlight === true;',
				to: 'return false;',
			},
			{
				kind: 'words',
				rule: 'an account of the other type is named as such',
				from: 'return types.length > 0 && !types.includes(needed);',
				to: 'return false;',
			},
		],
	},
	{
		file: 'resources/batch/finish.ts',
		tests: ['unit/finishRows', 'integration/submit', 'integration/errorOutput'],
		mutants: [
			{
				kind: 'money',
				rule: 'bad rows take the error output, the good ones do not',
				from: 'return toErrorOutput && isBad.has(result.outcome)',
				to: `return toErrorOutput && result.outcome === 'failed'`,
			},
			{
				kind: 'money',
				rule: 'a run with a bad row stops where it is set to stop',
				from: 'if (bad.length > 0 && !run.context.continueOnFail()) throw',
				to: 'if (bad.length > 99 && !run.context.continueOnFail()) throw',
			},
			{
				kind: 'safety',
				rule: 'a column named __proto__ is a column',
				from: `return Object.hasOwn(columns, '__proto__')`,
				to: `return Object.hasOwn(columns, 'none')`,
				tests: ['hostile/items'],
			},
			{
				kind: 'words',
				rule: 'files of the input stay with their item',
				from: 'if (item.binary) output.binary = item.binary;',
				to: '',
			},
		],
	},
	{
		file: 'resources/batch/refusals.ts',
		tests: ['integration/everySending', 'integration/validateSafety', 'integration/validateNames'],
		mutants: [
			{
				kind: 'money',
				rule: 'one bad row stops the node before anything is sent',
				from: 'if (this.byIndex.size === 0 || this.run.context.continueOnFail()) return;',
				to: 'return;',
			},
			{
				kind: 'safety',
				rule: 'a setting that cannot be relied on refuses all rows',
				from: 'for (let other = 0; other < this.count; other++) {',
				to: 'for (let other = index; other <= index; other++) {',
			},
			{
				kind: 'money',
				rule: 'rows that share a call are refused together',
				from: 'for (const place of [index, ...alsoFor]) this.add(place, refusal);',
				to: 'this.add(index, refusal);',
				tests: ['integration/findTransactions', 'integration/links'],
			},
		],
	},
	{
		file: 'resources/batch/settings.ts',
		tests: ['integration/validateSafety', 'integration/everySending', 'unit/nodeSettings'],
		mutants: [
			{
				kind: 'safety',
				rule: 'an option of the run that differs between items is refused',
				from: 'else if (setting.isForTheRun && meaning !== first) throw differs(source, setting);',
				to: '',
			},
			{
				kind: 'safety',
				rule: 'an option that was added and is empty is refused',
				from: `if (isBlank(value)) throw source.refuse(label, '', IS_SET_BUT_EMPTY, EMPTY_HELP);`,
				to: 'if (isBlank(value)) return NOT_ADDED;',
			},
			{
				kind: 'safety',
				rule: 'options that were given as a whole are refused',
				from: '	if (whole) return whole;',
				to: '',
				tests: ['integration/givenAsWhole'],
			},
			{
				kind: 'safety',
				rule: 'a test order that says nothing is refused, like an option',
				from: `areOptions || declared.type === 'boolean' || DECIDING_TEXTS.has(path),`,
				to: 'areOptions || DECIDING_TEXTS.has(path),',
				tests: ['integration/everySending', 'integration/submit', 'models/everySetting'],
			},
			{
				kind: 'safety',
				rule: 'a proposed action that says nothing is refused, like an option',
				from: `areOptions || declared.type === 'boolean' || DECIDING_TEXTS.has(path),`,
				to: `areOptions || declared.type === 'boolean',`,
				tests: ['integration/proposals', 'integration/proposalForms'],
			},
		],
	},
	{
		file: 'resources/batch/limits.ts',
		tests: [
			'unit/validate/validation',
			'integration/validateSafety',
			'integration/submit',
			'integration/wholeExecution',
		],
		mutants: [
			{
				kind: 'limits',
				rule: 'exactly Max Rows may go',
				from: 'earlier + rows <= maxRows) return undefined;',
				to: 'earlier + rows < maxRows) return undefined;',
			},
			{
				kind: 'limits',
				rule: 'earlier rounds count for Max Rows',
				from: 'overMaxRows(rows, maxRows, notes.earlierRows() + own);',
				to: 'overMaxRows(rows, maxRows, own);',
			},
			{
				kind: 'limits',
				rule: 'earlier rounds count for Max Total Amount',
				from: 'const earlier = addedUp(notes.earlierTotals(), own);',
				to: 'const earlier = own;',
			},
			{
				kind: 'limits',
				rule: 'what was refused does not count for later rounds',
				from: 'notes.letRowsGo(own + (refusal ? 0 : rows));',
				to: 'notes.letRowsGo(own + rows);',
			},
			{
				kind: 'limits',
				rule: 'Max Total Amount is in major units of each currency',
				from: 'const limitMinor = maxTotal * 10 ** minorDigits(currency);',
				to: 'const limitMinor = maxTotal * 100;',
			},
			{
				kind: 'limits',
				rule: 'a limit of 0.57 keeps 57 minor units',
				from: 'const isDust = Math.abs(limitMinor - whole) < 1e-6;',
				to: 'const isDust = false;',
			},
			{
				kind: 'limits',
				rule: 'each currency has its own sum',
				from: '.filter(([currency, totalMinor]) => isOver(before(currency) + totalMinor, currency, maxTotal))',
				to: '.filter(([currency, totalMinor], place) => place === 0 && isOver(before(currency) + totalMinor, currency, maxTotal))',
			},
		],
	},
	{
		file: 'resources/batch/runBatch.ts',
		tests: [
			'integration/everySending',
			'integration/validateSafety',
			'integration/wholeExecution',
			'integration/submit',
			'integration/validateUnchanged',
			'integration/offersInExecutions',
		],
		mutants: [
			{
				kind: 'safety',
				rule: 'a row of a dry run is not sent',
				from: 'if (!row.dryRun && !results[index]) toSend.push(row);',
				to: 'if (!results[index]) toSend.push(row);',
			},
			{
				kind: 'money',
				rule: 'a row that has its result is not sent',
				from: 'if (!row.dryRun && !results[index]) toSend.push(row);',
				to: 'if (!row.dryRun) toSend.push(row);',
			},
			{
				kind: 'money',
				rule: 'what an earlier round has sent is refused',
				from: 'memory?.refuse?.(batch.rows);',
				to: '',
			},
			{
				kind: 'money',
				rule: 'what is about to be sent is noted first',
				from: 'memory?.note(toSend);',
				to: '',
			},
			{
				kind: 'money',
				rule: 'what became of sent rows is noted for the execution',
				from: 'memory?.settle(results);',
				to: '',
			},
			{
				kind: 'limits',
				rule: 'the limit of rows is looked at',
				from: 'refusals.addAll(batch.rows, steps.limitRows?.(batch));',
				to: '',
			},
			{
				kind: 'limits',
				rule: 'the limit of amounts is looked at',
				from: 'refusals.addAll(good, steps.limitTotals?.(batch, good));',
				to: '',
			},
			{
				kind: 'money',
				rule: 'rows that were set aside count for no limit',
				from: 'batch.rows = withoutResult(batch.rows, results);',
				to: '',
			},
			{
				kind: 'money',
				rule: 'all items that share a row get its result',
				from: 'for (const other of alsoFor) results[other] = results[index];',
				to: '',
				tests: ['integration/findTransactions', 'integration/links'],
			},
		],
	},
	{
		file: 'resources/batch/earlierRounds.ts',
		tests: ['integration/wholeExecution', 'integration/offersInExecutions', 'unit/executionNotes'],
		mutants: [
			{
				kind: 'money',
				rule: 'a further try of the same run is no repeat',
				from: 'if (earlier && !earlier.isOwnTry) this.refusals.add(row.index, this.same.refusal);',
				to: 'if (earlier) this.refusals.add(row.index, this.same.refusal);',
			},
			{
				kind: 'money',
				rule: 'where not all could be noted, what is not known is refused',
				from: 'else if (!earlier && mayHaveForgotten && names.length > 0) {',
				to: 'else if (false as boolean) {',
			},
			{
				kind: 'money',
				rule: 'what certainly was not done may go again',
				from: 'const isDone = !this.same.notDone.includes(result.outcome);',
				to: 'const isDone = true;',
			},
			{
				kind: 'money',
				rule: 'a further try does not send what the one before has sent',
				from: 'if (!earlier?.isOwnTry) return undefined;',
				to: 'return undefined;',
			},
			{
				kind: 'money',
				rule: 'long names are told apart',
				from: `return [createHash('sha256').update(name).digest('base64')];`,
				to: 'return [name.slice(0, LONGEST_NAME)];',
			},
		],
	},
	{
		file: 'resources/batch/executionNotes.ts',
		tests: ['unit/executionNotes', 'integration/wholeExecution'],
		mutants: [
			{
				kind: 'limits',
				rule: 'what older runs have let go still counts once they are put together',
				from: 'this.notes.before = { rows: before.rows + rows,',
				to: 'this.notes.before = { rows: before.rows,',
			},
			{
				kind: 'limits',
				rule: 'sums of older runs still count once they are put together',
				from: 'addTotals(sums, Object.entries(totals));\n				this.notes.before',
				to: 'this.notes.before',
			},
			{
				kind: 'money',
				rule: 'runs of two callers are kept apart',
				from: `const key = [caller, context.getWorkflow().id, nodeId].join(' ');`,
				to: `const key = [context.getWorkflow().id, nodeId].join(' ');`,
			},
			{
				kind: 'money',
				rule: 'two nodes of a sub-workflow are kept apart',
				from: `const key = [caller, context.getWorkflow().id, nodeId].join(' ');`,
				to: `const key = [caller, context.getWorkflow().id].join(' ');`,
			},
			{
				kind: 'limits',
				rule: 'a further try takes the place of the one before it',
				from: 'this.own().rows = rows;',
				to: 'this.own().rows += rows;',
			},
			{
				kind: 'money',
				rule: 'notes that are full may have forgotten something',
				from: 'return names.length >= MOST_NAMES && byRuns.some((runKey) => runKey !== this.runKey);',
				to: 'return false;',
			},
			{
				kind: 'limits',
				rule: 'callers give way beyond their number, the oldest first',
				from: 'const isRoom = shared.size <= MOST_CALLERS && named <= MOST_NAMES_OF_CALLERS;',
				to: 'const isRoom = named <= MOST_NAMES_OF_CALLERS;',
			},
		],
	},
	{
		file: 'resources/batch/executionPlace.ts',
		tests: ['integration/wholeExecution', 'unit/executionNotes'],
		mutants: [
			{
				kind: 'limits',
				rule: 'of a sub-workflow in a sub-workflow the upper execution counts',
				from: 'textOf(above.parentExecutionId) ?? textOf(parent.executionId)',
				to: 'textOf(parent.executionId)',
			},
		],
	},
	{
		file: 'resources/batch/proposals.ts',
		tests: ['integration/proposals'],
		mutants: [
			{
				kind: 'words',
				rule: 'a reason is told only beside the proposal that it belongs to',
				from: `if (!isBlank(proposedAction) && readProposedAction(proposedAction) !== proposed) return '';`,
				to: '',
			},
		],
	},
	{
		file: 'resources/errorOutput.ts',
		tests: ['unit/failedItems', 'integration/errorOutput'],
		mutants: [
			{
				kind: 'money',
				rule: 'a failed item always has words, without which n8n takes it for a good one',
				from: 'return { error: error || NO_WORDS,',
				to: 'return { error,',
			},
			{
				kind: 'money',
				rule: 'a failed item that n8n cannot look up keeps its own columns',
				from: 'return !hasErrorOutput(run) || inputOf(run).isFoundByN8n(index)',
				to: 'return !hasErrorOutput(run) || !!inputOf(run)',
			},
			{
				kind: 'money',
				rule: 'n8n must find the same item, not any',
				from: 'return json === item.json || JSON.stringify(json) === JSON.stringify(item.json);',
				to: 'return json !== undefined;',
			},
		],
	},
	{
		file: 'resources/run.ts',
		tests: ['integration/errorOutput', 'integration/lists', 'integration/readingHints'],
		mutants: [
			{
				kind: 'money',
				rule: 'under Continue, what is thrown comes out as failed items',
				from: 'return run.items.map((_, index) => failedItem(run, index, error));',
				to: 'throw error;',
			},
			{
				kind: 'words',
				rule: 'an empty output is told of',
				from: 'if (output.length === 0) tellOfNothing(context);',
				to: '',
			},
		],
	},
	{
		file: 'resources/wholeAnswer.ts',
		tests: ['integration/lists', 'integration/getManyTransactions'],
		mutants: [
			{
				kind: 'money',
				rule: 'a list with a row that is none is refused as a whole',
				from: 'if (unreadable.length > 0) throw unreadableRowsError(node, unreadable, item, words);',
				to: '',
			},
			{
				kind: 'money',
				rule: 'an answer without a list is refused',
				from: 'if (!reading) throw unreadableError(node, answer, item);',
				to: 'if (!reading) return [];',
			},
		],
	},
	{
		file: 'resources/forEachItem.ts',
		tests: ['integration/lists', 'integration/itemNumbers', 'integration/badInput'],
		mutants: [
			{
				kind: 'money',
				rule: 'what comes out is paired to its item',
				from: 'output.push({ ...one, pairedItem: { item: index } });',
				to: 'output.push({ ...one, pairedItem: { item: 0 } });',
			},
		],
	},
	{
		file: 'resources/warnings.ts',
		tests: ['integration/getManyTransactions', 'integration/everySwitch'],
		mutants: [
			{
				kind: 'words',
				rule: 'what was left out is told of',
				from: '	const rows = count === 1 ? `${one} that is` : `${count} ${many} that are`;\n	warn(',
				to: '	const rows = count === 1 ? `${one} that is` : `${count} ${many} that are`;\n	if (rows) return;\n	warn(',
			},
		],
	},
];
