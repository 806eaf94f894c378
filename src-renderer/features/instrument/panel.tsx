import './instrument.css';
import type { ReactElement } from 'react';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { age } from '../../format/times.ts';
import { useActiveInstrument, useShownQuote, venueTag } from '../../state/active-instrument.ts';
import { type ContractFact, useContractFacts } from '../../state/contract-facts.ts';
import { useStaleAge } from '../../state/market-clock.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { dayVolatility, useSparkline } from '../../state/sparklines.ts';
import { Facts, UnknownFigure } from '../../ui/figures.tsx';
import type { FactRow } from '../../ui/figures.tsx';
import { PanelHead } from '../../ui/panel-head.tsx';
import { LoadingBlocks } from '../../ui/panel-state.tsx';
import { StaleMark } from '../../ui/stale-mark.tsx';
import { useBoxSize } from '../../ui/use-box-size.ts';
import { useFormat } from '../../ui/use-format.ts';
import { averageSize, depthWithin, placeInRange, spreadOf } from './instrument-model.ts';
import { INSTRUMENT_SENTENCES as SAY } from './sentences.ts';

/** Height of the day's range with its gaps, and of one fact. */
const RANGE = 56;
const FACT = 20;

/** The longest name of a venue that the head has room for beside the symbol, and the longest text. */
const TAG_ROOM = 5;
const HEAD_ROOM = 14;

/** The symbol with its venue, less what there is no room for: the strip above the chart says it whole. */
function headOf({ id, spec }: Instrument): string {
  const tag = venueTag(id);
  const whole = tag.length > TAG_ROOM ? spec.symbol : `${spec.symbol} ${tag}`;
  if (whole.length <= HEAD_ROOM) return whole;
  return spec.symbol.length <= HEAD_ROOM ? spec.symbol : `${spec.base}/${spec.quote}`;
}

/** What is fixed about the active instrument, and where it stands within its day. */
export function InstrumentPanel(): ReactElement {
  const instrument = useActiveInstrument();
  const stale = useStaleAge(instrument?.id);
  const [box, { height }] = useBoxSize();
  const figure = instrument === undefined ? undefined : headOf(instrument);
  return (
    <>
      <PanelHead title={SAY.title} figure={stale === null ? figure : undefined} stale={stale === null ? undefined : age(stale)} />
      <div ref={box} className="instrument" data-stale={stale !== null || undefined}>
        {instrument === undefined ? (
          <LoadingBlocks rows={6} label={SAY.loading} />
        ) : height === 0 ? null : (
          <>
            <DayRange instrument={instrument} />
            <InstrumentFacts instrument={instrument} most={Math.max(3, Math.floor((height - RANGE) / FACT))} />
          </>
        )}
      </div>
    </>
  );
}

function DayRange({ instrument }: { readonly instrument: Instrument }): ReactElement {
  const quote = useShownQuote(instrument.id);
  const format = useFormat();
  const place = placeInRange(quote);
  return (
    <div className="instrument-range">
      <span className="instrument-range-label">{SAY.low}</span>
      <span className="instrument-range-label">{SAY.high}</span>
      <span className="instrument-range-bar" role="img" aria-label={SAY.range(format.percent(place))}>
        {place === null ? null : <span style={{ transform: `translateX(${String(place * 100)}%)` }} />}
      </span>
      <span>{format.price(quote?.low24h, instrument.priceDecimals)}</span>
      <span>{format.price(quote?.high24h, instrument.priceDecimals)}</span>
    </div>
  );
}

function InstrumentFacts({ instrument, most }: { readonly instrument: Instrument; readonly most: number }): ReactElement {
  const live = useLiveFacts(instrument);
  const told = useToldFacts(instrument);
  const format = useFormat();
  const { spec } = instrument;
  const plain = (value: string): string => format.plainQuantity(value, 8);
  // Where no order is too small in money, a lot is the smallest.
  const smallest = instrument.minNotional.isZero()
    ? `${plain(spec.lot)} ${spec.base}`
    : `${format.quoteMoney(spec.minNotional)} ${spec.quote}`;
  const fixed: readonly FactRow[] = [
    { label: SAY.tickLot, figure: SAY.pair(plain(spec.tick), plain(spec.lot)), hint: SAY.tickLotHint },
    { label: SAY.smallest, figure: smallest },
    { label: SAY.fees, figure: SAY.pair(format.percent(spec.makerFee), format.percent(spec.takerFee)), hint: SAY.feesHint },
  ];
  const [spread, ...rest] = live;
  return <Facts rows={[...(spread ? [spread] : []), ...told, ...fixed, ...rest].slice(0, most)} label={SAY.title} />;
}

/** Mark and funding of a perpetual: a window that is too narrow for the strip above the chart has them here. */
function useToldFacts(instrument: Instrument): readonly FactRow[] {
  const [mark, funding, countdown] = useContractFacts(instrument, useFormat());
  if (mark === undefined || funding === undefined || countdown === undefined) return [];
  const row = ({ label, hint, stale }: ContractFact, figure: string): FactRow =>
    stale === null
      ? { label, figure, hint }
      : {
          label: [label, <StaleMark key="age" age={stale} />],
          figure: <span className="instrument-old">{figure}</span>,
          hint: `${hint} ${stale}.`,
        };
  return [row(mark, mark.figure), row(funding, SAY.fundingFigure(funding.figure, countdown.figure))];
}

function useLiveFacts({ id, spec, priceDecimals }: Instrument): readonly FactRow[] {
  const format = useFormat();
  const quote = useShownQuote(id);
  const book = useShownDesk(({ books }) => books.get(id));
  const tape = useShownDesk(({ tapes }) => tapes.get(id));
  const volatility = dayVolatility(useSparkline(id));
  const spread = spreadOf(quote);
  const depth = depthWithin(book, 10);
  const average = averageSize(tape);
  const size = (value: number | null): string => `${format.compact(value)} ${spec.base}`;
  return [
    {
      label: SAY.spread,
      figure:
        spread === null ? (
          <UnknownFigure why={SAY.unknown} />
        ) : (
          SAY.spreadFigure(format.price(spread.spread, priceDecimals), format.basisPoints(spread.bps))
        ),
    },
    {
      label: SAY.volatility,
      figure: volatility === null ? <UnknownFigure why={SAY.volatilityUnknown} /> : format.percent(volatility),
      hint: SAY.volatilityHint,
    },
    {
      label: SAY.volume,
      figure: quote === undefined ? <UnknownFigure why={SAY.unknown} /> : `${format.compact(quote.volume24h)} ${spec.base}`,
    },
    ...(depth === null ? [] : [{ label: SAY.depth, figure: size(depth), hint: SAY.depthHint }]),
    ...(average === null ? [] : [{ label: SAY.averageTrade, figure: size(average), hint: SAY.averageTradeHint }]),
  ];
}
