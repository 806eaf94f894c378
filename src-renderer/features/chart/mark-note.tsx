import type { ReactElement } from 'react';
import type { FillRow } from '../../../src-shared/contract/rows.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { Format } from '../../format/format.ts';
import { age } from '../../format/times.ts';
import { useFormat } from '../../ui/use-format.ts';
import { useChartView } from './chart-view.ts';
import { CHART_SENTENCES as SAY } from './sentences.ts';

const MOST = 5;

/** A fill in one line; of one that rested, how long it stood in the queue. */
export function fillWords(fill: FillRow, { spec, sizeDecimals, priceDecimals }: Instrument, format: Format): string {
  const size = `${format.plainQuantity(fill.size, sizeDecimals)} ${spec.base}`;
  const parts = [
    SAY.fill(fill.side, size, format.price(fill.price, priceDecimals)),
    SAY.fillFee(format.quoteMoney(fill.fee), fill.feeAsset),
    ...(fill.slippageBps === null ? [] : [SAY.fillSlippage(format.basisPoints(fill.slippageBps))]),
    ...(fill.liquidity === 'maker' ? [SAY.fillQueued(age(fill.time - fill.decidedAt))] : []),
    SAY.fillOrigin(fill.origin),
  ];
  return parts.join(', ');
}

/** What the mark under the pointer stands for: price, size, fee, slippage and origin of its fills. */
export function MarkNote({ instrument }: { readonly instrument: Instrument }): ReactElement | null {
  const hovered = useChartView((view) => view.hovered);
  const format = useFormat();
  if (hovered === null) return null;
  const { fills } = hovered.mark;
  return (
    <div className="chart-note" role="note" style={{ insetInlineStart: Math.max(8, hovered.x - 120), insetBlockStart: hovered.y + 24 }}>
      {fills.slice(0, MOST).map((fill) => (
        <p key={fill.id}>{fillWords(fill, instrument, format)}</p>
      ))}
      {fills.length > MOST ? <p>{SAY.more(fills.length - MOST)}</p> : null}
    </div>
  );
}
