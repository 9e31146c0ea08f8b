import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');

const PAGES = ['.', 'docs', 'examples'].flatMap((folder) =>
	readdirSync(join(ROOT, folder))
		.filter((name) => name.endsWith('.md'))
		.map((name) => join(folder, name)),
);

/** Our own repository on GitHub: what stands behind it is a path of this one. */
const OWN_FILES = /^https:\/\/github\.com\/n8n-nodes-awin\/n8n-nodes-awin\/blob\/main\//;

interface Target {
	/** The file from the root of the repository. */
	file: string;
	heading: string | undefined;
}

/** What a page points to within the repository: links, pictures, and those in HTML. */
function targetsOf(page: string): Target[] {
	const text = readFileSync(join(ROOT, page), 'utf8').replace(/```.*?```/gs, '');
	const links = [...text.matchAll(/\]\(<?([^)>\s]+)[^)]*\)|\b(?:href|src|srcset)="([^"\s]+)/g)];
	return (
		links
			.map(([, link, attribute]) => link ?? attribute)
			.filter((link) => !/^[a-z]+:/.test(link) || OWN_FILES.test(link))
			// Taken by `npm run pictures`.
			.filter((link) => !link.includes('images/'))
			.map((link) => {
				const [path, heading] = link.replace(OWN_FILES, '/').split('#');
				const from = path.startsWith('/') ? '.' : dirname(page);
				const file =
					path === '' ? page : relative(ROOT, resolve(ROOT, from, path.replace(/^\//, '')));
				return { file, heading };
			})
	);
}

/** A heading's name in an address, as GitHub makes it. */
function anchorsOf(file: string): string[] {
	const text = readFileSync(join(ROOT, file), 'utf8');
	return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
		heading
			.toLowerCase()
			.replace(/[^\p{L}\p{N} _-]/gu, '')
			.replaceAll(' ', '-'),
	);
}

it('there are pages to look at', () => {
	expect(PAGES.length).toBeGreaterThan(10);
	expect(PAGES.flatMap(targetsOf).length).toBeGreaterThan(20);
});

describe.each(PAGES)('%s', (page) => {
	it('points only to files that are there', () => {
		const missing = targetsOf(page).filter(({ file }) => !existsSync(join(ROOT, file)));
		expect(missing).toEqual([]);
	});

	it('points only to headings that are there', () => {
		const missing = targetsOf(page)
			.filter(
				({ file, heading }) => heading && file.endsWith('.md') && existsSync(join(ROOT, file)),
			)
			.filter(({ file, heading }) => !anchorsOf(file).includes(heading as string));
		expect(missing).toEqual([]);
	});
});
