import type { SeriesRow } from '../../../src-shared/contract/data.ts';
import type { Format } from '../../format/format.ts';
import type { Column } from '../../ui/data-table/column.ts';
import { dayText } from './day-text.ts';
import { RESEARCH_SENTENCES as SAY } from './sentences.ts';

const WORDS = SAY.data;
const MEGABYTE = 1e6;

function countColumn(id: 'bars' | 'gaps' | 'missing', title: string, format: Format): Column<SeriesRow> {
  return {
    id,
    title,
    width: 80,
    align: 'right',
    cell: (row) => format.count(row[id]),
    plain: (row) => String(row[id]),
    sortBy: (row) => row[id],
  };
}

function dayColumn(id: 'from' | 'to', title: string): Column<SeriesRow> {
  return {
    id,
    title,
    width: 96,
    cell: (row) => dayText(row[id]),
    plain: (row) => new Date(row[id]).toISOString(),
    sortBy: (row) => row[id],
  };
}

/** What the list of stored series shows. */
export function seriesColumns(format: Format): readonly Column<SeriesRow>[] {
  return [
    {
      id: 'series',
      title: WORDS.series,
      width: 180,
      fixed: true,
      cell: (row) => <b>{row.id}</b>,
      plain: (row) => row.id,
      sortBy: (row) => row.id,
    },
    countColumn('bars', WORDS.bars, format),
    dayColumn('from', SAY.from),
    dayColumn('to', SAY.to),
    countColumn('gaps', WORDS.gaps, format),
    countColumn('missing', WORDS.missing, format),
    {
      id: 'size',
      title: WORDS.size,
      width: 72,
      align: 'right',
      cell: (row) => format.ratio(row.bytes / MEGABYTE),
      plain: (row) => String(row.bytes),
      sortBy: (row) => row.bytes,
    },
    {
      id: 'hash',
      title: WORDS.hash,
      width: 112,
      cell: (row) => <span className="ui-mono">{row.hash.slice(0, 12)}</span>,
      plain: (row) => row.hash,
    },
  ];
}
