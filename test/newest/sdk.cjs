/**
 * n8n's workflow SDK over this package's nodes: the SDK with which n8n's AI builds workflows. It makes its own types and checks
 * of the nodes' descriptions, and looks for output previews below the folder that it runs in.
 *
 *   node sdk.cjs FOLDER   FOLDER has nodes.json, workflows.json and dist/nodes; what was found is printed as JSON
 */
const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');

const [folder] = process.argv.slice(2);
process.chdir(folder);

const fromNewest = createRequire(join(__dirname, '../../.demo/runtime-newest/package.json'));
const sdk = fromNewest('@n8n/workflow-sdk');
const { generateNodeDefinitions } = fromNewest(
	'@n8n/workflow-sdk/dist/generate-types/generate-node-defs-cli',
);

const read = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8'));

async function main() {
	// What it tells about its work must not stand between what this prints.
	console.log = () => undefined;
	const nodes = read('nodes.json');
	const outputDir = join(folder, 'definitions');
	await generateNodeDefinitions({
		nodesJsonPath: join(folder, 'nodes.json'),
		outputDir,
		packageName: 'n8n-nodes-awin',
	});
	sdk.setSchemaBaseDirs([outputDir]);
	const validated = read('workflows.json').map(([name, workflow]) => {
		const { valid, errors, warnings } = sdk.validateWorkflow(workflow);
		return {
			name,
			valid,
			issues: [...errors, ...warnings].map(({ code, nodeName, message }) => ({
				code,
				nodeName,
				message,
			})),
		};
	});
	const rebuilt = read('workflows.json').map(([name, workflow]) => {
		const again = sdk.parseWorkflowCode(sdk.generateWorkflowCode(workflow));
		return { name, workflow: again };
	});
	const [awin, ...triggers] = nodes;
	const outputs = sdk.extractDiscriminatorCombinations(awin).map(({ resource, operation }) => ({
		resource,
		operation,
		schema: sdk.discoverOutputSchemaForNode('n8n-nodes-awin.awin', 1, { resource, operation }),
	}));
	const events = triggers.map(({ name }) => ({
		trigger: name,
		schema: sdk.discoverOutputSchemaForNode(`n8n-nodes-awin.${name}`, 1, {}),
	}));
	process.stdout.write(JSON.stringify({ validated, rebuilt, outputs, events }));
}

void main();
