import type { SessionRow } from '../../../src-shared/contract/attribution.ts';
import type { Format } from '../../format/format.ts';
import { isoUtc } from '../../format/times.ts';
import { Button } from '../../ui/button.tsx';
import { ModeChip, type TradingMode } from '../../ui/chip.tsx';
import type { Column } from '../../ui/data-table/column.ts';
import { clippedHint, hintProps } from '../../ui/hint-layer.tsx';
import { SESSIONS_SENTENCES as SAY } from './sentences.ts';

const MODES: ReadonlySet<string> = new Set<TradingMode>(['paper', 'practice', 'testnet', 'live']);

function isMode(book: string): book is TradingMode {
  return MODES.has(book);
}

function stateColumns(): readonly Column<SessionRow>[] {
  return [
    {
      id: 'state',
      title: SAY.state,
      width: 84,
      words: [SAY.states.running, SAY.states.ended],
      cell: ({ endedAt }) => (endedAt === null ? <span {...hintProps(SAY.runningHint)}>{SAY.states.running}</span> : SAY.states.ended),
      plain: ({ endedAt }) => (endedAt === null ? SAY.states.running : SAY.states.ended),
      sortBy: ({ endedAt }) => endedAt ?? Number.POSITIVE_INFINITY,
    },
    {
      id: 'session',
      title: SAY.session,
      width: 148,
      cell: ({ session }) => (
        <span className="ui-mono ui-ellipsis" {...clippedHint(session)}>
          {session}
        </span>
      ),
      plain: ({ session }) => session,
    },
  ];
}

/** Columns of the sessions; `compare` holds one against its backtest. */
export function sessionColumns(format: Format, now: number, compare: (session: string) => void): readonly Column<SessionRow>[] {
  return [
    {
      id: 'started',
      title: SAY.started,
      width: 96,
      fixed: true,
      cell: ({ startedAt }) => <span {...hintProps(isoUtc(startedAt))}>{format.timeOrDate(startedAt, now)}</span>,
      plain: ({ startedAt }) => isoUtc(startedAt),
      sortBy: ({ startedAt }) => startedAt,
    },
    {
      id: 'mode',
      title: SAY.mode,
      width: 84,
      rigid: true,
      cell: ({ book }) => (isMode(book) ? <ModeChip mode={book} /> : book),
      plain: ({ book }) => book,
      sortBy: ({ book }) => book,
      filterBy: ({ book }) => book,
    },
    { id: 'venue', title: SAY.venue, width: 84, cell: ({ venue }) => venue, plain: ({ venue }) => venue, sortBy: ({ venue }) => venue },
    {
      id: 'account',
      title: SAY.account,
      width: 160,
      cell: ({ account }) => (
        <span className="ui-ellipsis" {...clippedHint(account)}>
          {account}
        </span>
      ),
      plain: ({ account }) => account,
      sortBy: ({ account }) => account,
    },
    ...stateColumns(),
    {
      id: 'compare',
      title: SAY.compare,
      bareHead: true,
      width: 84,
      words: [`${SAY.compare}   `],
      rigid: true,
      align: 'right',
      cell: ({ session, journal }) => (
        <Button
          tone="quiet"
          size="small"
          label={SAY.compareLabel(session)}
          disabledReason={journal ? undefined : SAY.noJournal}
          onPress={() => {
            compare(session);
          }}
        >
          {SAY.compare}
        </Button>
      ),
    },
  ];
}
