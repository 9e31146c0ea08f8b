/**
 * The least of n8n's context for polls that the trigger works with: for tests that need its time, its state and its calls in
 * their own hands. Others use the real one, of poll.cts.
 */
import type { IDataObject, IHttpRequestOptions, IPollFunctions } from 'n8n-workflow';

export interface PollContextOptions {
	/** The static data of the node. */
	state: IDataObject;
	/** How long n8n gives the poll. */
	budgetMs: number;
	parameters?: Record<string, unknown>;
	/** Of the credential; by default more than a poll ever needs. */
	requestsPerMinute?: number;
	answer: (
		request: IHttpRequestOptions,
	) => Promise<{ statusCode: number; headers: object; body: string }>;
}

export function contextOf({
	state,
	budgetMs,
	parameters,
	requestsPerMinute = 1000,
	answer,
}: PollContextOptions): IPollFunctions {
	const all: Record<string, unknown> = {
		accountType: 'advertiser',
		accountId: '12345',
		timezone: 'UTC',
		pollTimes: { item: [{ mode: 'everyMinute' }] },
		...parameters,
	};
	const context = {
		getMode: () => 'trigger',
		getNode: () => ({ id: 'n', name: 'Awin Trigger' }),
		getWorkflow: () => ({ id: 'w' }),
		getTimezone: () => 'UTC',
		getNodeParameter: (name: string, fallback: unknown) => all[name] ?? fallback,
		getWorkflowStaticData: () => state,
		getPollBudgetMs: () => budgetMs,
		getCredentials: async () => ({ accessToken: 'pollContext', requestsPerMinute }),
		logger: { info: () => {}, warn: () => {}, error: () => {} },
		helpers: {
			httpRequestWithAuthentication: async (_type: string, request: IHttpRequestOptions) =>
				await answer(request),
		},
	};
	return context as unknown as IPollFunctions;
}
