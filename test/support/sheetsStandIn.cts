/**
 * As much of Google Sheets as n8n's node uses to read, add and update rows: one spreadsheet whose tabs are kept in memory.
 */
export type Cell = string | number | boolean;

type Grid = Cell[][];

interface Values {
	range: string;
	values: Array<Array<Cell | null>>;
}

/** A range such as `Sales!2:3`, `Sales!B4` or `'Sales'`, its rows and columns counted from 0. */
interface Place {
	tab: string;
	row: number;
	column: number;
	/** Where the range ends, for reading; left out: at the end of the tab. */
	lastRow?: number;
}

function placeOf(range: string): Place {
	const [name, cells = ''] = range.split('!');
	const tab = name.replace(/^'(.*)'$/, '$1');
	const found = /^([A-Z]*)(\d*)(?::[A-Z]*(\d*))?$/.exec(cells);
	if (!found) throw new Error(`The stand-in does not know the range ${range}`);
	const [, letters, first, last] = found;
	const column = [...letters].reduce((sum, one) => sum * 26 + one.charCodeAt(0) - 64, 0);
	return {
		tab,
		row: first ? Number(first) - 1 : 0,
		column: Math.max(0, column - 1),
		...(last ? { lastRow: Number(last) - 1 } : {}),
	};
}

export class SheetsStandIn {
	private readonly tabs = new Map<string, Grid>();

	/** Puts a tab into the spreadsheet, or empties and refills it. */
	setTab(name: string, rows: Cell[][]): void {
		this.tabs.set(
			name,
			rows.map((row) => [...row]),
		);
	}

	/** The rows of a tab as a person sees them: one object for each, by the words of the first row. */
	rows(name: string): Array<Record<string, Cell>> {
		const [headings = [], ...rows] = this.gridOf(name);
		return rows.map((row) =>
			Object.fromEntries(headings.map((heading, index) => [heading, row[index] ?? ''])),
		);
	}

	/** @param path decoded, beginning with the spreadsheet's id, such as `an-id/values/Sales!2:3:append` */
	answer(method: string, path: string, body: unknown): unknown {
		const [, place] = path.split('/values');
		// Empty rows and columns at the end: the grid grows by itself.
		if (place === undefined) return method === 'GET' ? this.describe() : { replies: [{}] };
		if (place === ':batchUpdate') {
			return { responses: (body as { data: Values[] }).data.map((one) => this.write(one)) };
		}
		if (method === 'GET') return this.read(place.slice(1));
		return place.endsWith(':append') ? this.append(body as Values) : this.write(body as Values);
	}

	private gridOf(name: string): Grid {
		const grid = this.tabs.get(name);
		if (!grid) throw new Error(`The spreadsheet has no tab ${name}`);
		return grid;
	}

	private describe() {
		const sheets = [...this.tabs.keys()].map((title, index) => ({
			properties: {
				sheetId: index,
				title,
				index,
				sheetType: 'GRID',
				gridProperties: { rowCount: 1000, columnCount: 26 },
			},
		}));
		return { sheets };
	}

	private read(range: string) {
		const { tab, row, lastRow } = placeOf(range);
		const values = this.gridOf(tab).slice(row, lastRow === undefined ? undefined : lastRow + 1);
		// Google leaves `values` out where there is nothing.
		return { range, majorDimension: 'ROWS', ...(values.length > 0 ? { values } : {}) };
	}

	private write({ range, values }: Values) {
		const { tab, row, column } = placeOf(range);
		const grid = this.gridOf(tab);
		values.forEach((cells, index) => {
			while (grid.length <= row + index) grid.push([]);
			const target = grid[row + index];
			cells.forEach((cell, offset) => {
				while (target.length < column + offset) target.push('');
				// Null leaves a cell as it is.
				target[column + offset] = cell ?? target[column + offset] ?? '';
			});
		});
		return { updatedRange: range, updatedRows: values.length };
	}

	private append({ range, values }: Values) {
		const { tab } = placeOf(range);
		const row = this.gridOf(tab).length + 1;
		return { updates: this.write({ range: `${tab}!${row}:${row + values.length - 1}`, values }) };
	}
}
