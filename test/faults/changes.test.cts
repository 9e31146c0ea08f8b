import { ASKING_SUBJECTS } from './askingSubjects.cts';
import { CHANGE_SUBJECTS } from './changeSubjects.cts';
import { cellOf, describeMatrix } from './matrix.cts';

describeMatrix('changes', [...CHANGE_SUBJECTS, ...ASKING_SUBJECTS].map(cellOf));
