/**
 * What somebody writes who uses the package from a program of their own, as an ES module. It is compiled as strictly as
 * TypeScript can, and run.
 */
import { Awin, AwinNotificationTrigger, AwinOAuth2Api, AwinTrigger } from 'n8n-nodes-awin';
import * as everything from 'n8n-nodes-awin';
import type { ICredentialType, INodeType, INodeTypeDescription } from 'n8n-workflow';

const nodes: INodeType[] = [new Awin(), new AwinTrigger(), new AwinNotificationTrigger()];
const credential: ICredentialType = new AwinOAuth2Api();
const description: INodeTypeDescription = new Awin().description;

// @ts-expect-error: without types, anything would do.
const wrong: number = description.displayName;
// @ts-expect-error: nothing of the inside is handed out.
type Inside = typeof everything.Poller;

export type { Inside };
export const found = {
	names: nodes.map((node) => node.description.name),
	credential: credential.name,
	displayName: String(wrong),
	exported: Object.keys(everything).filter((name) => name.startsWith('Awin')),
};
