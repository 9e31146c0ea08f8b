/**
 * The headline over an error in n8n's editor (`NodeErrorView` of n8n-editor-ui, 1.123 to 2.40): where the node had several
 * items, n8n adds the number of an item that the error is about, counted from 0.
 */
interface ShownError {
	message: string;
	description?: string | null;
	context?: { itemIndex?: unknown; messageTemplate?: unknown; parameter?: unknown };
}

export function editorHeadline(error: ShownError, inputCount: number): string {
	const { message, description, context = {} } = error;
	const { itemIndex, messageTemplate, parameter } = context;
	const ofParameter = typeof messageTemplate === 'string' && typeof parameter === 'string';
	const isOwn = message === description || !messageTemplate || !ofParameter;
	const words = isOwn ? message : messageTemplate.replaceAll('%%PARAMETER%%', parameter);
	const number = inputCount > 1 && itemIndex !== undefined ? `item ${String(itemIndex)}` : '';
	return words.includes(number) ? words : `${words} [${number}]`;
}

/** What a headline says about items: everything in square brackets that names some. */
export function itemsNamedIn(headline: string): string[] {
	return headline.match(/\[items? [^\]]*\]/g) ?? [];
}
