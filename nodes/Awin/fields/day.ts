// The names that operations have for this which do not use the parameters themselves yet.
import { day } from './dates';
import type { ParameterSource } from './item';

export const readDay = (source: ParameterSource, displayName: string, name: string) =>
	day({ displayName, name }).read(source);
