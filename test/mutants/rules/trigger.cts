/** What is new at Awin, and what Awin tells by itself. */
import type { BrokenFile } from '../rules.cts';

export const TRIGGER: readonly BrokenFile[] = [
	{
		file: 'trigger/events.ts',
		tests: ['unit/trigger/events', 'unit/trigger/pollCycle'],
		mutants: [
			{
				kind: 'events',
				rule: 'only the lists of chosen events are read',
				from: '(dateType) => eventsIn(dateType, events).length > 0',
				to: '(dateType) => eventsIn(dateType, events).length >= 0',
			},
			{
				kind: 'events',
				rule: 'a row that never was amended is no amendment',
				from: `return row.amended === false || row.amended === 'false';`,
				to: 'return false;',
			},
			{
				kind: 'events',
				rule: 'a status that nobody knows may be news',
				from: `if (status === null) return { kind: 'unreadable' };`,
				to: `if (status === null) return { kind: 'none' };`,
			},
			{
				kind: 'events',
				rule: 'a second amendment with other amounts is another event',
				from: 'identity: fingerprint([...amounts, dateMs]),',
				to: 'identity: fingerprint([dateMs]),',
			},
			{
				kind: 'events',
				rule: 'a reason that comes later makes no other amendment',
				from: 'identity: fingerprint([...amounts, dateMs]),',
				to: 'identity: fingerprint([...amounts, textOf(row.amendReason), dateMs]),',
			},
			{
				kind: 'events',
				rule: 'a second validation of a transaction is another event',
				from: `atMs === undefined ? 'undated' : compactDate(atMs);`,
				to: `'undated';`,
			},
			{
				kind: 'events',
				rule: 'events come oldest first',
				from: 'if (aMs !== bMs) return aMs < bMs ? -1 : 1;',
				to: 'if (aMs !== bMs) return aMs < bMs ? 1 : -1;',
			},
		],
	},
	{
		file: 'trigger/changeDetector.ts',
		tests: ['unit/trigger/changeDetector', 'unit/trigger/pollCycle', 'integration/triggerEvents'],
		mutants: [
			{
				kind: 'events',
				rule: 'events that were not chosen are not reported',
				from: 'if (!isSelected(selection, change.event, partner)) return;',
				to: '',
			},
			{
				kind: 'events',
				rule: 'an event belongs to the first selection that it fits',
				from: 'if (before.some((other) => isSelected(other, change.event, partner))) return;',
				to: '',
			},
			{
				kind: 'events',
				rule: 'the status before is that of any list',
				from: `const before = (['validation', 'transaction', 'amendment'] as const)`,
				to: `const before = (['validation'] as const)`,
			},
			{
				kind: 'events',
				rule: 'a status before that is the same is none',
				from: 'return before === undefined || before === status ? null : before;',
				to: 'return before === undefined ? null : before;',
			},
			{
				kind: 'events',
				rule: 'what was seen is not reported again',
				from: '		if (this.isKnown(change, version)) {',
				to: '		if (this.isKnown(change, version) && this.options.nowMs < 0) {',
			},
			{
				kind: 'events',
				rule: 'amendments as version 0.1.0 remembered them are known',
				from: 'return change.version !== change.identity && seen.knows(this.versionOf(change, change.version));',
				to: 'return false;',
				tests: ['unit/trigger/storedStates', 'unit/trigger/storedLate'],
			},
			{
				kind: 'events',
				rule: 'what is listed by a new date too is news after all',
				from: 'if (event) this.newEvents.push(event);',
				to: '',
			},
			{
				kind: 'events',
				rule: 'a row of other dates than were asked for is left out',
				from: 'if (isOutside(change, window)) this.notAskedFor++;',
				to: 'if (change === null) this.notAskedFor++;',
			},
			{
				kind: 'events',
				rule: 'the status of a known transaction is brought up to date',
				from: '			seen.seeStatus(version);\n',
				to: '',
			},
			{
				kind: 'events',
				rule: 'a row that cannot be read is looked for again',
				from: 'this.unreadable.push({ key, name:',
				to: 'if (key === null) this.unreadable.push({ key, name:',
			},
		],
	},
	{
		file: 'trigger/seenTransactions.ts',
		tests: ['unit/trigger/seenTransactions', 'unit/trigger/pollCycle'],
		mutants: [
			{
				kind: 'events',
				rule: 'a version that was seen before the last one is known',
				from: 'return this.entries.find(earlierKey(subject, id, digest, status)) >= 0;',
				to: 'return false;',
			},
			{
				kind: 'events',
				rule: 'an earlier version has an entry of its own',
				from: `this.set(earlier, headOf('earlier', null), 0, hour);`,
				to: '',
			},
			{
				kind: 'events',
				rule: 'forgetting an hour takes it out of what is stored',
				from: 'for (const known of this.packed.keys()) if (known < hour) this.change(known);',
				to: '',
			},
			{
				kind: 'events',
				rule: 'forgetting one entry takes it out of what is stored',
				from: '		this.change(this.entries.hours[place]);\n		this.entries.delete(place);',
				to: '		this.entries.delete(place);',
			},
			{
				kind: 'events',
				rule: 'an entry that moves to another hour leaves the one before',
				from: 'if (place >= 0) this.change(this.entries.hours[place]);\n		this.change(hour);',
				to: 'this.change(hour);',
			},
			{
				kind: 'events',
				rule: 'what is listed without its date is kept on',
				from: 'if (place >= 0 && hours[place] < hour) this.set(key, heads[place], versions[place], hour);',
				to: '',
			},
			{
				kind: 'events',
				rule: 'hashed keys never meet the exact ones',
				from: 'digest[0] |= 0x80;',
				to: 'digest[0] &= 0x7f;',
			},
			{
				kind: 'limits',
				rule: 'room is made by the oldest hours alone',
				from: 'if (this.size <= most || hour >= untilHour) break;',
				to: 'if (this.size <= most) break;',
			},
			{
				kind: 'events',
				rule: 'a validation with another status is another version',
				from: `return subject !== 'validation' || statusIn(heads[place]) === status;`,
				to: 'return true;',
			},
		],
	},
	{
		file: 'trigger/seenFormat.ts',
		tests: ['unit/trigger/seenTransactions', 'unit/trigger/storedStates'],
		mutants: [
			{
				kind: 'events',
				rule: 'entries of version 0.1.0 count as of the last hour of their day',
				from: 'const LAST_HOUR_OF_DAY = 23;',
				to: 'const LAST_HOUR_OF_DAY = 12;',
			},
			{
				kind: 'events',
				rule: 'what is broken is not read as less',
				from: 'if (Number.isNaN(key) || Number.isNaN(version)) return false;',
				to: '',
			},
		],
	},
	{
		file: 'trigger/entryTable.ts',
		tests: ['unit/trigger/entryTable', 'unit/trigger/seenTransactions'],
		mutants: [
			{
				kind: 'events',
				rule: 'a table that grows keeps its entries',
				from: 'slots[this.slotOf(keys[place])] = place + 1;',
				to: 'slots[place] = place + 1;',
			},
			{
				kind: 'events',
				rule: 'a deleted entry is gone',
				from: 'return place >= 0 && this.hours[place] === DELETED ? -1 : place;',
				to: 'return place;',
			},
			{
				kind: 'events',
				rule: 'an entry that is set again counts again',
				from: '} else if (this.hours[place] === DELETED) this.size++;',
				to: '}',
			},
		],
	},
	{
		file: 'trigger/retention.ts',
		tests: ['unit/trigger/retention', 'models/triggerBurst'],
		mutants: [
			{
				kind: 'events',
				rule: 'what was forgotten is not read again',
				from: 'if (firstHour !== undefined) coverFrom(known, firstHour * HOUR_MS);',
				to: '',
			},
			{
				kind: 'events',
				rule: 'a second is forgotten as a whole',
				from: 'if (left <= 0 && atMs > lastMs) break;',
				to: 'if (left <= 0) break;',
			},
			{
				kind: 'events',
				rule: 'where nothing was ever seen, all stays covered',
				from: 'if (all.length === 0 || isEmpty) return 0;',
				to: 'if (all.length === 0) return 0;',
			},
		],
	},
	{
		file: 'trigger/readPlan.ts',
		tests: ['unit/trigger/readPlan', 'unit/trigger/pollCycle'],
		mutants: [
			{
				kind: 'events',
				rule: 'a read goes back an hour before the watermark',
				from: 'OVERLAP_MS = HOUR_MS;',
				to: 'OVERLAP_MS = MINUTE_MS;',
			},
			{
				kind: 'events',
				rule: 'a read looks ahead of now',
				from: 'AHEAD_MS = 15 * MINUTE_MS;',
				to: 'AHEAD_MS = MINUTE_MS;',
			},
			{
				kind: 'events',
				rule: 'a first read goes back one poll interval',
				from: 'const startMs = nowMs - intervalMs - FIRST_MARGIN_MS;',
				to: 'const startMs = nowMs - FIRST_MARGIN_MS;',
			},
			{
				kind: 'events',
				rule: 'late arrivals are looked for once a day',
				from: 'nowMs - reachedBackMs >= REACH_BACK_EVERY_MS || wasAhead;',
				to: 'wasAhead;',
			},
			{
				kind: 'limits',
				rule: 'a poll reads two windows of a list at most',
				from: 'reported.slice(0, MOST_WINDOWS)',
				to: 'reported',
			},
			{
				kind: 'events',
				rule: 'a clock that goes back takes nothing old for new',
				from: 'return { nowMs: Math.max(clockMs, newestMs), newestMs, isDoubtful: true };',
				to: 'return { nowMs: clockMs, newestMs, isDoubtful: true };',
			},
		],
	},
	{
		file: 'trigger/readLists.ts',
		tests: ['unit/trigger/pollCycle', 'unit/trigger/slow', 'integration/triggerFaults'],
		mutants: [
			{
				kind: 'events',
				rule: 'no call begins too late for its answer',
				from: 'if (awin.clock.nowMs() > latestStartMs) return undefined;',
				to: '',
			},
			{
				kind: 'events',
				rule: 'what is there so far is not all',
				from: 'return status !== 202 && status !== 206;',
				to: 'return status !== 202;',
			},
			{
				kind: 'events',
				rule: 'an answer that is no list ends the reading',
				from: 'if (!isWholeAnswer(result.status) || !holdsList(result.answer)) {',
				to: 'if (!isWholeAnswer(result.status)) {',
			},
			{
				kind: 'events',
				rule: 'a read that was begun from another state of affairs is not gone on with',
				from: 'if (isUsable && pending.begunFrom === begunFrom) return pending.read;',
				to: 'if (isUsable) return pending.read;',
			},
		],
	},
	{
		file: 'trigger/poll.ts',
		tests: ['unit/trigger/slow', 'integration/triggerFaults', 'integration/triggerEvents'],
		mutants: [
			{
				kind: 'events',
				rule: 'two triggers of one workflow are two',
				from: '`${context.getWorkflow().id} ${context.getNode().id}`',
				to: '`${context.getWorkflow().id}`',
			},
			{
				kind: 'events',
				rule: 'a poll that overlaps another one does nothing',
				from: 'if (trigger.poll && startMs - trigger.poll.sinceMs < HANGING_AFTER_MS) return null;',
				to: '',
			},
			{
				kind: 'events',
				rule: 'a poll that hangs is gone ahead of',
				from: 'if (trigger.poll && startMs - trigger.poll.sinceMs < HANGING_AFTER_MS) return null;',
				to: 'if (trigger.poll) return null;',
			},
			{
				kind: 'events',
				rule: 'calls of a poll begin within 40 seconds',
				from: 'return Math.min(givenMs(context), LONGEST_POLL_MS);',
				to: 'return Math.min(givenMs(context), 10 * LONGEST_POLL_MS);',
			},
			{
				kind: 'events',
				rule: 'calls begin with time left for their answers',
				from: 'startMs + wholeMs - Math.min(CALL_MS, wholeMs / 2);',
				to: 'startMs + wholeMs;',
			},
			{
				kind: 'events',
				rule: 'what a poll found that another one has gone ahead of is left to the next',
				from: 'if (!turn.isCurrent() || !isSameState(stateIn(context), kept)) return [];',
				to: 'if (!isSameState(stateIn(context), kept)) return [];',
			},
			{
				kind: 'events',
				rule: 'what a poll found over a state that changed meanwhile is left to the next',
				from: 'if (!turn.isCurrent() || !isSameState(stateIn(context), kept)) return [];',
				to: 'if (!turn.isCurrent()) return [];',
			},
			{
				kind: 'events',
				rule: 'a manual test touches no state',
				from: `if (context.getMode() === 'manual') {`,
				to: `if (context.getMode() === 'manual' && wholeMs < 0) {`,
			},
		],
	},
	{
		file: 'trigger/pollCycle.ts',
		tests: ['unit/trigger/pollCycle', 'integration/triggerFaults'],
		mutants: [
			{
				kind: 'events',
				rule: 'the watermark waits for rows that cannot be read',
				from: 'shape }, isHeld: !isGivenUp };',
				to: 'shape }, isHeld: false };',
			},
			{
				kind: 'events',
				rule: 'rows that cannot be read are given up after a day',
				from: '(heldSinceMs ?? nowMs) >= LONGEST_HOLD_MS;',
				to: '(heldSinceMs ?? nowMs) >= 99 * LONGEST_HOLD_MS;',
			},
			{
				kind: 'events',
				rule: 'a poll that read nothing keeps nothing',
				from: 'if (failure && !reads.some(hasProgress)) return { ok: false, failure };',
				to: '',
			},
			{
				kind: 'events',
				rule: 'validations are looked at before what tells the status before',
				from: `['validation', 'amendment', 'transaction'];`,
				to: `['transaction', 'validation', 'amendment'];`,
			},
		],
	},
	{
		file: 'trigger/stateHistory.ts',
		tests: ['unit/trigger/stateHistory', 'models/triggerModel'],
		mutants: [
			{
				kind: 'events',
				rule: 'an older state is recognised, and not gone on from',
				from: 'if (!this.newest || place >= this.newest.place) this.newest',
				to: 'if (!this.newest || place >= 0) this.newest',
			},
			{
				kind: 'events',
				rule: "n8n's durable scheduler has its time to store what was delivered",
				from: 'if (origin.isDurable) return sinceMs < LONGEST_STORING_MS;',
				to: 'if (origin.isDurable) return false;',
			},
			{
				kind: 'events',
				rule: 'who polls on has kept what was delivered',
				from: 'if (this.unconfirmed?.by.registration === registration) this.confirm(this.unconfirmed);',
				to: '',
			},
		],
	},
	{
		file: 'trigger/state.ts',
		tests: ['unit/trigger/state', 'unit/trigger/storedStates'],
		mutants: [
			{
				kind: 'events',
				rule: 'the state of another account is not gone on from',
				from: 'if (state?.account !== accountOf(subscription)) return undefined;',
				to: 'if (!state) return undefined;',
			},
			{
				kind: 'events',
				rule: 'where the memory is lost, nothing older is looked at',
				from: 'coveredFromMs: Math.max(progress.coveredFromMs, progress.boundMs) };',
				to: 'coveredFromMs: progress.coveredFromMs };',
			},
		],
	},
	{
		file: 'trigger/selection.ts',
		tests: ['unit/trigger/state', 'unit/trigger/pollCycle'],
		mutants: [
			{
				kind: 'events',
				rule: 'partners that are chosen anew are read for themselves',
				from: 'const partners = partnerIds.filter((one) => !chosen.events.every((event) => isKept(event, one)));',
				to: 'const partners = partnerIds.slice(0, 1);',
			},
		],
	},
	{
		file: 'trigger/pollInterval.ts',
		tests: ['unit/trigger/pollInterval'],
		mutants: [
			{
				kind: 'events',
				rule: 'a day has an hour more when the clocks go back',
				from: 'return DAY_MS + CLOCK_CHANGE_MS;',
				to: 'return DAY_MS;',
			},
		],
	},
	{
		file: 'trigger/notification/receive.ts',
		tests: ['integration/notifications'],
		mutants: [
			{
				kind: 'events',
				rule: 'a manual test does not keep the real one from being taken',
				from: `if (!isSkippingRepeats || context.getMode() === 'manual') {`,
				to: 'if (!isSkippingRepeats) {',
			},
			{
				kind: 'events',
				rule: 'a notification whose advertiser cannot be read is rather taken',
				from: 'const isChosen = isUnreadable || partnerIds.includes(String(row.advertiserId));',
				to: 'const isChosen = partnerIds.includes(String(row.advertiserId));',
			},
			{
				kind: 'events',
				rule: 'a repeat starts nothing',
				from: 'if (!claim) return answer(context, ANSWERS.repeated);',
				to: '',
			},
		],
	},
	{
		file: 'trigger/notification/receiveResults.ts',
		tests: ['integration/conversionResults'],
		mutants: [
			{
				kind: 'money',
				rule: 'Submit is told only of what is surely of its account, and no test',
				from: `return result.accountId === accountId && !result.isTest && !isGarbled(result.reference);`,
				to: 'return result.accountId === accountId && !isGarbled(result.reference);',
			},
			{
				kind: 'money',
				rule: 'Submit is not told of orders of another account',
				from: `return result.accountId === accountId && !result.isTest && !isGarbled(result.reference);`,
				to: 'return !result.isTest && !isGarbled(result.reference);',
			},
			{
				kind: 'money',
				rule: 'what is unknown is not noted',
				from: `if (outcome === 'unknown' || !isSurelyOf(result, accountId)) continue;`,
				to: `if (!isSurelyOf(result, accountId)) continue;\n			if (outcome === 'unknown') { addTold(lately, orderName(orderKey(accountId, result.reference)), noteOf('accepted', result)); continue; }`,
			},
			{
				kind: 'events',
				rule: 'only new results come out',
				from: 'const fresh = reading.results.filter((_, place) => claim.fresh.has(ids[place]));',
				to: 'const fresh = reading.results;',
			},
			{
				kind: 'events',
				rule: 'a result that says something else is another one',
				from: `const parts = [accountId ?? own, batchId ?? '', referenceKey(reference), verdict.outcome];`,
				to: `const parts = [accountId ?? own, batchId ?? '', referenceKey(reference)];`,
			},
		],
	},
	{
		file: 'trigger/notification/seenNotifications.ts',
		tests: ['integration/notifications', 'unit/notification', 'integration/conversionResults'],
		mutants: [
			{
				kind: 'events',
				rule: 'two pushes at once wait for each other',
				from: 'await this.settled(node, ids);',
				to: '',
			},
			{
				kind: 'events',
				rule: 'a push whose workflow could not be started may come again',
				from: 'if (isStarted) this.note(node, ids);',
				to: 'this.note(node, ids);',
			},
			{
				kind: 'events',
				rule: 'what this process has started is noted with every push',
				from: 'new Set([...seen, ...this.startedFor(node), ...fresh])',
				to: 'new Set([...seen, ...fresh])',
			},
			{
				kind: 'limits',
				rule: 'the oldest of what was started are forgotten',
				from: 'if (ids.size <= this.kind.most) break;',
				to: 'if (ids.size <= this.kind.most * 10) break;',
			},
			{
				kind: 'limits',
				rule: 'the oldest of what is stored are forgotten',
				from: '[...seen].slice(-most)',
				to: '[...seen]',
			},
			{
				kind: 'events',
				rule: 'two triggers that are told the same both start',
				from: 'const node = `${context.getWorkflow().id} ${context.getNode().id}`;',
				to: 'const node = `${context.getWorkflow().id}`;',
			},
		],
	},
	{
		file: 'trigger/notification/reply.ts',
		tests: ['integration/notifications', 'unit/notification'],
		mutants: [
			{
				kind: 'events',
				rule: 'what is noted is noted again when n8n asks for the answer',
				from: '			note();\n			return webhookResponse;',
				to: '			return webhookResponse;',
			},
			{
				kind: 'events',
				rule: 'a workflow that n8n could not start was not started',
				from: `response.once('finish', () => resolve(response.statusCode === 200));`,
				to: `response.once('finish', () => resolve(true));`,
			},
			{
				kind: 'words',
				rule: 'a refusal is in the log',
				from: 'context.logger.warn(message, { workflowId: workflow.id, nodeName: node.name });',
				to: '',
			},
		],
	},
	{
		file: 'trigger/notification/fields.ts',
		tests: ['integration/notifications', 'unit/notification'],
		mutants: [
			{
				kind: 'secrets',
				rule: 'the secret is the end of the address',
				from: '["awin", String($parameter["secret"] ?? "").trim()',
				to: '["awin", String($parameter["nothing"] ?? "").trim()',
			},
			{
				kind: 'secrets',
				rule: 'the secret is typed unseen',
				from: '			typeOptions: { password: true },\n',
				to: '',
			},
		],
	},
];
