/** Product feeds of made-up shops: any number of products, each made when it is asked for and then forgotten. */
import { advertiserOf } from './directory.cts';
import { hashOf } from './hash.cts';

/** Every line has this many bytes, its line break included, so that a feed's size is known before it is made. */
export const LINE_BYTES = 1000;
const LINES_PER_CHUNK = 64;

const THINGS = [
	'Rain jacket',
	'Hiking boots – Größe 42',
	'Tee 茶',
	'Tent "Fjord"',
	'Rücksack',
	'Mug',
];
const COLOURS = ['blue', 'grün', 'red', 'weiß'];

/** The locales in which an advertiser has a feed. A closed programme has none. */
export function feedLocales(advertiserId: number): string[] {
	const advertiser = advertiserOf(advertiserId);
	if (!advertiser || advertiser.closedFrom !== null) return [];
	return [`en_${advertiser.country}`, ...(advertiser.country === 'DE' ? ['de_DE', 'de_AT'] : [])];
}

/** One product as a line in Google's format, padded to its fixed length. */
export function feedLine(advertiserId: number, locale: string, index: number): string {
	const number = hashOf('product', advertiserId, locale, index);
	const advertiser = advertiserOf(advertiserId);
	const [[currency]] = advertiser?.currencies ?? [['EUR', 1]];
	const id = `${advertiserId}-${index + 1}`;
	const product = {
		id,
		title: `${THINGS[number % THINGS.length]}, ${COLOURS[number % COLOURS.length]}`,
		description: '',
		link: `https://shop-${advertiserId}.example/products/${id}`,
		image_link: `https://shop-${advertiserId}.example/images/${id}.jpg`,
		price: `${(number % 50_000) / 100} ${currency}`,
		availability: number % 7 === 0 ? 'out_of_stock' : 'in_stock',
		brand: advertiser?.name ?? 'Unknown',
		mpn: `MPN-${number % 100_000}`,
		meta: { advertiser_id: advertiserId, advertiser_name: advertiser?.name ?? 'Unknown' },
	};
	const bare = Buffer.byteLength(JSON.stringify(product)) + 1;
	product.description = 'Made up for the sandbox. '.repeat(40).slice(0, LINE_BYTES - bare);
	return `${JSON.stringify(product)}\n`;
}

/** All lines of a feed, some at a time. */
export function* feedChunks(
	advertiserId: number,
	locale: string,
	products: number,
): Generator<Buffer> {
	for (let from = 0; from < products; from += LINES_PER_CHUNK) {
		const count = Math.min(LINES_PER_CHUNK, products - from);
		const lines = Array.from({ length: count }, (_, place) =>
			feedLine(advertiserId, locale, from + place),
		);
		yield Buffer.from(lines.join(''));
	}
}
