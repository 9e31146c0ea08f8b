import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { Awin } from '../../../nodes/Awin/Awin.node';
import { AwinTrigger } from '../../../nodes/AwinTrigger/AwinTrigger.node';
import codex from '../../../nodes/AwinTrigger/AwinTrigger.node.json';
import { account } from '../../../nodes/Awin/fields/account';
import { outputForm } from '../../../nodes/Awin/fields/output';
import { triggerPreview } from '../../../nodes/Awin/trigger/preview';
import packageJson from '../../../package.json';

const ROOT = resolve(__dirname, '../../..');
const { description } = new AwinTrigger();

function textsOf(entries: Array<INodeProperties | INodePropertyOptions>): string[] {
	return entries.flatMap((entry) => [
		'displayName' in entry ? entry.displayName : entry.name,
		entry.description ?? '',
		...('options' in entry && entry.options
			? textsOf(entry.options as Array<INodeProperties | INodePropertyOptions>)
			: []),
	]);
}

const panel = JSON.stringify(description.triggerPanel);
const texts = [
	...textsOf(description.properties),
	description.description,
	description.activationMessage,
	description.eventTriggerDescription,
	...(description.hints ?? []).map(({ message }) => message),
].filter((text) => text !== undefined && text !== '') as string[];

describe('the words that people read', () => {
	it.each([...texts, panel])('%s', (text) => {
		expect(text).not.toMatch(
			/\b(error|problem|failure|mistake|failed|API|endpoint|payload|poller)\b/i,
		);
		expect(text.replaceAll('<br />', '')).not.toContain('!');
	});

	it('say what is reported, and from when', () => {
		expect(description.activationMessage).toContain('one poll interval before the activation');
		expect(panel).toContain('last poll interval before the activation');
		const all = [
			description.activationMessage,
			panel,
			readFileSync(join(ROOT, 'docs/trigger.md'), 'utf8'),
		];
		for (const text of all) {
			expect(text).toMatch(/15 minutes before that/);
			expect(text).toMatch(/everything\s+that\s+happened\s+meanwhile/);
		}
	});

	it('say that many items may come', () => {
		expect(description.hints).toEqual([
			expect.objectContaining({
				message: expect.stringMatching(/One poll may find many events.*thousands at once/),
				whenToDisplay: 'beforeExecution',
			}),
		]);
	});
});

describe('the parameters', () => {
	it('come in the order in which they are decided', () => {
		expect(description.properties.map(({ displayName }) => displayName)).toEqual([
			'Trigger On',
			'Account Type',
			'Watch',
			'Account',
			'Account Names or IDs',
			expect.stringMatching(/^All accounts together use at most 16 of the 20 calls a minute/),
			'Timezone',
			'Output',
			'Filters',
			'Options',
		]);
	});

	it('begin with the events, all of them on, each with what it means', () => {
		const [events] = description.properties;
		const options = (events.options ?? []) as INodePropertyOptions[];

		expect(events).not.toHaveProperty('description');
		expect(options.map(({ value }) => value).sort()).toEqual(
			[...(events.default as string[])].sort(),
		);
		expect(options.every(({ description: text }) => (text ?? '').length > 30)).toBe(true);
	});

	it('share account, filter and output with the Awin node', () => {
		const [accountType, accountId] = account.fields;
		const shownForOne = { ...accountId, displayOptions: { show: { watch: ['oneAccount'] } } };
		expect(description.properties).toEqual(
			expect.arrayContaining([accountType, shownForOne, outputForm.field]),
		);
	});
});

describe('the node', () => {
	it('is a polling trigger, and no tool', () => {
		expect(description).toMatchObject({ polling: true, inputs: [], group: ['trigger'] });
		expect(description).not.toHaveProperty('usableAsTool');
	});

	it('is registered, has its icons and its search words', () => {
		const icon = description.icon as { light: string; dark: string };
		for (const path of [icon.light, icon.dark]) {
			expect(existsSync(join(ROOT, 'nodes/Awin', path.replace('file:', '')))).toBe(true);
		}
		expect(packageJson.n8n.nodes).toContain('dist/nodes/AwinTrigger/AwinTrigger.node.js');
		expect(codex).toMatchObject({ node: `${packageJson.name}.${description.name}` });
	});

	it('tests the credential like the Awin node, whichever of the two n8n looks at', () => {
		expect(description.credentials).toEqual(new Awin().description.credentials);
		expect(Object.keys(new AwinTrigger().methods.credentialTest)).toEqual(
			Object.keys(new Awin().methods.credentialTest),
		);
	});

	it('shows a value of the right type in each field before the first run', () => {
		const preview = triggerPreview();

		expect(Object.keys(preview).slice(0, 3)).toEqual(['event', 'eventId', 'occurredAt']);
		expect(Object.values(preview)).not.toContain(null);
	});
});
