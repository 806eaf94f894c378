import './trades.css';
import { useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { age } from '../../format/times.ts';
import { useActiveInstrument } from '../../state/active-instrument.ts';
import type { Print } from '../../state/desk-store.ts';
import { useStaleAge } from '../../state/market-clock.ts';
import { useMarketInterest } from '../../state/market-interest.ts';
import { useReplaying } from '../../state/replaying.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { useAppearance } from '../../ui/appearance.ts';
import { QuantityText } from '../../ui/figures.tsx';
import { Mark } from '../../ui/marks.tsx';
import { PanelHead } from '../../ui/panel-head.tsx';
import { LoadingBlocks, PanelMessage } from '../../ui/panel-state.tsx';
import { Select } from '../../ui/select.tsx';
import { DENSITIES } from '../../ui/tokens.ts';
import { useBoxSize } from '../../ui/use-box-size.ts';
import { useFormat } from '../../ui/use-format.ts';
import { TRADES_SENTENCES as SAY } from './sentences.ts';
import { largeFrom, rowsInView } from './trades-model.ts';

/** The prints of the active instrument, newest first. */
export function TradesPanel(): ReactElement {
  const instrument = useActiveInstrument();
  const stale = useStaleAge(instrument?.id);
  const zone = useAppearance((store) => store.zone);
  const choose = useAppearance((store) => store.choose);
  const [box, { height }] = useBoxSize();
  useMarketInterest('tape', instrument?.id);
  // A table holds rows alone: while it loads or is empty there is none.
  const table = useShownDesk(({ tapes }) => instrument !== undefined && (tapes.get(instrument.id)?.length ?? 0) > 0);
  const role = (name: 'table' | 'row' | 'columnheader'): { readonly role?: string } => (table ? { role: name } : {});
  return (
    <>
      <PanelHead title={SAY.title} stale={stale === null ? undefined : age(stale)}>
        <Select
          look="quiet"
          label={SAY.zone}
          value={zone}
          choices={(['local', 'utc'] as const).map((value) => ({ value, label: SAY.zones[value] }))}
          onChange={(chosen) => {
            choose({ zone: chosen });
          }}
        />
      </PanelHead>
      <div className="trades" {...role('table')} aria-label={table ? SAY.title : undefined} data-stale={stale !== null || undefined}>
        <div {...role('row')} className="trades-row trades-head">
          <span {...role('columnheader')}>{SAY.time}</span>
          <span {...role('columnheader')}>{SAY.price(instrument?.spec.quote ?? '')}</span>
          <span {...role('columnheader')}>{SAY.size(instrument?.spec.base ?? '')}</span>
        </div>
        <div ref={box} className="trades-body">
          {instrument === undefined ? (
            <LoadingBlocks rows={7} label={SAY.loading} />
          ) : height === 0 ? null : (
            <Prints instrument={instrument} height={height} />
          )}
        </div>
      </div>
    </>
  );
}

function Prints({ instrument, height }: { readonly instrument: Instrument; readonly height: number }): ReactElement {
  const prints = useShownDesk(({ tapes }) => tapes.get(instrument.id));
  const replaying = useReplaying();
  const rowHeight = DENSITIES[useAppearance((store) => store.density)]['book-row'];
  const [scrollTop, setScrollTop] = useState(0);
  const large = useMemo(() => largeFrom(prints ?? []), [prints]);
  if (replaying) return <PanelMessage kind="empty" sentence={SAY.ofBars} />;
  if (prints === undefined) return <LoadingBlocks rows={7} label={SAY.loading} />;
  if (prints.length === 0) return <PanelMessage kind="empty" sentence={SAY.none(instrument.spec.symbol)} />;
  const shownHeight = Math.floor(height / rowHeight) * rowHeight;
  const [from, to] = rowsInView(scrollTop, shownHeight, { rowHeight, count: prints.length });
  const shown = Array.from({ length: to - from }, (_, index) => from + index);
  return (
    <div
      className="trades-scroller"
      role="rowgroup"
      tabIndex={0}
      style={{ blockSize: shownHeight }}
      onScroll={(event) => {
        setScrollTop(event.currentTarget.scrollTop);
      }}
    >
      <div style={{ blockSize: prints.length * rowHeight, paddingBlockStart: from * rowHeight }}>
        {shown.map((at) => (
          <PrintRow key={at} print={prints[prints.length - 1 - at]!} instrument={instrument} large={large} />
        ))}
      </div>
    </div>
  );
}

function PrintRow({
  print: [time, price, size, side],
  instrument,
  large,
}: {
  readonly print: Print;
  readonly instrument: Instrument;
  readonly large: number;
}): ReactElement {
  const format = useFormat();
  const stamp = format.timeOfTrade(time);
  return (
    <div role="row" className="trades-row" data-large={size >= large || undefined}>
      <span role="cell" className="trades-time">
        {stamp.slice(0, 8)}
        <span>{stamp.slice(8)}</span>
      </span>
      <span role="cell" className={side === 'buy' ? 'trades-price ui-up' : 'trades-price ui-down'}>
        <Mark shape={side === 'buy' ? 'up' : 'down'} size={6} label={side === 'buy' ? SAY.bought : SAY.sold} />
        {format.price(price, instrument.priceDecimals)}
      </span>
      <span role="cell">
        <QuantityText value={size} decimals={instrument.sizeDecimals} />
      </span>
    </div>
  );
}
