import { useLayoutEffect, useRef } from 'react';
import type { ReactElement, RefObject } from 'react';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { age } from '../../format/times.ts';
import { useShownQuote, venueTag } from '../../state/active-instrument.ts';
import { useContractFacts } from '../../state/contract-facts.ts';
import { useStaleAge } from '../../state/market-clock.ts';
import { StaleChip } from '../../ui/chip.tsx';
import { SignedFigure, directionClass } from '../../ui/figures.tsx';
import { DirectionMark } from '../../ui/marks.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { Fact } from './fact.tsx';
import { CHART_SENTENCES as SAY } from './sentences.ts';

const DIRECTIONS = { up: 1, down: -1, same: 0 } as const;

/** The instrument with its last price and the day's figures; items drop from the right and none is cut. */
export function Strip({ instrument }: { readonly instrument: Instrument }): ReactElement {
  const { id, spec, priceDecimals } = instrument;
  const quote = useShownQuote(id);
  const stale = useStaleAge(id);
  const format = useFormat();
  const row = useRef<HTMLDListElement>(null);
  useDropping(row, spec.kind);
  const price = (value: number | undefined): string => format.price(value, priceDecimals);
  const direction = DIRECTIONS[quote?.direction ?? 'same'];
  const spread = quote === undefined ? undefined : quote.ask - quote.bid;
  const bps = quote === undefined || spread === undefined ? undefined : (spread / ((quote.ask + quote.bid) / 2)) * 10_000;
  const change = quote === undefined || !(quote.open24h > 0) ? undefined : quote.last / quote.open24h - 1;
  return (
    <div className="chart-strip" data-stale={stale !== null || undefined}>
      <h2 className="chart-symbol">
        {spec.symbol} <span className="chart-tag">{venueTag(id)}</span>
      </h2>
      <span className={`chart-last ${directionClass(direction)}`}>
        {price(quote?.last)}
        <DirectionMark direction={direction} size={10} />
      </span>
      {stale === null ? null : <StaleChip age={age(stale)} />}
      <dl ref={row} className="chart-facts">
        <Fact label={SAY.change}>
          <SignedFigure arrow value={format.signedPercent(change)} />
        </Fact>
        <Fact label={SAY.high}>{price(quote?.high24h)}</Fact>
        <Fact label={SAY.low}>{price(quote?.low24h)}</Fact>
        <Fact label={SAY.volume(spec.quote)}>{format.compact(quote?.quoteVolume24h)}</Fact>
        <Fact label={SAY.spread}>{SAY.spreadFigure(price(spread), format.basisPoints(bps))}</Fact>
        <ContractFacts instrument={instrument} />
        <Fact label={SAY.bid}>{price(quote?.bid)}</Fact>
        <Fact label={SAY.ask}>{price(quote?.ask)}</Fact>
      </dl>
    </div>
  );
}

/** What the venue says of a perpetual; nothing of what is none. */
function ContractFacts({ instrument }: { readonly instrument: Instrument }): readonly ReactElement[] {
  return useContractFacts(instrument, useFormat()).map(({ label, figure, hint, stale }) => (
    <Fact key={label} label={label} hint={hint} stale={stale} roomy>
      {figure}
    </Fact>
  ));
}

/** Hides the items that wrapped out of the one line; which items there are goes with the kind of the instrument. */
function useDropping(row: RefObject<HTMLElement | null>, kind: Instrument['spec']['kind']): void {
  useLayoutEffect(() => {
    const element = row.current;
    if (!element) return undefined;
    const measure = (): void => {
      const items = [...element.children].filter((child): child is HTMLElement => child instanceof HTMLElement);
      const top = items[0]?.offsetTop ?? 0;
      for (const item of items) item.toggleAttribute('data-dropped', item.offsetTop > top);
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => {
      observer.disconnect();
    };
  }, [row, kind]);
}
