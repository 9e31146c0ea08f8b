import { CHANGE_SUBJECTS } from './changeSubjects.cts';
import { LOOKING_SUBJECTS } from './lookingSubjects.cts';
import { cellOf, describeMatrix } from './matrix.cts';

describeMatrix('changes', [...CHANGE_SUBJECTS, ...LOOKING_SUBJECTS].map(cellOf));
