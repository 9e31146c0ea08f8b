import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import { AwinOAuth2Api } from '../../credentials/AwinOAuth2Api.credentials';
import codex from '../../nodes/Awin/Awin.node.json';
import { Awin } from '../../nodes/Awin/Awin.node';
import { AwinNotificationTrigger } from '../../nodes/AwinNotificationTrigger/AwinNotificationTrigger.node';
import { AwinTrigger } from '../../nodes/AwinTrigger/AwinTrigger.node';
import triggerCodex from '../../nodes/AwinTrigger/AwinTrigger.node.json';
import notificationCodex from '../../nodes/AwinNotificationTrigger/AwinNotificationTrigger.node.json';
import { DRY_RUN_AS_TOOL } from '../../nodes/Awin/fields/safety';
import { resources } from '../../nodes/Awin/resources';
import { createLinks } from '../../nodes/Awin/resources/link/create';
import { ANSWERS } from '../../nodes/Awin/trigger/notification/texts';
import packageJson from '../../package.json';

const ROOT = resolve(__dirname, '../..');
const { description } = new Awin();
const credential = new AwinOAuth2Api();
const notified = new AwinNotificationTrigger();

type Entry = INodeProperties | INodePropertyOptions | INodePropertyCollection;

/** Every text of a list of parameters that somebody reads, options and collections included. */
function textsOf(entries: Entry[]): string[] {
	return entries.flatMap((entry) => [
		'displayName' in entry ? entry.displayName : '',
		'name' in entry && 'value' in entry ? entry.name : '',
		('description' in entry && entry.description) || '',
		...('options' in entry && entry.options ? textsOf(entry.options as Entry[]) : []),
		...('values' in entry ? textsOf(entry.values) : []),
	]);
}

const texts = [
	...textsOf(description.properties),
	...textsOf(credential.properties),
	description.description,
	...textsOf(notified.description.properties),
	notified.description.description,
	...Object.values(ANSWERS),
].filter(Boolean);

describe('the words that people read', () => {
	it.each(texts)('%s', (text) => {
		expect(text).not.toMatch(
			/\b(error|problem|failure|mistake|failed|API call|endpoint|payload|JSON|boolean|string)\b/i,
		);
		expect(text).not.toMatch(/!/);
		expect(text.trim()).toBe(text);
	});
});

describe('the operations', () => {
	const operations = resources.flatMap((resource) =>
		resource.operations.map((operation) => ({ resource: resource.option.name, operation })),
	);

	it.each(operations)(
		'$resource: $operation.option.name says what it does, in n8n style',
		({ operation }) => {
			const { name, action, description: text } = operation.option;
			expect(name).toMatch(/^[A-Z]/);
			expect(action).toMatch(/^[A-Z][a-z ]+$/);
			expect(text).toMatch(/^[A-Z].*[^.]$/);
		},
	);

	// An AI agent sees the description before it calls, and presses no button to try first.
	it.each(operations)(
		'$resource: $operation.option.name says what it changes, and that a tool only tries',
		({ operation }) => {
			const { description: text } = operation.option;
			const options = operation.fields.find(({ name }) => name === 'options')?.options ?? [];
			const hasDryRun = options.some(({ name }) => name === 'dryRun');
			expect(text?.endsWith(`; ${DRY_RUN_AS_TOOL}`)).toBe(hasDryRun);
			expect(text?.endsWith('; changes nothing')).toBe(!hasDryRun && operation !== createLinks);
		},
	);

	it('links move no money, so a tool creates them at once; what they use up is said', () => {
		expect(createLinks.option.description).toMatch(/moves no money.*no dry run.*quota/);
	});

	it.each(operations)(
		'$resource: $operation.option.name has a preview of its output',
		({ operation }) => {
			expect(Object.keys(operation.preview).length).toBeGreaterThan(0);
		},
	);
});

describe('the account picker', () => {
	const picker = description.properties.find((property) => property.name === 'accountId');

	it('offers the list first', () => {
		expect(picker?.modes?.map((mode) => mode.displayName)).toEqual([
			'From List',
			'By ID',
			'By URL',
		]);
		expect(picker?.default).toMatchObject({ mode: 'list' });
	});
});

