import { useMemo } from 'react';
import type { ReactElement } from 'react';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { Format } from '../../format/format.ts';
import type { Column } from '../../ui/data-table/column.ts';
import { DataTable } from '../../ui/data-table/data-table.tsx';
import { useDataTable } from '../../ui/data-table/use-data-table.ts';
import { exportTable } from '../../ui/export-csv.ts';
import { UnknownFigure } from '../../ui/figures.tsx';
import { PanelMessage } from '../../ui/panel-state.tsx';
import { useFormat } from '../../ui/use-format.ts';
import type { DepthCurve, DepthPoint } from './depth-model.ts';
import { BOOK_SENTENCES as SAY } from './sentences.ts';

const onExport = exportTable(SAY.depthFile);

function depthColumns({ spec, priceDecimals, sizeDecimals }: Instrument, format: Format): readonly Column<DepthPoint>[] {
  const figure = (id: 'price' | 'size' | 'sum', title: string, decimals: number): Column<DepthPoint> => ({
    id,
    title,
    width: id === 'price' ? 84 : 66,
    align: 'right',
    cell: (point) => (id === 'price' ? format.price(point.price, decimals) : format.price(point[id], Math.min(3, decimals))),
    plain: (point) => point[id].toFixed(decimals),
    sortBy: (point) => point[id],
  });
  const side = (point: DepthPoint): string => (point.side === 'bid' ? SAY.bid : SAY.ask);
  return [
    {
      id: 'side',
      title: SAY.side,
      width: 34,
      fixed: true,
      cell: side,
      plain: side,
      filterBy: side,
      words: [SAY.bid, SAY.ask],
      sortBy: side,
    },
    figure('price', SAY.price(spec.quote), priceDecimals),
    figure('size', SAY.size(spec.base), sizeDecimals),
    figure('sum', SAY.sum(spec.base), sizeDecimals),
    {
      id: 'distance',
      title: SAY.distanceHead,
      width: 56,
      align: 'right',
      cell: ({ distanceBps }) => (distanceBps === null ? <UnknownFigure why={SAY.noBook} /> : format.price(distanceBps, 1)),
      plain: ({ distanceBps }) => (distanceBps === null ? '' : String(distanceBps)),
      sortBy: ({ distanceBps }) => distanceBps ?? undefined,
    },
  ];
}

/** The points of the depth curve as a table. */
export function DepthTable({ curve, instrument }: { readonly curve: DepthCurve; readonly instrument: Instrument }): ReactElement {
  const format = useFormat();
  const columns = useMemo(() => depthColumns(instrument, format), [instrument, format]);
  const table = useDataTable({
    id: 'depth',
    label: SAY.depthOf(instrument.spec.symbol),
    columns,
    rows: curve.points,
    rowKey: ({ side, price }) => `${side} ${String(price)}`,
    onExport,
  });
  return <DataTable table={table} empty={<PanelMessage kind="empty" sentence={SAY.noBook} />} />;
}
