/**
 * The built classes, for programs that use them themselves; they need what n8n brings along (n8n-workflow, luxon, zod,
 * p-limit). n8n itself reads the `n8n` block of package.json.
 */
const { AwinOAuth2Api } = require('./dist/credentials/AwinOAuth2Api.credentials.js');
const { Awin } = require('./dist/nodes/Awin/Awin.node.js');
const { AwinNotificationTrigger } = require('./dist/nodes/AwinNotificationTrigger/AwinNotificationTrigger.node.js');
const { AwinTrigger } = require('./dist/nodes/AwinTrigger/AwinTrigger.node.js');

module.exports = { Awin, AwinNotificationTrigger, AwinOAuth2Api, AwinTrigger };
