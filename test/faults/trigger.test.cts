import { describeMatrix } from './matrix.cts';
import { runTriggerCell } from './triggerCell.cts';

describeMatrix('trigger', [
	[
		'Awin Trigger',
		async ({ clock, ...servers }, faultCase) => await runTriggerCell(servers, clock, faultCase),
	],
]);
