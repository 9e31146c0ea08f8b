import { Awin } from '../../nodes/Awin/transport/request';

it('a credential that n8n cannot open is a result like any other: what was done so far is kept', async () => {
	const context = {
		getCredentials: async () => await Promise.reject(new Error('It was deleted')),
	} as unknown as ConstructorParameters<typeof Awin>[0];

	const result = await new Awin(context).send({ path: '/accounts' });

	expect(result).toMatchObject({ ok: false, failure: { kind: 'credential' } });
});
