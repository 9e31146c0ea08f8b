/** The same with `require`. */
import awin = require('n8n-nodes-awin');
import type { INodeType } from 'n8n-workflow';

const nodes: INodeType[] = [
	new awin.Awin(),
	new awin.AwinTrigger(),
	new awin.AwinNotificationTrigger(),
];

const found = {
	names: nodes.map((node) => node.description.name),
	credential: new awin.AwinOAuth2Api().name,
};

export = { found };
