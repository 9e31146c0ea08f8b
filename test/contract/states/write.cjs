/**
 * Writes down the states that a version of the triggers leaves behind: `node test/contract/states/write.cjs 0.2.0`, once
 * before a release. Another folder as second argument is that of another version's source. A file that is there already is
 * never to be written again: it is what people have in their n8n.
 */
const { writeFileSync } = require('node:fs');
const { join, resolve } = require('node:path');

require('../../bench/register.cjs');
const { removeOwnUserFolder, useOwnUserFolder } = require('../../support/user-folder.cjs');
const { PUSHED_IDS, storiesOf, StoryTrigger } = require('./stories.cts');

async function main([version, source = join(__dirname, '../../..')]) {
	const load = (path) => require(join(resolve(source), path));
	const { Poller } = load('nodes/Awin/trigger/poll.ts');
	const awinTrigger = {};
	for (const [name, story] of Object.entries(storiesOf(version))) {
		const trigger = new StoryTrigger(Poller, story);
		const told = [];
		for (const poll of story.before) told.push(...(await trigger.poll(poll)));
		awinTrigger[name] = { told, staticData: trigger.staticData };
	}

	const { NotifiedN8n } = load('test/support/webhook.cts');
	const n8n = new NotifiedN8n();
	await n8n.start();
	for (const transactionId of PUSHED_IDS) await n8n.push({ transactionId });
	await n8n.close();
	const [awinNotificationTrigger] = Object.values(n8n.stored);

	const states = { awinTrigger, awinNotificationTrigger };
	writeFileSync(join(__dirname, `${version}.json`), `${JSON.stringify(states, null, '\t')}\n`);
}

useOwnUserFolder();
main(process.argv.slice(2)).finally(removeOwnUserFolder);
