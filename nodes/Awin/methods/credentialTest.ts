import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { testConnection } from '../transport/connectionTest';

/**
 * The credential's test, under the name that `testedBy` gives it. Both nodes have it: n8n takes it from whichever node that
 * uses the credential it comes to first.
 */
export const credentialTest = {
	async awinConnection(
		this: ICredentialTestFunctions,
		credential: ICredentialsDecrypted,
	): Promise<INodeCredentialTestResult> {
		return await testConnection(this, credential.data ?? {});
	},
};
