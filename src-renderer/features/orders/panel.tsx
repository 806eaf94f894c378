import './orders.css';
import { useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import { MINUTE_MS } from '../../../src-shared/kernel/time.ts';
import { callMain } from '../../state/call-main.ts';
import { useLinkGroups } from '../../state/link-group.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table/data-table.tsx';
import { DataTableTools } from '../../ui/data-table/data-table-tools.tsx';
import { useDataTable } from '../../ui/data-table/use-data-table.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { exportTable } from '../../ui/export-csv.ts';
import { PanelHead } from '../../ui/panel-head.tsx';
import { LoadingBlocks, PanelMessage } from '../../ui/panel-state.tsx';
import { SegmentedControl } from '../../ui/segmented-control.tsx';
import { tellNote, tellRefusal } from '../../ui/tell.ts';
import { useFormat } from '../../ui/use-format.ts';
import { historyColumns, openColumns, sizeWords } from './order-columns.tsx';
import { historyLines, openLines } from './orders-model.ts';
import type { OrderLine, OrderLinesInput } from './orders-model.ts';
import { ORDERS_SENTENCES as SAY } from './sentences.ts';
import { useOlderOrders } from './use-older-orders.ts';

type View = 'open' | 'history';

const exportOpen = exportTable(SAY.file('open'));
const exportHistory = exportTable(SAY.file('history'));
const keyOf = (line: OrderLine): string => line.key;

async function cancel(order: string): Promise<void> {
  const result = await callMain((client, command) => client.orders.cancel({ command, order }));
  if (!result.ok) tellRefusal(`cancel ${order}`, result.fault.message);
}

async function cancelOpening(): Promise<void> {
  const result = await callMain((client, command) => client.orders.cancelAll({ command }));
  if (result.ok) tellNote('cancel-all', SAY.cancelled(result.value.cancelled, result.value.kept));
  else tellRefusal('cancel-all', result.fault.message);
}

function cancelLine(line: OrderLine): void {
  if (line.kind === 'order') void cancel(line.row.id);
}

function useOrderInput(): OrderLinesInput {
  const orders = useShownDesk((desk) => desk.orders);
  const refusals = useShownDesk((desk) => desk.refusals);
  const instruments = useShownDesk((desk) => desk.instruments);
  const now = useShownDesk((desk) => Math.floor((desk.status?.marketTime ?? 0) / MINUTE_MS) * MINUTE_MS);
  return useMemo(() => ({ orders: [...orders.values()], refusals, instruments, now }), [orders, refusals, instruments, now]);
}

/** What works at the venue, and what became of everything else. */
export function OrdersPanel(): ReactElement {
  const [view, setView] = useState<View>('open');
  const ready = useShownDesk((desk) => desk.ready);
  const segments = (
    <SegmentedControl
      look="flat"
      label={SAY.view}
      value={view}
      onChange={setView}
      segments={[
        { value: 'open', label: SAY.open },
        { value: 'history', label: SAY.history },
      ]}
    />
  );
  if (!ready) return <LoadingBlocks label={SAY.loading} rows={6} />;
  return view === 'open' ? <OpenOrders segments={segments} /> : <OrderHistory segments={segments} />;
}

interface ViewProps {
  readonly segments: ReactElement;
}

function showInstrument(line: OrderLine): void {
  useLinkGroups.getState().show('trade', line.facts.id);
}

function OpenOrders({ segments }: ViewProps): ReactElement {
  const input = useOrderInput();
  const lines = useMemo(() => openLines(input), [input]);
  const format = useFormat();
  const [chosen, choose] = useState<string>();
  const [asked, ask] = useState<OrderLine | null>(null);
  const columns = useMemo(() => openColumns(format, cancelLine), [format]);
  const table = useDataTable({ id: 'orders-open', label: SAY.title, columns, rows: lines, rowKey: keyOf, onExport: exportOpen });
  const opening = lines.filter((line) => line.kind === 'order' && !line.row.protective).length;
  return (
    <>
      <PanelHead title={SAY.title}>
        {segments}
        <DataTableTools table={table} />
        <Button
          size="small"
          keys="Ctrl+Shift+Backspace"
          hint={SAY.cancelAll(opening)}
          disabledReason={opening > 0 ? undefined : lines.length > 0 ? SAY.cancelOnlyProtective : SAY.cancelNone}
          onPress={() => {
            void cancelOpening();
          }}
        >
          {SAY.cancelAll(opening)}
        </Button>
      </PanelHead>
      <DataTable
        table={table}
        selectedKey={chosen}
        onSelect={(line) => {
          choose(line.key);
        }}
        onOpen={showInstrument}
        onDelete={ask}
        empty={<PanelMessage kind="empty" sentence={SAY.emptyOpen} />}
      />
      <CancelDialog
        line={asked}
        onDone={() => {
          ask(null);
        }}
      />
    </>
  );
}

function CancelDialog({ line, onDone }: { readonly line: OrderLine | null; readonly onDone: () => void }): ReactElement {
  const format = useFormat();
  const words =
    line?.kind === 'order'
      ? SAY.order({
          side: SAY.sides[line.side],
          type: SAY.typeWord(line.row.type),
          amount: sizeWords(line, format),
          price: line.row.price === null ? '' : format.price(line.row.price, line.facts.priceDecimals),
        })
      : '';
  return (
    <Dialog
      open={line !== null}
      role="alertdialog"
      title={SAY.cancelTitle}
      onClose={onDone}
      actions={
        <>
          <Button autoFocus onPress={onDone}>
            {SAY.back}
          </Button>
          <Button
            tone="primary"
            onPress={() => {
              onDone();
              if (line) cancelLine(line);
            }}
          >
            {SAY.cancelOne}
          </Button>
        </>
      }
    >
      <p>{SAY.cancelBody(words)}</p>
    </Dialog>
  );
}

function OrderHistory({ segments }: ViewProps): ReactElement {
  const told = useOrderInput();
  const older = useOlderOrders();
  const format = useFormat();
  const [chosen, choose] = useState<string>();
  const lines = useMemo(() => historyLines({ ...told, orders: [...older.orders, ...told.orders] }), [told, older.orders]);
  const columns = useMemo(() => historyColumns(format), [format]);
  const table = useDataTable({ id: 'orders-history', label: SAY.title, columns, rows: lines, rowKey: keyOf, onExport: exportHistory });
  const oldest = lines.findLast((line) => line.kind === 'order')?.time;
  return (
    <>
      <PanelHead title={SAY.title}>
        {segments}
        <DataTableTools table={table} />
        <Button
          size="small"
          hint={older.failure === null ? undefined : SAY.olderFailed(older.failure)}
          disabledReason={older.complete || oldest === undefined ? SAY.noOlder : undefined}
          onPress={() => {
            if (oldest !== undefined) older.load(oldest + 1);
          }}
        >
          {SAY.older}
        </Button>
      </PanelHead>
      <DataTable
        table={table}
        selectedKey={chosen}
        onSelect={(line) => {
          choose(line.key);
        }}
        onOpen={showInstrument}
        empty={<PanelMessage kind="empty" sentence={SAY.emptyHistory} />}
      />
    </>
  );
}
