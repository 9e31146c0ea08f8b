/** What the probe found out: a table for people, and a file of shapes that can be shared. */
import {
	ASSUMPTIONS,
	SWITCH_NAMES,
	isReadable,
	shownByWriting,
	wordsFor,
} from '../assumptions/index.cts';
import { DEFAULT_SWITCHES } from '../sandbox/switches.cts';
import type { Switches } from '../sandbox/switches.cts';
import type { Answer, StopReason } from './caller.cts';
import { isObject } from './look.cts';
import type { Probed } from './probe.cts';
import { shapeOf } from './shapes.cts';
import { STEPS } from './steps.cts';
import type { StepName } from './steps.cts';

const FILTER_WORDS: ReadonlyArray<readonly [filter: Switches['ignoredFilter'], words: string]> = [
	['accountTypes', 'kind of account'],
	['dates', 'dates'],
	['statuses', 'status'],
	['partners', 'partner'],
	['regions', 'region of a report'],
	['campaigns', 'campaign of a report'],
];

const WIDTH = 100;

export function tableOf({ verdicts, course, oldestJobDays }: Probed): string {
	const readable = SWITCH_NAMES.filter(isReadable);
	const told = readable.filter((name) => name in verdicts.told);
	const isUsual = (name: keyof Switches) =>
		wordsFor(name, verdicts.told[name] as never) === wordsFor(name, DEFAULT_SWITCHES[name]);
	const lines = (names: Array<keyof Switches>) =>
		names.map((name) =>
			line(ASSUMPTIONS[name].about, wordsFor(name, verdicts.told[name] as never)),
		);
	const untold = readable.filter((name) => !(name in verdicts.told));
	const refused = course.refused.map(
		(kind) =>
			`Awin refuses the data of the ${kind} account. An advertiser needs the plan Accelerate or Advanced for it. To try another account: --${kind} ID.`,
	);
	return [
		...section('As the package takes it to be', lines(told.filter(isUsual))),
		...section(
			'Otherwise than the package takes for likely; it is ready for both',
			lines(told.filter((name) => !isUsual(name))),
		),
		...section(
			'Filters',
			FILTER_WORDS.map(([filter, words]) => {
				const isHonoured = verdicts.filters.get(filter);
				const said =
					isHonoured === undefined
						? 'Cannot be told from what was seen.'
						: isHonoured
							? 'Is looked at.'
							: 'Is not looked at.';
				return line(capital(words), said);
			}),
		),
		...section(
			'Cannot be told',
			untold.map((name) =>
				line(ASSUMPTIONS[name].about, capital(`${verdicts.untold[name] ?? 'it was not asked'}.`)),
			),
		),
		...section(
			'Seen on the way',
			oldestJobDays === null
				? []
				: [
						line(
							'How long Awin knows a job',
							`Days since the oldest in the list was sent: ${oldestJobDays}.`,
						),
					],
		),
		...section(
			'Only a change can show these, so nothing was tried',
			shownByWriting().map(([operation, names]) =>
				line(operation, names.map((name) => ASSUMPTIONS[name].about).join('; ')),
			),
		),
		...(refused.length > 0 ? ['', ...refused] : []),
	].join('\n');
}

function section(heading: string, lines: string[]): string[] {
	return lines.length === 0 ? [] : ['', heading, '-'.repeat(heading.length), ...lines];
}

const LABEL_WIDTH = 46;

/** A label, and a sentence beside it that goes on in the next line where it is long. */
function line(label: string, words: string): string {
	const lines: string[] = [];
	let text = '';
	for (const word of words.split(' ')) {
		if (text !== '' && text.length + word.length + 1 > WIDTH - LABEL_WIDTH) {
			lines.push(text);
			text = word;
		} else {
			text = text === '' ? word : `${text} ${word}`;
		}
	}
	lines.push(text);
	const start =
		label.length < LABEL_WIDTH ? label.padEnd(LABEL_WIDTH) : `${label}\n${' '.repeat(LABEL_WIDTH)}`;
	return `${start}${lines.join(`\n${' '.repeat(LABEL_WIDTH)}`)}`;
}

function capital(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}

const STOPS: Readonly<Record<StopReason, string>> = {
	token:
		'Awin does not know this token. Copy it again from https://ui.awin.com/awin-api and start the probe once more.',
	revoked:
		'Awin has stopped taking the token while the probe was running: it was probably revoked. Show a new one at https://ui.awin.com/awin-api and start the probe once more.',
	noAccounts:
		'The token is good, and reaches no account that could be asked about. Ask for access to an account, or try the token of another user.',
	limit:
		'Awin kept refusing calls because of its limit, although the probe waited for it: another tool uses the same token. Stop that tool for a few minutes, and start the probe once more.',
	network:
		'Awin could not be reached. Look whether this machine is online and may call https://api.awin.com, and start the probe once more.',
	calls:
		'The probe has made as many calls as it said it would at most, since some had to be repeated.',
	interrupted: 'You stopped the probe.',
};

/** Why it did not come to its end; null when it did. */
export function stopText({ stopped, cause }: Probed): string | null {
	if (stopped === null) return null;
	const code = isObject(cause) ? String(cause.code) : '';
	const isCode = /^[A-Z][A-Z0-9_]{2,40}$/.test(code);
	return `${STOPS[stopped]}${isCode ? ` The network says ${code}.` : ''}`;
}

/** The file. Nothing in it is a value of an answer, but for what the switches are named after: words of Awin, and its limits. */
export function fileOf({ verdicts, findings, stopped, calls, oldestJobDays }: Probed): string {
	const untold = Object.fromEntries(
		SWITCH_NAMES.filter((name) => isReadable(name) && !(name in verdicts.told)).map((name) => [
			name,
			verdicts.untold[name] ?? 'it was not asked',
		]),
	);
	const file = {
		about: 'The form of the answers of Awin, found by n8n-nodes-awin (npm run probe). No values.',
		version: 1,
		calls,
		endedEarly: stopped,
		switches: verdicts.told,
		cannotBeTold: untold,
		filters: Object.fromEntries(verdicts.filters),
		oldestJobDays,
		limit: {
			statuses: findings.atLimit,
			refusedWith: findings.refusals.map((headers) => Object.keys(headers).sort()),
		},
		answers: Object.entries(findings.answers).map(([step, answer]) =>
			answerShape(step as StepName, answer),
		),
	};
	return `${JSON.stringify(file, null, '\t')}\n`;
}

/** Headers whose value is a word of the protocol. */
const PROTOCOL = ['content-type', 'content-encoding', 'transfer-encoding'];

function answerShape(step: StepName, { status, headers, value, text, isWhole }: Answer) {
	const isLines = step === 'feed' && value === undefined && text !== '';
	return {
		step,
		call: STEPS[step].call,
		status,
		headers: Object.fromEntries(
			Object.entries(headers).map(([name, said]) => [
				name,
				PROTOCOL.includes(name) && /^[\w/+;=. -]{1,80}$/.test(said) ? said : shapeOf(said),
			]),
		),
		isWhole,
		body: isLines ? { 'lines of': shapeOf(linesIn(text)) } : shapeOf(value ?? text),
	};
}

/** Some of the lines of a feed. */
function linesIn(text: string): unknown[] {
	return text
		.split('\n')
		.slice(0, 50)
		.flatMap((one) => {
			try {
				return [JSON.parse(one) as unknown];
			} catch {
				return [];
			}
		});
}
