import { useState } from 'react';
import type { KeyboardEvent, PointerEvent, ReactElement } from 'react';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { Format } from '../../format/format.ts';
import { useAnnouncements } from '../../ui/live-regions.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { depthAt, depthPaths, depthX, depthY, movedPoint } from './depth-model.ts';
import type { DepthBox, DepthCurve, DepthPoint } from './depth-model.ts';
import { BOOK_SENTENCES as SAY } from './sentences.ts';

const AXIS = 16;
const READ_OUT = 32;

/** One point in words: "Bids to 104,200.00: 2.10 BTC, 218,840.00 USD, 3.0 bp from the middle." */
export function pointWords(point: DepthPoint, { spec, priceDecimals, sizeDecimals }: Instrument, format: Format): string {
  const to = point.side === 'bid' ? SAY.bidsTo : SAY.asksTo;
  const words = to(format.price(point.price, priceDecimals), `${format.plainQuantity(point.sum, sizeDecimals)} ${spec.base}`);
  const worth = `${format.quoteMoney(point.value)} ${spec.quote}`;
  return `${words}, ${worth}${point.distanceBps === null ? '.' : SAY.distance(format.basisPoints(point.distanceBps))}`;
}

interface DepthChartProps extends DepthBox {
  readonly curve: DepthCurve;
  readonly instrument: Instrument;
}

/** The cumulated depth of both sides. Pointer and arrow keys read its points; the table beside it says the same. */
export function DepthChart({ curve, instrument, width, height }: DepthChartProps): ReactElement {
  const format = useFormat();
  const [at, move] = useState(-1);
  const box = { width, height: Math.max(0, height - AXIS - READ_OUT) };
  const point = curve.points[at];
  const words = point === undefined ? summaryOf(curve, instrument, format) : pointWords(point, instrument, format);
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = movedPoint(curve, at, event.key, event.shiftKey);
    const next = to === undefined ? undefined : curve.points[to];
    if (to === undefined || next === undefined) return;
    event.preventDefault();
    move(to);
    useAnnouncements.getState().say(pointWords(next, instrument, format));
  };
  const price = (value: number): string => format.price(value, instrument.priceDecimals);
  return (
    <div
      className="depth-chart ui-ring-inside"
      role="application"
      tabIndex={0}
      aria-label={`${SAY.depthOf(instrument.spec.symbol)} ${summaryOf(curve, instrument, format)}`}
      aria-description={SAY.depthKeys}
      onKeyDown={onKeyDown}
      onPointerMove={(event: PointerEvent) => {
        move(depthAt(curve, event.clientX - event.currentTarget.getBoundingClientRect().left, box));
      }}
      onPointerLeave={() => {
        move(-1);
      }}
    >
      <p className="depth-words">{words}</p>
      <svg width={width} height={box.height} aria-hidden="true">
        <SidePath curve={curve} side="bid" box={box} />
        <SidePath curve={curve} side="ask" box={box} />
        {curve.mid === null ? null : <line className="depth-mid" x1={width / 2} x2={width / 2} y1={0} y2={box.height} />}
        {point === undefined ? null : (
          <g className="depth-cursor">
            <line x1={depthX(curve, point.price, box)} x2={depthX(curve, point.price, box)} y1={0} y2={box.height} />
            <circle cx={depthX(curve, point.price, box)} cy={depthY(curve, point.sum, box)} r={3} />
          </g>
        )}
      </svg>
      <div className="depth-axis" aria-hidden="true">
        <span>{price(curve.low)}</span>
        <span>{curve.mid === null ? '' : price(curve.mid)}</span>
        <span>{price(curve.high)}</span>
      </div>
    </div>
  );
}

function SidePath({
  curve,
  side,
  box,
}: {
  readonly curve: DepthCurve;
  readonly side: 'bid' | 'ask';
  readonly box: DepthBox;
}): ReactElement {
  const { line, area } = depthPaths(curve, side, box);
  return (
    <g className="depth-side" data-side={side}>
      <path className="depth-area" d={area} />
      <path className="depth-line" d={line} />
    </g>
  );
}

function summaryOf(curve: DepthCurve, { spec, sizeDecimals }: Instrument, format: Format): string {
  const bids = curve.points.find(({ side }) => side === 'bid')?.sum ?? 0;
  const asks = curve.points.findLast(({ side }) => side === 'ask')?.sum ?? 0;
  const size = (value: number): string => `${format.plainQuantity(value, Math.min(3, sizeDecimals))} ${spec.base}`;
  return SAY.depthSummary(size(bids), size(asks));
}
