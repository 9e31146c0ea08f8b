import type { Assumptions } from './shapes.cts';

/** The limit of calls, reports, and validation jobs. */
export const LIMITS = {
	rateWindow: {
		about: 'The minute of the limit',
		sure: 'guess',
		rule: ['transport/gate.ts', 'passGate'],
		settle: { read: ['overLimit', 'nextMinute'] },
		words: {
			sliding: 'Is the last 60 seconds.',
			'fixed-minute': 'Begins anew with each minute of the clock.',
		},
	},
	retryAfter: {
		about: 'A call over the limit',
		sure: 'measured',
		rule: ['transport/failures.ts', 'explain'],
		settle: { read: ['overLimit'] },
		words: {
			true: 'Is told how long to wait (`Retry-After`).',
			false: 'Is not told how long to wait.',
		},
	},
	refusedCallsCount: {
		about: 'Calls that were refused for the limit',
		sure: 'guess',
		rule: ['transport/gate.ts', 'passGate'],
		settle: { read: ['overLimit', 'afterRefusal'] },
		words: { true: 'Count towards it as well.', false: 'Do not count towards it.' },
	},
	conversionLimit: {
		about: 'Limit of the Conversion API',
		sure: 'guess',
		rule: ['transport/gate.ts', 'throttleOf'],
		settle: { write: 'conversion.submit' },
		words: {
			shared: 'Is the one of all calls.',
			own: 'Is one of its own.',
			none: 'There is none.',
		},
	},
	reportWrapper: {
		about: 'Reports',
		sure: 'measured',
		rule: ['api/reports.ts', 'readReport'],
		settle: { read: ['campaigns', 'report'] },
		words: {
			measured: 'Are a bare list, those of campaigns stand in `result`.',
			body: 'Stand in `body`, with a status beside it.',
			none: 'Are always a bare list.',
		},
	},
	reportRefusals: {
		about: 'A report that is refused',
		sure: 'measured',
		rule: ['api/answers.ts', 'readEnvelopeStatus'],
		settle: { read: ['longReport', 'badReport'] },
		words: {
			status: 'Has a status that says so.',
			inside: 'Has the status 200, and the refusal in the answer.',
		},
	},
	reportMaxDays: {
		about: 'Longest span of partner and creative reports',
		sure: 'guess',
		rule: ['api/reports.ts', 'planReport'],
		settle: { read: ['report', 'longReport'] },
		words: {
			usual: 'Is 31 days.',
			otherwise: 'Fewer days, more, or any number.',
			found: (days) =>
				days === 31
					? 'Is 31 days.'
					: days === 0 || days > 31
						? 'Is more than 31 days.'
						: 'Is less than 31 days.',
		},
	},
	campaignMoney: {
		about: 'Amounts of campaign reports',
		sure: 'measured',
		rule: ['api/reportRows.ts', 'withNumbers'],
		settle: { read: ['campaigns'] },
		words: { text: 'Are text.', number: 'Are numbers.' },
	},
	campaignFigures: {
		about: 'Figures of a row of a campaign report',
		sure: 'clients',
		rule: ['api/reportRows.ts', 'measureGroupsOf'],
		settle: { read: ['campaigns'] },
		words: { row: 'Stand in the row itself.', totals: 'Stand in `totals` in the row.' },
	},
	campaignDate: {
		about: 'Date of a month in campaign reports',
		sure: 'guess',
		rule: ['api/reportRows.ts', 'periodOf'],
		settle: { read: ['campaigns'] },
		words: {
			start: 'Is its first day.',
			short: 'Has the year and the month only.',
			withTime: 'Is its first day with a time.',
			list: 'Is a list of year, month and day.',
		},
	},
	mixedActions: {
		about: 'Different actions in one batch of validations',
		sure: 'clients',
		rule: ['api/validation.ts', 'requestRow'],
		settle: { write: 'transaction.validate' },
		words: { true: 'Are taken.', false: 'Are refused.' },
	},
	batchStatus: {
		about: 'Status of the answer to a batch of validations',
		sure: 'clients',
		rule: ['api/validation.ts', 'readJobId'],
		settle: { write: 'transaction.validate' },
		words: { '200': 'Is 200.', '202': 'Is 202.' },
	},
	jobIdInAnswer: {
		about: 'ID of the job in the answer to a batch',
		sure: 'page',
		rule: ['api/validation.ts', 'readJobId'],
		settle: { write: 'transaction.validate' },
		words: { true: 'Is there.', false: 'Is missing.' },
	},
	jobIdBesideError: {
		about: 'An error beside the ID of the job',
		sure: 'guess',
		rule: ['api/validation.ts', 'readJobIdOfRefusal'],
		settle: { write: 'transaction.validate' },
		words: { true: 'May be there.', false: 'Is never there.' },
	},
	runningStatus: {
		about: 'Status of a job that is under way',
		sure: 'guess',
		rule: ['api/validationJobs.ts', 'readJob'],
		settle: { read: ['jobs'] },
		words: {
			usual: 'Is any word but those of an end.',
			otherwise: 'Any word.',
			found: (status) => `Is “${status}”.`,
		},
	},
	finishedStatus: {
		about: 'Status of a job that is over',
		sure: 'page',
		rule: ['api/validationJobs.ts', 'readJob'],
		settle: { read: ['jobs'] },
		words: {
			usual: 'Is `DONE`.',
			otherwise: 'Any word; a date of completion says it as well.',
			found: (status) => `Is “${status}”.`,
		},
	},
	jobsNeverFinish: {
		about: 'Jobs',
		sure: 'page',
		rule: ['api/validationJobs.ts', 'readJob'],
		settle: { read: ['jobs'] },
		words: { true: 'Never end.', false: 'Do end.' },
	},
	badEndStatus: {
		about: 'Jobs that end badly',
		sure: 'guess',
		rule: ['api/validationJobs.ts', 'readJob'],
		settle: { read: ['jobs'] },
		words: {
			usual: 'None is known.',
			otherwise: 'A word such as `FAILED`, without a date of completion and without results.',
			found: (status) => (status === '' ? 'None was seen.' : `Say “${status}”.`),
		},
	},
	allTransactions: {
		about: 'A job that is asked for all of its transactions',
		sure: 'guess',
		rule: ['api/validationResults.ts', 'judgeByBoth'],
		settle: { read: ['jobAll'] },
		words: {
			every: 'Lists each with its result.',
			noCodes: 'Lists each without its result.',
			empty: 'Lists none.',
			goodOnly: 'Lists those that were changed.',
			ids: 'Lists bare IDs.',
			none: 'Has no list.',
		},
	},
	notModified: {
		about: 'A transaction that was in the state asked for already (304)',
		sure: 'guess',
		rule: ['api/validationResults.ts', 'judgeRows'],
		settle: { read: ['jobErrors', 'jobAll'] },
		words: {
			counted: 'Is among the failed ones, and counts as an error.',
			listed: 'Is among the failed ones, and does not count as an error.',
			hidden: 'Is seen only where all transactions are asked for.',
		},
	},
	unusedIdentity: {
		about: 'What was not used to name a transaction, in a result',
		sure: 'page',
		rule: ['api/validationJobs.ts', 'readJobResult'],
		settle: { read: ['jobErrors', 'jobAll'] },
		words: { null: 'Is null.', empty: 'Is an empty text.' },
	},
	jobsWrapper: {
		about: 'List of jobs',
		sure: 'guess',
		rule: ['api/validationJobs.ts', 'readJobs'],
		settle: { read: ['jobs'] },
		words: { none: 'Is a bare list.', jobs: 'Stands in `jobs`.' },
	},
	jobsKeptDays: {
		about: 'How long Awin knows a job',
		sure: 'guess',
		rule: ['api/validationJobs.ts', 'readJobs'],
		settle: { never: 'the list shows how old its oldest job is, not when it goes' },
		words: {
			usual: 'For ever.',
			otherwise: 'For some days.',
			found: (days) => (days === 0 ? 'For ever.' : `For ${days} days.`),
		},
	},
	reasonRequired: {
		about: 'Declining or amending without a reason',
		sure: 'clients',
		rule: ['api/validation.ts', 'requestPart'],
		settle: { write: 'transaction.validate' },
		words: { true: 'Is refused.', false: 'Is taken.' },
	},
	unknownGroupInAmendment: {
		about: 'An amendment with a commission group that the programme does not have',
		sure: 'guess',
		rule: ['api/validation.ts', 'requestPart'],
		settle: { write: 'transaction.validate' },
		words: { refused: 'Is refused.', default: 'Is put on the group DEFAULT.' },
	},
} as const satisfies Partial<Assumptions>;