describe('what n8n checks before it starts a node', () => {
	const nodes = [Awin, AwinTrigger, AwinNotificationTrigger].map((Node) => new Node().description);

	// n8n gives such a check a quarter of a second, and ends the execution where a busy machine takes longer.
	it.each([...nodes, credential])('nothing of $displayName by a pattern', ({ properties }) => {
		const keysAndTypes: string[] = [];
		JSON.stringify(properties, (key: string, value: unknown) => {
			keysAndTypes.push(key);
			if (key === 'type') keysAndTypes.push(String(value));
			return value;
		});

		expect(keysAndTypes).toEqual(expect.arrayContaining(['displayName', 'type']));
		for (const checked of ['regex', 'validation', 'extractValue', '__regex']) {
			expect(keysAndTypes).not.toContain(checked);
		}
	});
});

describe('the notification trigger', () => {
	const { webhooks = [], activationMessage, eventTriggerDescription } = notified.description;

	it('shows one address, which takes both of the methods that Awin knows', () => {
		expect(webhooks.map(({ httpMethod }) => httpMethod)).toEqual(['POST', 'GET']);
		expect(new Set(webhooks.map(({ path }) => path)).size).toBe(1);
		expect(webhooks.filter(({ ndvHideUrl }) => !ndvHideUrl)).toHaveLength(1);
		expect(Object.keys(notified.webhookMethods)).toEqual(webhooks.map(({ name }) => name));
	});

	it('says where to paste it, and that Awin does not send again', () => {
		expect(textsOf(notified.description.properties).join(' ')).toContain(
			'Toolbox → Transaction Notifications',
		);
		expect(activationMessage).toContain('does not send again');
	});

	it('speaks plainly around the node too', () => {
		const around = JSON.stringify([
			notified.description.triggerPanel,
			activationMessage,
			eventTriggerDescription,
		]);
		expect(around).not.toMatch(
			/\b(error|problem|failure|mistake|failed|endpoint|payload|JSON)\b|!/i,
		);
	});

	it('is registered, needs no credential, and is no tool', () => {
		expect(packageJson.n8n.nodes).toContain(
			'dist/nodes/AwinNotificationTrigger/AwinNotificationTrigger.node.js',
		);
		expect(notificationCodex.node).toBe(`${packageJson.name}.${notified.description.name}`);
		expect(notified.description).not.toHaveProperty('credentials');
		expect(notified.description).not.toHaveProperty('usableAsTool');
	});
});

describe('the package', () => {
	it('registers its node and its credential', () => {
		expect(packageJson.n8n).toMatchObject({ n8nNodesApiVersion: 1, strict: true });
		expect(packageJson.n8n.nodes).toContain('dist/nodes/Awin/Awin.node.js');
		expect(packageJson.n8n.credentials).toEqual(['dist/credentials/AwinOAuth2Api.credentials.js']);
	});

	it('needs nothing at run time but n8n', () => {
		expect(packageJson).not.toHaveProperty('dependencies');
		expect(packageJson.peerDependencies).toEqual({ 'n8n-workflow': '*' });
	});

	it.each(
		'affiliate, commission, sales, publisher, advertiser, program, voucher, coupon, offer, report, performance, deep link, tracking link, product feed, commission group'.split(
			', ',
		),
	)('is found by "%s", as a marketer types it', (word) => {
		expect(codex.alias).toContain(word);
	});

	it.each([codex, triggerCodex, notificationCodex])(
		'$node: each word once, and links that lead to a page of the repository',
		({ alias, resources: links }) => {
			expect(new Set(alias).size).toBe(alias.length);
			const addresses = Object.values(links)
				.flat()
				.map(({ url }) => url.replace(`${packageJson.homepage}`, ''));
			for (const address of addresses) expect(address).toMatch(/^(#[a-z-]+$|\/blob\/main\/docs\/)/);
			const pages = addresses.flatMap((address) => address.split('/blob/main/')[1] ?? []);
			expect(pages.filter((page) => !existsSync(join(ROOT, page)))).toEqual([]);
			const readMe = readFileSync(join(ROOT, 'README.md'), 'utf8').toLowerCase();
			const headings = addresses.flatMap((address) => /^#(?!readme)(.+)/.exec(address)?.[1] ?? []);
			const isThere = (heading: string) => readMe.includes(`# ${heading.replaceAll('-', ' ')}\n`);
			expect(headings.filter((heading) => !isThere(heading))).toEqual([]);
		},
	);

	it('has an icon for light and one for dark', () => {
		const icon = description.icon as { light: string; dark: string };
		const [light, dark] = [icon.light, icon.dark].map((path) =>
			join(ROOT, 'nodes/Awin', path.replace('file:', '')),
		);

		expect(existsSync(light) && existsSync(dark)).toBe(true);
		expect(readFileSync(light, 'utf8')).not.toBe(readFileSync(dark, 'utf8'));
	});

	it('may be used as a tool by agents', () => {
		expect(description.usableAsTool).toBe(true);
	});
});
