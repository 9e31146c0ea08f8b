import { describeMatrix } from './matrix.cts';
import { runTriggerCell } from './triggerCell.cts';

describeMatrix('trigger', [
	[
		'Awin Trigger',
		async ({ clock, recorder, ...servers }, faultCase) =>
			await runTriggerCell(servers, clock, faultCase, recorder),
	],
]);
