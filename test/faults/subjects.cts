import { ASKING_SUBJECTS } from './askingSubjects.cts';
import { CHANGE_SUBJECTS } from './changeSubjects.cts';
import { LIST_SUBJECTS } from './listSubjects.cts';
import { LOOKING_SUBJECTS } from './lookingSubjects.cts';
import { PROGRAMME_SUBJECTS } from './programmeSubjects.cts';
import type { Subject } from './subject.cts';

/** Every operation of the Awin node, each with the least that shows whether it told the truth. */
export const SUBJECTS: readonly Subject[] = [
	...LIST_SUBJECTS,
	...PROGRAMME_SUBJECTS,
	...CHANGE_SUBJECTS,
	...ASKING_SUBJECTS,
	...LOOKING_SUBJECTS,
];
