import { LIST_SUBJECTS } from './listSubjects.cts';
import { cellOf, describeMatrix } from './matrix.cts';

describeMatrix('lists', LIST_SUBJECTS.map(cellOf));
