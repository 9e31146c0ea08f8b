// The names that operations have for this which do not use the parameters themselves yet.
import type { DaySpan } from '../api/periods';
import type { AwinTimezone } from '../api/timezones';
import type { ParameterSource } from './item';
import { daySpan } from './span';

export const dayFields = [...daySpan.fields];

export const readDaySpan: (source: ParameterSource, zone: AwinTimezone, nowMs: number) => DaySpan =
	daySpan.read;
