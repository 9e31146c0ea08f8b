import { anyFreePort } from '../../demo/n8n/ports.cts';
import { programPath, serviceFolder, startService, type Service } from './service.cts';

/** A Redis that keeps nothing. */
export async function startRedis(): Promise<Service> {
	const program = programPath('redis-server', 'redis-server');
	const port = await anyFreePort();
	const folder = await serviceFolder('redis');
	const settings = { port, bind: '127.0.0.1', dir: folder, save: '', appendonly: 'no' };
	const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
	return await startService({ program, args, port, folder });
}
