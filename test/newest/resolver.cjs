/**
 * Gives the tests and the package the newest n8n in the place of the one that is installed beside them: its core, and what
 * comes with it.
 */
const { join } = require('node:path');

const NEWEST = join(__dirname, '../../.demo/runtime-newest');
const OF_N8N =
	/^(n8n-core|n8n-workflow|luxon|zod|lodash|p-limit|reflect-metadata|@n8n\/[^/]+)(\/|$)/;

module.exports = (request, options) =>
	options.defaultResolver(request, {
		...options,
		...(OF_N8N.test(request) && !options.basedir.startsWith(NEWEST) && { basedir: NEWEST }),
	});
