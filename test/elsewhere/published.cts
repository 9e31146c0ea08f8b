/**
 * Answers of Awin as others have published or reconstructed them. Each file names its source, and what in it is theirs.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, 'answers');

export const KINDS = readdirSync(FOLDER);

export interface Published {
	name: string;
	/** Where it was published. */
	source: string;
	/** What is the source's own, and what was made up for this test. */
	how: string;
	answer: unknown;
	/** The text of the answer, in which numbers are as they were written. */
	text: string;
	accountType?: 'advertiser' | 'publisher';
	reportBy?: 'partner' | 'creative' | 'campaign';
	/** The operation that reads it. */
	list?: string;
	status?: number;
	outcomes?: Record<string, string>;
}

export function published(kind: string): Published[] {
	return readdirSync(join(FOLDER, kind)).map((file) => {
		const whole = readFileSync(join(FOLDER, kind, file), 'utf8');
		const text = whole.slice(
			whole.indexOf('"answer":') + '"answer":'.length,
			whole.lastIndexOf('}'),
		);
		return { ...(JSON.parse(whole) as Published), name: file.replace('.json', ''), text };
	});
}
