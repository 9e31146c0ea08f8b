import { sampleTransaction } from '../../../api/samples';
import { clockOf } from '../../../api/timezones';
import { LOOKING_UP } from '../../batch/refusals';
import { byAccount } from '../../batch/rows';
import { batchOperation } from '../../batch/runBatch';
import { parameters, readSettings, type CompareSettings } from './fields';
import { readRow, type CompareRow } from './readRow';
import { failedResult, preview, resultWords, type CompareResult } from './results';
import { Comparison } from './work';
