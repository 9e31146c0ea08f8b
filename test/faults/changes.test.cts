import { CHANGE_SUBJECTS } from './changeSubjects.cts';
import { cellOf, describeMatrix } from './matrix.cts';

describeMatrix('changes', CHANGE_SUBJECTS.map(cellOf));
