import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import * as ts from 'typescript';

import { Awin } from '../../nodes/Awin/Awin.node';
import { AwinNotificationTrigger } from '../../nodes/AwinNotificationTrigger/AwinNotificationTrigger.node';
import { AwinTrigger } from '../../nodes/AwinTrigger/AwinTrigger.node';

const NODES = resolve(__dirname, '../../nodes');

function labelsOf(fields: INodeProperties[]): string[] {
	return fields.flatMap(({ displayName, type, options = [] }) => {
		if (type === 'collection') return labelsOf(options as INodeProperties[]);
		if (type === 'notice') return [];
		const rows = type === 'fixedCollection' ? (options as INodePropertyCollection[]) : [];
		return [displayName, ...rows.flatMap(({ values }) => labelsOf(values))];
	});
}

const labels = new Set(
	[new Awin(), new AwinTrigger(), new AwinNotificationTrigger()].flatMap(({ description }) =>
		labelsOf(description.properties),
	),
);

/** Labels that are handed to a function, or stand in a property of this name, as they do where they are told to somebody. */
function labelsHandedOn(text: string): string[] {
	const found: string[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isStringLiteralLike(node) && labels.has(node.text)) {
			const { parent } = node;
			const isArgument =
				(ts.isCallExpression(parent) &&
					!/\.(starts|ends)With$/.test(parent.expression.getText())) ||
				ts.isNewExpression(parent);
			const isLabel =
				ts.isPropertyAssignment(parent) && /^(label|parameter)$/.test(parent.name.getText());
			if (isArgument || isLabel) found.push(node.text);
		}
		ts.forEachChild(node, visit);
	};
	visit(ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, true));
	return found;
}

// A second place would keep the old words when somebody changes the first.
describe('the label of a parameter', () => {
	it('is seen where it is written a second time', () => {
		expect(labels.size).toBeGreaterThan(80);
		expect(labelsHandedOn("refuse('Max Rows', 1); const x = { label: 'Currency' };")).toEqual([
			'Max Rows',
			'Currency',
		]);
		expect(labelsHandedOn("const x = { displayName: 'Max Rows', name: 'Approved' };")).toEqual([]);
	});

	it('stands in its declaration, and nowhere else', () => {
		const files = (readdirSync(NODES, { recursive: true }) as string[]).filter((file) =>
			file.endsWith('.ts'),
		);
		expect(files.length).toBeGreaterThan(50);
		const again = files.flatMap((file) =>
			labelsHandedOn(readFileSync(join(NODES, file), 'utf8')).map((label) => `${file}: ${label}`),
		);

		expect(again).toEqual([]);
	});
});
