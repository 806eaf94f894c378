import './positions.css';
import { useCallback, useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import { FINAL_STATES } from '../../../src-shared/domain/order-state.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { useLinkGroups, useLinkedInstrument } from '../../state/link-group.ts';
import { marketNow, useWallClock } from '../../state/market-clock.ts';
import { showPanel } from '../../state/panel-request.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { useStartRequests } from '../../state/start-request.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table/data-table.tsx';
import { DataTableTools } from '../../ui/data-table/data-table-tools.tsx';
import { useDataTable } from '../../ui/data-table/use-data-table.ts';
import type { DataTableModel } from '../../ui/data-table/use-data-table.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { exportTable } from '../../ui/export-csv.ts';
import { useKeysOf } from '../../ui/key-map.ts';
import { ModeChip } from '../../ui/chip.tsx';
import { useTradedAccount } from '../../state/traded-account.ts';
import { PanelHead } from '../../ui/panel-head.tsx';
import { LoadingBlocks, PanelMessage } from '../../ui/panel-state.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { cancelOpening, closePosition, moveStop, reversePosition } from './position-actions.ts';
import { ProtectDialog } from './protect-dialog.tsx';
import { positionColumns } from './position-columns.tsx';
import { closingParts, positionLines } from './positions-model.ts';
import type { PositionLine } from './positions-model.ts';
import { POSITIONS_SENTENCES as SAY } from './sentences.ts';

const AGE_EVERY_MS = 1_000;
/** What an empty table offers to start. */
const FIRST_STRATEGY = 'sma-cross';
const onExport = exportTable(SAY.file);

function usePositionLines(): readonly PositionLine[] {
  const wall = useWallClock(AGE_EVERY_MS);
  const positions = useShownDesk((desk) => desk.positions);
  const instruments = useShownDesk((desk) => desk.instruments);
  const status = useShownDesk((desk) => desk.status);
  const now = Math.floor(marketNow(status, wall) / AGE_EVERY_MS) * AGE_EVERY_MS;
  return useMemo(() => positionLines(positions, instruments, now), [positions, instruments, now]);
}

/** What is held, what it is worth and how to close it. */
export function PositionsPanel(): ReactElement {
  const lines = usePositionLines();
  const traded = useTradedAccount();
  const ready = useShownDesk((desk) => desk.ready);
  const [asked, ask] = useState<PositionLine | 'all' | null>(null);
  const [protectedId, protect] = useState<string | null>(null);
  const onProtect = useCallback((line: PositionLine) => {
    protect(line.row.instrument);
  }, []);
  const [turned, turn] = useState<PositionLine | null>(null);
  const table = usePositionTable(lines, onProtect, turn);
  return (
    <>
      <PanelHead title={SAY.title}>
        {traded.name === null ? null : <ModeChip mode={traded.mode} />}
        <DataTableTools table={table} />
        <HeadButtons
          count={lines.length}
          onFlatten={() => {
            ask('all');
          }}
        />
      </PanelHead>
      {ready ? <PositionTable table={table} onProtect={onProtect} onClose={ask} /> : <LoadingBlocks label={SAY.loading} rows={6} />}
      <ProtectDialog
        line={lines.find((line) => line.row.instrument === protectedId) ?? null}
        onDone={() => {
          protect(null);
        }}
      />
      <ReverseDialog
        line={turned}
        onDone={() => {
          turn(null);
        }}
      />
      <CloseDialog
        asked={asked}
        lines={lines}
        onDone={() => {
          ask(null);
        }}
      />
    </>
  );
}

function usePositionTable(
  lines: readonly PositionLine[],
  onProtect: (line: PositionLine) => void,
  onReverse: (line: PositionLine) => void,
): DataTableModel<PositionLine> {
  const perpetuals = lines.some(({ row }) => row.perpetual !== undefined);
  const quote = useShownDesk((desk) => desk.account?.quote) ?? '';
  const format = useFormat();
  const columns = useMemo(
    () =>
      positionColumns({
        quote,
        format,
        perpetuals,
        onProtect,
        onReverse,
        onClose: (line, percent) => {
          void closePosition(percent, line.row.instrument);
        },
        onStop: (line, price) => {
          void moveStop(line.row.instrument, price);
        },
      }),
    [quote, format, perpetuals, onProtect, onReverse],
  );
  return useDataTable({ id: 'positions', label: SAY.title, columns, rows: lines, rowKey: (line) => line.row.instrument, onExport });
}

interface PositionTableProps {
  readonly table: DataTableModel<PositionLine>;
  readonly onProtect: (line: PositionLine) => void;
  readonly onClose: (line: PositionLine) => void;
}

function PositionTable({ table, onProtect, onClose }: PositionTableProps): ReactElement {
  const shownInstrument = useLinkedInstrument();
  const show = (line: PositionLine): void => {
    useLinkGroups.getState().show('trade', line.row.instrument);
  };
  return (
    <DataTable
      table={table}
      selectedKey={shownInstrument}
      onSelect={show}
      onOpen={(line, column) => {
        if (column === 'stop' || column === 'target') onProtect(line);
        else show(line);
      }}
      onDelete={onClose}
      rowMenu={(line) => [
        {
          id: 'protect',
          label: SAY.protect,
          onChoose: () => {
            onProtect(line);
          },
        },
        {
          id: 'close',
          label: SAY.close,
          onChoose: () => {
            onClose(line);
          },
        },
      ]}
      sumLabel={SAY.sum(table.visibleRows.length)}
      empty={<NoPositions />}
    />
  );
}

/** Where a position may come from: the ticket, or a strategy. */
function NoPositions(): ReactElement {
  const running = useShownDesk((desk) => [...desk.strategies.values()].some((row) => row.running));
  const openTicket = {
    label: SAY.openTicket,
    keys: 'B',
    onPress: () => {
      showPanel('ticket');
    },
  };
  const start = {
    label: SAY.startStrategy(FIRST_STRATEGY),
    onPress: () => {
      useStartRequests.getState().ask(FIRST_STRATEGY);
    },
  };
  return <PanelMessage kind="empty" sentence={SAY.empty} actions={running ? [openTicket] : [openTicket, start]} />;
}

function HeadButtons({ count, onFlatten }: { readonly count: number; readonly onFlatten: () => void }): ReactElement {
  const keys = useKeysOf('cancel-orders');
  const open = useShownDesk((desk) => [...desk.orders.values()].filter((row) => !FINAL_STATES.has(row.state)).length);
  const opening = useShownDesk((desk) => [...desk.orders.values()].filter((row) => !FINAL_STATES.has(row.state) && !row.protective).length);
  return (
    <>
      <Button
        size="small"
        keys={keys}
        hint={SAY.cancelOrders(opening)}
        disabledReason={opening > 0 ? undefined : open > 0 ? SAY.cancelOnlyProtective : SAY.cancelNone}
        onPress={() => {
          void cancelOpening();
        }}
      >
        {SAY.cancelOrders(opening)}
      </Button>
      <Button size="small" disabledReason={count > 0 ? undefined : SAY.flattenNone} onPress={onFlatten}>
        {SAY.flatten(count)}
      </Button>
    </>
  );
}

interface CloseDialogProps {
  readonly asked: PositionLine | 'all' | null;
  readonly lines: readonly PositionLine[];
  readonly onDone: () => void;
}

/** Asks before a position is turned. */
function ReverseDialog({ line, onDone }: { readonly line: PositionLine | null; readonly onDone: () => void }): ReactElement {
  const format = useFormat();
  const amount = (times: 1 | 2): string => {
    const size = line?.size.mul(Decimal.of(BigInt(times))) ?? Decimal.ZERO;
    return line === null ? '' : `${format.plainQuantity(size, line.facts.sizeDecimals)} ${line.facts.base}`;
  };
  return (
    <Dialog
      open={line !== null}
      role="alertdialog"
      onClose={onDone}
      title={SAY.reverseTitle(line?.facts.symbol ?? '')}
      actions={
        <>
          <Button autoFocus onPress={onDone}>
            {SAY.back}
          </Button>
          <Button
            tone="primary"
            onPress={() => {
              onDone();
              if (line !== null) void reversePosition(line.row.instrument);
            }}
          >
            {SAY.reverseAll(line?.long === true, amount(2))}
          </Button>
        </>
      }
    >
      <p>{SAY.reverseBody(line?.long === true, amount(2), amount(1))}</p>
    </Dialog>
  );
}

/** Asks before everything, or one position from the keyboard, is closed. */
function CloseDialog({ asked, lines, onDone }: CloseDialogProps): ReactElement {
  const format = useFormat();
  const amount = (line: PositionLine): string => format.plainQuantity(line.size, line.facts.sizeDecimals);
  const { sell, buy } = closingParts(lines, amount);
  const one = asked === null || asked === 'all' ? undefined : asked;
  const named = one === undefined ? '' : `${amount(one)} ${one.facts.base}`;
  return (
    <Dialog
      open={asked !== null}
      role="alertdialog"
      onClose={onDone}
      title={one === undefined ? SAY.flattenTitle : SAY.closeTitle(one.facts.symbol)}
      actions={
        <>
          <Button autoFocus onPress={onDone}>
            {SAY.back}
          </Button>
          <Button
            tone="primary"
            onPress={() => {
              onDone();
              void closePosition(100, one?.row.instrument);
            }}
          >
            {one === undefined ? SAY.flatten(lines.length) : SAY.closeAll(named)}
          </Button>
        </>
      }
    >
      <p>{one === undefined ? SAY.flattenBody(sell, buy) : SAY.closeBody(one.long ? 'Sell' : 'Buy', named)}</p>
    </Dialog>
  );
}
