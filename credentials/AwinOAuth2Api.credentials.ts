import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
	Icon,
} from 'n8n-workflow';

import { signRequest } from '../nodes/Awin/transport/credentials';

/**
 * The token that Awin calls an OAuth2 token. Awin has no authorize or token address: a person makes the token on Awin's
 * page and pastes it, so this does not extend n8n's own OAuth2 credential.
 */
export class AwinOAuth2Api implements ICredentialType {
	name = 'awinOAuth2Api';

	displayName = 'Awin OAuth2 API';

	icon: Icon = { light: 'file:../icons/awin.svg', dark: 'file:../icons/awin.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-awin/n8n-nodes-awin#where-to-get-the-token';

	properties: INodeProperties[] = [
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'Your Awin OAuth2 token. At Awin, open the user menu, choose API Credentials, enter your password and press "Show my API token".',
		},
		{
			displayName: 'Conversion API Key',
			name: 'conversionApiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Only if Awin gave you a separate key for the Conversion API. Empty means the access token is used.',
		},
		{
			displayName: 'Requests per Minute',
			name: 'requestsPerMinute',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 1000, numberPrecision: 0 },
			default: 20,
			description:
				'The most calls a minute that n8n may make. Awin allows each user 20 a minute over all tools together. Where other tools or several n8n workers use the same Awin user, each finds its share by itself.',
		},
		{
			displayName: 'Environment',
			name: 'environment',
			type: 'options',
			options: [
				{ name: 'Live', value: 'live', description: 'Awin itself' },
				{ name: 'Custom', value: 'custom', description: 'Another address, such as a test server' },
			],
			default: 'live',
			description: 'Where the calls go',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.awin.com',
			displayOptions: { show: { environment: ['custom'] } },
			description:
				'Must begin with https://. Plain http:// works for a server on this same machine only.',
		},
	];

	httpRequestNode = {
		name: 'Awin',
		docsUrl: 'https://help.awin.com/apidocs/introduction-1',
		apiBaseUrl: 'https://api.awin.com/',
	};

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const signed = signRequest(credentials, requestOptions);
		if (!signed.ok) throw new Error(signed.reason);
		return signed.request;
	}
}
