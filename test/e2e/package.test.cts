import { stat } from 'node:fs/promises';

import { packPackage } from '../../demo/n8n/package-install.cts';
import { projectDirectory } from '../../demo/n8n/paths.cts';

/** As npm counts: thousands of bytes, packed. */
const LARGEST_KB = 250;

it(
	'the package stays small: every n8n that installs it downloads and unpacks it',
	async () => {
		const tarball = await packPackage({
			projectDirectory: projectDirectory(),
			progress: (line) => process.stderr.write(`${line}\n`),
		});

		const { size } = await stat(tarball);

		expect(size / 1000).toBeLessThan(LARGEST_KB);
		// An empty one would be small too.
		expect(size / 1000).toBeGreaterThan(20);
	},
	5 * 60_000,
);
