/**
 * What an item brings to a feed: one product, or a file of them.
 */
import type { IDataObject } from 'n8n-workflow';

import { isJsonObject, type JsonObject } from '../../../api/answers';
import { productId, productOf } from '../../../api/productFeeds';
import type { Refusals } from '../../batch/refusals';
import type { Run } from '../../operation';

export interface Row extends Products {
	/** The place of its item among all items. */
	index: number;
	accountId: string;
	/** Where it goes. Products of one path are one feed. */
	path: string;
	/** The field with the file; `undefined` where the item itself is the product. */
	fileField: string | undefined;
	dryRun: boolean;
}

interface Products {
	/** The products as lines, each with its line break. */
	lines: Buffer;
	/** Of the products, in their order. */
	ids: string[];
	firstProduct: JsonObject;
}

/** What a row has until its products are read, and keeps where they cannot be. */
export const NO_PRODUCTS: Products = { lines: Buffer.alloc(0), ids: [], firstProduct: {} };

/**
 * An upload replaces the feed, so it cannot be parted: it is one call, whose bytes n8n's helper takes in one piece. Written
 * out, joined and sent, they are in memory up to three times; with this an n8n of usual size (2 GB) stays on its feet.
 */
export const MOST_BYTES = 200_000_000;

export const TOO_LARGE_HELP =
	'Awin takes a feed in one piece, and this node sends up to 200 MB. Leave out attributes that nobody needs, or give Awin an address to fetch the feed from (Toolbox, My Product Feeds).';

/** What is wrong with the products of an item. */
class BadProducts extends Error {
	constructor(
		readonly parameter: string,
		readonly value: unknown,
		readonly reason: string,
		readonly nextStep: string,
	) {
		super(reason);
	}
}

const ID_HELP =
	"Each product needs an attribute id: your own number of the product, as in Google's product data specification.";

/** Fills in the products of all items. A row whose products cannot be read is refused, and stays without any. */
export async function loadProducts(run: Run, rows: Row[], refusals: Refusals): Promise<void> {
	for (const row of rows) {
		try {
			Object.assign(row, await readProducts(run, row));
		} catch (error) {
			const source = run.parameters(row.index);
			const isBad = error instanceof BadProducts;
			refusals.addError(
				row.index,
				isBad ? source.refuse(error.parameter, error.value, error.reason, error.nextStep) : error,
			);
		}
	}
}

async function readProducts(run: Run, { index, fileField }: Row): Promise<Products> {
	if (fileField === undefined) return productOfItem(run.items[index].json);
	const { helpers } = run.context;
	const file = helpers.assertBinaryData(index, fileField);
	const bytes = await helpers.getBinaryDataBuffer(index, fileField);
	if (bytes.length > MOST_BYTES) {
		throw new BadProducts('File', file.fileName, 'is larger than 200 MB', TOO_LARGE_HELP);
	}
	return productsOfFile(bytes, file.fileName ?? fileField);
}

function productOfItem(columns: IDataObject): Products {
	const product = productOf(columns);
	if (!product) throw new BadProducts('id', '', 'is missing among the columns', ID_HELP);
	const lines = Buffer.from(`${JSON.stringify(product)}\n`);
	return { lines, ids: [product.id], firstProduct: product };
}

function productsOfFile(bytes: Buffer, fileName: string): Products {
	const ids: string[] = [];
	const kept: string[] = [];
	let firstProduct: JsonObject | undefined;
	const whole = bytes.toString('utf8');
	if (whole.includes(UNREADABLE) && !bytes.includes(UNREADABLE)) {
		throw new BadProducts('File', fileName, 'is not written in UTF-8', UTF_8_HELP);
	}
	// The mark that some tools put before UTF-8 is no part of the first line.
	const texts = whole.replace(/^\ufeff/, '').split('\n');
	texts.forEach((text, place) => {
		if (text.trim() === '') return;
		const product = parseLine(text);
		const id = product && productId(product);
		if (!product || id === undefined) {
			const reason = product
				? `has a product without id in line ${place + 1}`
				: `has no product in line ${place + 1}`;
			throw new BadProducts('File', fileName, reason, `${FILE_HELP} ${ID_HELP}`);
		}
		firstProduct ??= product;
		ids.push(id);
		kept.push(text.trim());
	});
	if (!firstProduct) throw new BadProducts('File', fileName, 'has no products', FILE_HELP);
	return { lines: Buffer.from(`${kept.join('\n')}\n`), ids, firstProduct };
}

/** What stands for a character that cannot be read; Awin would show it in the product's texts. */
const UNREADABLE = '\ufffd';

const UTF_8_HELP = 'Save the file with the encoding UTF-8: letters such as ü would be lost.';

const FILE_HELP = 'Give a file with one product in each line, as "Download" gives it.';

function parseLine(text: string): JsonObject | undefined {
	try {
		const line: unknown = JSON.parse(text);
		return isJsonObject(line) ? line : undefined;
	} catch {
		return undefined;
	}
}
