/**
 * What n8n shows around the Awin Notification Trigger, and what Awin is answered. Answers are fixed texts: nothing of a
 * request ever comes back in one.
 */
import type { INodeTypeDescription, TriggerPanelDefinition } from 'n8n-workflow';

export const ANSWERS = {
	taken: 'Thank you, the workflow was started.',
	repeated: 'Thank you, this transaction is known already.',
	repeatedResults: 'Thank you, these results are known already.',
	filtered: 'Thank you, this workflow does not ask for this advertiser.',
	noMerchant: 'The merchantId is missing, and the filter of this workflow needs it.',
} as const;

export const STATE_UNREADABLE =
	'What this trigger had remembered of earlier notifications cannot be read: it is damaged, or a later version of this node wrote it. It remembers anew from this notification on, so one that came before and comes again starts the workflow once more';

export const NOTES_UNREADABLE =
	'What the Awin Notification Trigger has noted of orders for Submit cannot be read: it is damaged, or a later version of this node wrote it. It notes anew from these results on';

export const eventTriggerDescription: NonNullable<INodeTypeDescription['eventTriggerDescription']> =
	'Waiting for a notification to the Test URL';

export const activationMessage: NonNullable<INodeTypeDescription['activationMessage']> =
	'What Awin sends to the Production URL now starts this workflow. For conversion results, that URL belongs into Webhook URL of Conversion: Submit. Awin does not send again the transactions that came while n8n could not be reached.';

const HOW_TO_TEST =
	'<b>While you build</b>, press the button above and send a notification to the <b>Test URL</b>. It comes out here, and is not remembered.';

export const triggerPanel: TriggerPanelDefinition = {
	header: 'Wait for a notification from Awin',
	executionsHelp: {
		inactive: `${HOW_TO_TEST}<br /><br /><b>Once the workflow is active</b>, Awin's notifications to the <b>Production URL</b> start it. Those runs stand in the list of executions.`,
		active: `${HOW_TO_TEST}<br /><br /><b>The workflow is active</b>: Awin's notifications to the <b>Production URL</b> start it. Those runs stand in the list of executions.`,
	},
	activationHint: {
		inactive:
			'Activate the workflow, and paste the Production URL at Awin, or for conversion results into Webhook URL of Conversion: Submit.',
		active: "Awin's notifications to the Production URL start this workflow.",
	},
};
