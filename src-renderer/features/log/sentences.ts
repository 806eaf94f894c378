import type { LogRow } from '../../../src-shared/contract/rows.ts';
import { catalogue } from '../../format/catalogue.ts';

const LEVELS: Readonly<Record<LogRow['level'], string>> = { info: 'info', warn: 'warning', error: 'error' };

/** Every word of the log. */
export const LOG_SENTENCES = catalogue({
  title: 'Log',
  loading: 'The log is loading',
  time: 'Time',
  level: 'Level',
  area: 'Area',
  message: 'Message',
  id: 'Id',
  levels: 'Levels shown',
  all: 'All levels',
  warnings: 'Warnings and errors',
  errors: 'Errors',
  empty: 'Nothing is in the log since the start.',
  emptyLevel: 'No line of these levels since the start.',
  levelWord: (level: LogRow['level']) => LEVELS[level],
  file: 'log.csv',
});
