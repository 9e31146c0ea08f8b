/**
 * Holds the parameters, as n8n gets them, to the rules of n8n's lint. In the source it sees those only that stand there as a
 * whole; most are put together by `nodes/Awin/fields/`.
 */
import { createRequire } from 'node:module';

// As n8n's own lint comes with them.
const require = createRequire(import.meta.resolve('@n8n/node-cli/eslint'));
const { Linter } = require('eslint');
const plugin = require('eslint-plugin-n8n-nodes-base');
const { parser } = require('typescript-eslint');
const { config } = require('@n8n/node-cli/eslint');

const built = createRequire(new URL('../dist/', import.meta.url));

/** Parameters that break a rule on purpose. */
const ON_PURPOSE = [
	// The order of an object's keys, which nobody sees in what is built.
	{ rule: 'node-param-display-name-not-first-position' },
	// The usual choice comes first, and then the zones.
	{ rule: 'node-param-options-type-unsorted-items', label: 'Timezone' },
	// Nobody's region is the usual one.
	{ rule: 'node-param-default-wrong-for-options', label: 'Region' },
	// Saved like this from the beginning.
	{ rule: 'node-param-required-false', label: 'Region' },
];

/** A collection's trace of having been given as a whole is shown to nobody, and has no place in the alphabet. */
function withoutTrace(field) {
	const options = field.options?.filter(
		({ name }) => field.type !== 'collection' || name !== 'length',
	);
	return options ? { ...field, options } : field;
}

function propertiesOf(node) {
	const { [node]: Node } = built(`./nodes/${node}/${node}.node.js`);
	return new Node().description.properties.map(withoutTrace);
}

const { rules } = config.find(({ files }) => files?.[0]?.startsWith('./nodes/'));

let count = 0;
let broken = 0;
for (const node of ['Awin', 'AwinTrigger', 'AwinNotificationTrigger']) {
	for (const field of propertiesOf(node)) {
		count++;
		const json = JSON.stringify(field, null, '\t').replace(/^(\t*)"(\w+)":/gm, '$1$2:');
		const found = new Linter({ configType: 'flat' }).verify(
			`export const field = ${json};`,
			[
				{
					files: ['**/*.ts'],
					plugins: { 'n8n-nodes-base': plugin },
					rules,
					languageOptions: { parser },
				},
			],
			'field.ts',
		);
		for (const { ruleId, message } of found) {
			const isMeant = ON_PURPOSE.some(
				({ rule, label }) =>
					ruleId === `n8n-nodes-base/${rule}` &&
					(!label || json.includes(`displayName: "${label}"`)),
			);
			if (isMeant) continue;
			broken++;
			console.log(`${node}, ${field.displayName}: ${message} (${ruleId})`);
		}
	}
}
console.log(`Parameters as n8n gets them: ${count}, ${broken} against the rules of n8n's lint`);
process.exitCode = count > 0 && broken === 0 ? 0 : 1;
