import { cellOf, describeMatrix } from './matrix.cts';
import { PROGRAMME_SUBJECTS } from './programmeSubjects.cts';

describeMatrix('programs', PROGRAMME_SUBJECTS.map(cellOf));
