export interface Owner {
	email: string;
	firstName: string;
	lastName: string;
	/** 8 to 64 characters, with a digit and a capital letter. */
	password: string;
}

export interface CredentialInput {
	name: string;
	type: string;
	data: Record<string, unknown>;
}

export interface SavedCredential {
	id: string;
	name: string;
	type: string;
}

export interface CredentialTestResult {
	status: 'OK' | 'Error';
	message: string;
}

export interface WorkflowNode {
	id?: string;
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: Record<string, unknown>;
	credentials?: Record<string, { id: string; name: string }>;
	disabled?: boolean;
	/** Runs for the first item only. */
	executeOnce?: boolean;
	onError?: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';
	/** n8n's random part of the address of a webhook; the editor makes it up. */
	webhookId?: string;
}

export interface WorkflowInput {
	name: string;
	nodes: WorkflowNode[];
	connections: Record<string, unknown>;
	settings?: Record<string, unknown>;
	pinData?: Record<string, unknown>;
	meta?: Record<string, unknown>;
}

export interface SavedWorkflow extends WorkflowInput {
	id: string;
	active: boolean;
	versionId: string;
	staticData?: Record<string, unknown> | null;
}

export interface RunOptions {
	/** Default: the first trigger of the workflow that is not disabled. */
	fromTrigger?: string;
	/** Runs only as far as this node, as *Execute step* does. */
	toNode?: string;
	timeoutMs?: number;
}

export interface ExecutionSummary {
	id: string;
	workflowId: string;
	status: string;
	mode: string;
	startedAt: string;
	stoppedAt: string | null;
}

interface ExecutionError {
	message: string;
	description?: string | null;
	name?: string;
	httpCode?: string | null;
	context?: Record<string, unknown>;
}

export interface OutputItem {
	json: Record<string, unknown>;
	pairedItem?: unknown;
	error?: ExecutionError;
}

/** One run of one node. */
interface NodeRun {
	executionStatus?: string;
	executionTime: number;
	error?: ExecutionError;
	hints?: Array<{ message: string; location?: string }>;
	/** By connection type, then by output; an output without items is empty or null. */
	data?: { main?: Array<OutputItem[] | null> };
}

/** The part of a stored execution that is of use here. */
export interface ExecutionData {
	resultData?: {
		runData?: Record<string, NodeRun[]>;
		error?: ExecutionError;
		lastNodeExecuted?: string;
	};
	[key: string]: unknown;
}

export interface Execution extends ExecutionSummary {
	/** The runs of each node, by the node's name. */
	runData: Record<string, NodeRun[]>;
	/** What stopped the execution. */
	error?: ExecutionError;
	/** Everything that n8n stored, decoded. */
	data: ExecutionData | undefined;
}

export interface NodeTypeInfo {
	name: string;
	displayName: string;
	version: number | number[];
	group: string[];
	properties: Array<Record<string, unknown>>;
	[key: string]: unknown;
}

export interface CredentialTypeInfo {
	name: string;
	displayName: string;
	properties: Array<Record<string, unknown>>;
	[key: string]: unknown;
}
