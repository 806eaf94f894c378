import './orders.css';
import { useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import { useShownDesk } from '../../state/shown-desk.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table/data-table.tsx';
import { DataTableTools } from '../../ui/data-table/data-table-tools.tsx';
import { useDataTable } from '../../ui/data-table/use-data-table.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { exportTable } from '../../ui/export-csv.ts';
import { useKeysOf } from '../../ui/key-map.ts';
import type { MenuEntry } from '../../ui/menu.tsx';
import { PanelHead } from '../../ui/panel-head.tsx';
import { LoadingBlocks, PanelMessage } from '../../ui/panel-state.tsx';
import { SegmentedControl } from '../../ui/segmented-control.tsx';
import { useFormat } from '../../ui/use-format.ts';
import type { EditedField, Editing } from './editable-cell.tsx';
import { OrderHistory } from './order-history.tsx';
import { cancelLine, cancelOpening, changeLine } from './order-actions.ts';
import { amendInTicket, noAmendReason } from './order-cells.tsx';
import { openColumns, sizeWords } from './order-columns.tsx';
import { keyOf, openLines } from './orders-model.ts';
import type { OrderLine } from './orders-model.ts';
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

function menuOf(line: OrderLine): readonly MenuEntry[] {
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
    show,
  ];
}

function OpenOrders({ segments }: ViewProps): ReactElement {
  const input = useOrderInput();
  const lines = useMemo(() => openLines(input), [input]);
  const format = useFormat();
  const [chosen, choose] = useState<string>();
  const [asked, ask] = useState<OrderLine | null>(null);
  const { editing, begin } = useEditing();
  const columns = useMemo(() => openColumns({ format, editing, onCancel: cancelLine }), [format, editing]);
  const table = useDataTable({ id: 'orders-open', label: SAY.title, columns, rows: lines, rowKey: keyOf, onExport: exportOpen });
  const cancelKeys = useKeysOf('cancel-orders');
  const opening = lines.filter((line) => line.kind === 'order' && !line.row.protective).length;
  return (
    <>
      <PanelHead title={SAY.title}>
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
          if (!begin(line, column)) showInstrument(line);
        }}
        onDelete={ask}
        rowMenu={menuOf}
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
