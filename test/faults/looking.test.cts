import { LOOKING_SUBJECTS } from './lookingSubjects.cts';
import { cellOf, describeMatrix } from './matrix.cts';

describeMatrix('looking', LOOKING_SUBJECTS.map(cellOf));
