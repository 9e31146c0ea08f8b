/**
 * What n8n shows around the trigger: before a test, at activation, and beside the output.
 */
import type { INodeTypeDescription, NodeHint, TriggerPanelDefinition } from 'n8n-workflow';

export const eventTriggerDescription: NonNullable<INodeTypeDescription['eventTriggerDescription']> =
	'Press the button to see some recent events';

export const activationMessage: NonNullable<INodeTypeDescription['activationMessage']> =
	'Awin is now asked at your Poll Times. The first activation reports what happened from one poll interval before the activation on, and in the 15 minutes before that; older transactions are left alone until something new happens to them. Several accounts are looked at in their turn, and what happened since the activation is reported at the first look. Activated again after a deactivation, the trigger first reports everything that happened meanwhile, oldest first.';

export const triggerPanel: TriggerPanelDefinition = {
	header: 'See some recent events',
	executionsHelp: {
		inactive:
			'<b>While you build</b>, press the button above: it gets up to three recent events of each kind, and changes nothing about what will be reported later.<br /><br /><b>Once the workflow is active</b>, it asks Awin at your Poll Times and runs for everything that is new. The first activation reports what happened in the last poll interval before the activation, and in the 15 minutes before that. After a deactivation the trigger first reports everything that happened meanwhile, oldest first.',
		active:
			'<b>While you build</b>, press the button above: it gets up to three recent events of each kind, and changes nothing about what will be reported later.<br /><br /><b>The workflow is active</b>: it asks Awin at your Poll Times and runs for everything that is new. These runs stand in the list of executions.',
	},
	activationHint: {
		inactive:
			'Activate the workflow to have new events reported by themselves: the first time from one poll interval and 15 minutes before the activation on, after a deactivation with everything that happened meanwhile.',
		active: 'New events are reported by themselves, at your Poll Times.',
	},
};

export const hints: NodeHint[] = [
	{
		type: 'info',
		message:
			'One poll may find many events: each is an item of its own, oldest first. After a pause, or on a busy account, there can be thousands at once.',
		location: 'outputPane',
		whenToDisplay: 'beforeExecution',
	},
];
