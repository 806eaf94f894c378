import { EllipsisVertical } from 'lucide-react';
import type { VenueAccountRow } from '../../../src-shared/contract/accounts.ts';
import type { Format } from '../../format/format.ts';
import { Button } from '../../ui/button.tsx';
import { ModeChip } from '../../ui/chip.tsx';
import type { Column } from '../../ui/data-table/column.ts';
import { clippedHint, hintProps } from '../../ui/hint-layer.tsx';
import { IconMenu } from '../../ui/menu.tsx';
import type { MenuEntry } from '../../ui/menu.tsx';
import { TradeButton } from './trade-button.tsx';
import { keyAgeDays, rightsWords, stateOf } from './account-words.ts';
import { ACCOUNTS_SENTENCES as SAY } from './sentences.ts';

/** What the table of accounts can do, and what it is being asked for. */
export interface AccountActions {
  readonly now: number;
  /** The account that is being checked. */
  readonly checking: string | null;
  readonly check: (account: VenueAccountRow) => void;
  readonly menu: (account: VenueAccountRow) => readonly MenuEntry[];
}

function factColumns(format: Format, now: number): readonly Column<VenueAccountRow>[] {
  return [
    {
      id: 'rights',
      title: SAY.rights,
      width: 92,
      cell: ({ rights }) => {
        const { words, hint } = rightsWords(rights);
        return (
          <span className="ui-ellipsis" {...(hint === undefined ? clippedHint(words) : hintProps(hint))}>
            {words}
          </span>
        );
      },
      plain: ({ rights }) => rightsWords(rights).words,
    },
    {
      id: 'age',
      title: SAY.keyAge,
      width: 64,
      align: 'right',
      cell: (row) => (
        <span {...hintProps(SAY.given(format.timeOrDate(row.rotatedAt, now), row.keyVersion))}>{SAY.days(keyAgeDays(row, now))}</span>
      ),
      plain: (row) => String(keyAgeDays(row, now)),
      sortBy: (row) => -row.rotatedAt,
    },
    {
      id: 'used',
      title: SAY.lastUse,
      width: 84,
      cell: ({ usedAt }) => (usedAt === null ? <span className="ui-note">{SAY.never}</span> : format.timeOrDate(usedAt, now)),
      plain: ({ usedAt }) => (usedAt === null ? '' : new Date(usedAt).toISOString()),
      sortBy: ({ usedAt }) => usedAt ?? undefined,
    },
    {
      id: 'state',
      title: SAY.state,
      width: 84,
      words: [SAY.stateWord('enabled'), SAY.stateWord('you'), SAY.stateWord('withdrawal-rights')],
      cell: (row) => <span {...hintProps(SAY.stateHint[stateOf(row)])}>{SAY.stateWord(stateOf(row))}</span>,
      plain: (row) => SAY.stateWord(stateOf(row)),
      sortBy: (row) => stateOf(row),
    },
  ];
}

function actionColumns({ checking, check, menu }: AccountActions): readonly Column<VenueAccountRow>[] {
  return [
    {
      id: 'trade',
      title: SAY.trade,
      bareHead: true,
      width: 60,
      words: [`${SAY.trade}   `, `${SAY.stop}   `],
      rigid: true,
      align: 'right',
      cell: (row) => <TradeButton account={row} />,
    },
    {
      id: 'check',
      title: SAY.check,
      bareHead: true,
      width: 72,
      words: [`${SAY.checking}   `],
      rigid: true,
      align: 'right',
      cell: (row) => (
        <Button
          tone="quiet"
          size="small"
          label={SAY.checkLabel(row.name)}
          disabledReason={row.disabled !== null ? SAY.isDisabled : checking === row.id ? SAY.checking : undefined}
          onPress={() => {
            check(row);
          }}
        >
          {checking === row.id ? SAY.checking : SAY.check}
        </Button>
      ),
    },
    {
      id: 'more',
      title: SAY.more,
      bareHead: true,
      width: 36,
      rigid: true,
      align: 'right',
      cell: (row) => <IconMenu icon={EllipsisVertical} label={SAY.menu(row.name)} entries={() => menu(row)} />,
    },
  ];
}

/** Columns of the accounts. */
export function accountColumns(format: Format, actions: AccountActions): readonly Column<VenueAccountRow>[] {
  return [
    {
      id: 'account',
      title: SAY.account,
      width: 68,
      fixed: true,
      cell: ({ name }) => <span className="ui-instrument">{name}</span>,
      plain: ({ name }) => name,
      sortBy: ({ name }) => name,
    },
    {
      id: 'venue',
      title: SAY.venue,
      width: 108,
      words: [`Coinbase ${SAY.unproven} `],
      cell: ({ venueName, proven }) => (
        <>
          {venueName}
          {proven ? null : (
            <span className="ui-note" {...hintProps(SAY.unprovenHint(venueName))}>
              {SAY.unproven}
            </span>
          )}
        </>
      ),
      plain: ({ venueName }) => venueName,
      sortBy: ({ venueName }) => venueName,
    },
    {
      id: 'mode',
      title: SAY.mode,
      width: 84,
      rigid: true,
      cell: ({ mode }) => <ModeChip mode={mode} />,
      plain: ({ mode }) => mode,
      sortBy: ({ mode }) => mode,
    },
    ...factColumns(format, actions.now),
    ...actionColumns(actions),
  ];
}
