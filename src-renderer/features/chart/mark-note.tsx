import type { ReactElement } from 'react';
import type { RunTradeRow } from '../../../src-shared/contract/research.ts';
import type { FillRow } from '../../../src-shared/contract/rows.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { Format } from '../../format/format.ts';
import { age } from '../../format/times.ts';
import { feeFigures } from '../../state/fee-figures.ts';
import { useFormat } from '../../ui/use-format.ts';
import type { DrawnMark } from './annotations.ts';
import { useChartView } from './chart-view.ts';
import type { RunMark } from './run-marks.ts';
import { CHART_SENTENCES as SAY } from './sentences.ts';

const MOST = 5;

/** A fill in one line; of one that rested, how long it stood in the queue. */
export function fillWords(fill: FillRow, { spec, sizeDecimals, priceDecimals }: Instrument, format: Format): string {
  const { taken, worth } = feeFigures(fill, format);
  const size = `${format.plainQuantity(fill.size, sizeDecimals)} ${spec.base}`;
  const parts = [
    SAY.fill(fill.side, size, format.price(fill.price, priceDecimals)),
    SAY.fillFee(taken, worth),
    ...(fill.slippageBps === null ? [] : [SAY.fillSlippage(format.basisPoints(fill.slippageBps))]),
    ...(fill.liquidity === 'maker' ? [SAY.fillQueued(age(fill.time - fill.decidedAt))] : []),
    SAY.fillOrigin(fill.origin),
  ];
  return parts.join(', ');
}

/** An entry or exit of a run in one line. */
function runTradeWords(
  trade: RunTradeRow,
  { run, part }: RunMark,
  { spec, sizeDecimals, priceDecimals }: Instrument,
  format: Format,
): string {
  const price = format.price(part === 'entry' ? trade.entryPrice : trade.exitPrice, priceDecimals);
  return [
    SAY.runTrade(run, format.count(trade.number)),
    SAY.runDid(part, trade.side, `${format.plainQuantity(trade.quantity, sizeDecimals)} ${spec.base}`, price),
    SAY.runGain(format.signedPercent(trade.pnlFraction).text),
  ].join(', ');
}

/** A mark in words, a line for each of what it stands for. */
export function markWords(mark: DrawnMark['mark'], instrument: Instrument, format: Format): readonly string[] {
  return 'fills' in mark
    ? mark.fills.map((fill) => fillWords(fill, instrument, format))
    : mark.trades.map((trade) => runTradeWords(trade, mark, instrument, format));
}

/** What the mark under the pointer stands for: price, size, fee, slippage and origin of its fills, or the trades of a run. */
export function MarkNote({ instrument }: { readonly instrument: Instrument }): ReactElement | null {
  const hovered = useChartView((view) => view.hovered);
  const format = useFormat();
  if (hovered === null) return null;
  const words = markWords(hovered.mark, instrument, format);
  return (
    <div className="chart-note" role="note" style={{ insetInlineStart: Math.max(8, hovered.x - 120), insetBlockStart: hovered.y + 24 }}>
      {words.slice(0, MOST).map((line, at) => (
        <p key={at}>{line}</p>
      ))}
      {words.length > MOST ? <p>{SAY.more(words.length - MOST)}</p> : null}
    </div>
  );
}
