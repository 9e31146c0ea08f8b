import type { WorkflowNode } from './client-types.cts';

/** Connects nodes in a line, each one's first output to the next one's input. */
export function inALine(nodes: WorkflowNode[]): Record<string, unknown> {
	return Object.fromEntries(
		nodes
			.slice(0, -1)
			.map((node, index) => [
				node.name,
				{ main: [[{ node: nodes[index + 1].name, type: 'main', index: 0 }]] },
			]),
	);
}
