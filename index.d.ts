/**
 * The built classes, for programs that use them themselves; they need what n8n brings along (n8n-workflow, luxon, zod, p-limit).
 */
export { AwinOAuth2Api } from './dist/credentials/AwinOAuth2Api.credentials';
export { Awin } from './dist/nodes/Awin/Awin.node';
export { AwinNotificationTrigger } from './dist/nodes/AwinNotificationTrigger/AwinNotificationTrigger.node';
export { AwinTrigger } from './dist/nodes/AwinTrigger/AwinTrigger.node';
