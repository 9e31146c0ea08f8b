/**
 * The built classes, for programs that use them outside n8n. n8n itself reads the `n8n` block of package.json.
 */
const { AwinOAuth2Api } = require('./dist/credentials/AwinOAuth2Api.credentials.js');
const { Awin } = require('./dist/nodes/Awin/Awin.node.js');

module.exports = { Awin, AwinOAuth2Api };
