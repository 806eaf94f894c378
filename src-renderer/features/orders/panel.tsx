import './orders.css';
import { useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import { ELSEWHERE } from '../../../src-shared/domain/order.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table/data-table.tsx';
import { DataTableTools } from '../../ui/data-table/data-table-tools.tsx';
import { useDataTable } from '../../ui/data-table/use-data-table.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { exportTable } from '../../ui/export-csv.ts';
import { useKeysOf } from '../../ui/key-map.ts';
import type { MenuEntry } from '../../ui/menu.tsx';
import { ModeChip } from '../../ui/chip.tsx';
import { useTradedAccount } from '../../state/traded-account.ts';
import { PanelHead } from '../../ui/panel-head.tsx';
import { LoadingBlocks, PanelMessage } from '../../ui/panel-state.tsx';
import { SegmentedControl } from '../../ui/segmented-control.tsx';
import { useFormat } from '../../ui/use-format.ts';
import type { Format } from '../../format/format.ts';
import type { EditedField, Editing } from './editable-cell.tsx';
import { EvidenceDialog } from './evidence-dialog.tsx';
import { OrderHistory } from './order-history.tsx';
import { cancelLine, cancelOpening, changeLine } from './order-actions.ts';
import { amendInTicket, noAmendReason } from './order-cells.tsx';
import { openColumns, sizeWords } from './order-columns.tsx';
import { keyOf, lineOf, openLines } from './orders-model.ts';
import type { OrderLine, PlacedLine } from './orders-model.ts';
import { ORDERS_SENTENCES as SAY } from './sentences.ts';
import { showInstrument, useOrderInput } from './use-order-input.ts';
import type { ViewProps } from './use-order-input.ts';

type View = 'open' | 'history';

const EDITED: readonly EditedField[] = ['price', 'trigger', 'size'];

const exportOpen = exportTable(SAY.file('open'));

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

/** Which cell is being changed; an order whose terms cannot be changed has none. */
function useEditing(): { readonly editing: Editing | null; readonly begin: (line: OrderLine, column: string) => boolean } {
  const [at, edit] = useState<{ readonly key: string; readonly field: EditedField } | null>(null);
  const editing = useMemo(
    () =>
      at && {
        ...at,
        onChange: changeLine,
        onEnd: () => {
          edit(null);
        },
      },
    [at],
  );
  const begin = (line: OrderLine, column: string): boolean => {
    const field = EDITED.find((each) => each === column);
    if (line.kind !== 'order' || field === undefined || line.row[field] === null || line.row.trail !== null) return false;
    if (noAmendReason(line) !== undefined) return false;
    edit({ key: line.key, field });
    return true;
  };
  return { editing, begin };
}

function menuOf(line: OrderLine, onEvidence: (key: string) => void): readonly MenuEntry[] {
  const show = {
    id: 'show',
    label: SAY.showOnChart,
    onChoose: () => {
      showInstrument(line);
    },
  };
  if (line.kind === 'refusal') return [show];
  const reason = noAmendReason(line);
  return [
    {
      id: 'amend',
      label: SAY.amend,
      onChoose: () => {
        amendInTicket(line);
      },
      disabledReason: reason,
    },
    {
      id: 'cancel',
      label: SAY.cancel,
      onChoose: () => {
        cancelLine(line);
      },
    },
    {
      id: 'evidence',
      label: SAY.evidence,
      onChoose: () => {
        onEvidence(line.key);
      },
    },
    show,
  ];
}

/** Whether opening a line asks what is known of its fate: in doubt that is the question, and of an order made elsewhere where it says so. */
function opensEvidence(line: OrderLine, column: string): boolean {
  return (
    line.kind === 'order' && (line.row.state === 'in-doubt' || column === 'state' || (column === 'origin' && line.origin === ELSEWHERE))
  );
}

function OpenOrders({ segments }: ViewProps): ReactElement {
  const input = useOrderInput();
  const traded = useTradedAccount();
  const lines = useMemo(() => openLines(input), [input]);
  const format = useFormat();
  const [chosen, choose] = useState<string>();
  const [asked, ask] = useState<OrderLine | null>(null);
  const [evidenced, showEvidence] = useState<string | null>(null);
  const { editing, begin } = useEditing();
  const columns = useMemo(() => openColumns({ format, editing, onCancel: cancelLine, onEvidence: showEvidence }), [format, editing]);
  const table = useDataTable({ id: 'orders-open', label: SAY.title, columns, rows: lines, rowKey: keyOf, onExport: exportOpen });
  const cancelKeys = useKeysOf('cancel-orders');
  const opening = lines.filter((line) => line.kind === 'order' && !line.row.protective).length;
  return (
    <>
      <PanelHead title={SAY.title}>
        {traded.name === null ? null : <ModeChip mode={traded.mode} />}
        {segments}
        <DataTableTools table={table} />
        <Button
          size="small"
          keys={cancelKeys}
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
        onOpen={(line, column) => {
          if (opensEvidence(line, column)) showEvidence(line.key);
          else if (!begin(line, column)) showInstrument(line);
        }}
        onDelete={ask}
        rowMenu={(line) => menuOf(line, showEvidence)}
        empty={<PanelMessage kind="empty" sentence={SAY.emptyOpen} />}
      />
      <CancelDialog
        line={asked}
        onDone={() => {
          ask(null);
        }}
      />
      <ShownEvidence
        order={evidenced}
        onDone={() => {
          showEvidence(null);
        }}
      />
    </>
  );
}

/** The order in words: "Buy limit 0.05 BTC at 104,040.00". */
function orderWords(line: PlacedLine, format: Format): string {
  return SAY.order({
    side: SAY.sides[line.side],
    type: SAY.typeWord(line.row.type),
    amount: sizeWords(line, format),
    price: line.row.price === null ? '' : format.price(line.row.price, line.facts.priceDecimals),
  });
}

/** The evidence of the order that is asked about, also once it has ended. */
function ShownEvidence({ order, onDone }: { readonly order: string | null; readonly onDone: () => void }): ReactElement | null {
  const format = useFormat();
  const input = useOrderInput();
  const row = order === null ? undefined : [...input.orders].find(({ id }) => id === order);
  if (row === undefined) return null;
  const line = lineOf(row, input);
  return <EvidenceDialog line={line} words={orderWords(line, format)} onDone={onDone} />;
}

function CancelDialog({ line, onDone }: { readonly line: OrderLine | null; readonly onDone: () => void }): ReactElement {
  const format = useFormat();
  const words = line?.kind === 'order' ? orderWords(line, format) : '';
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
