import type { Instrument } from '../../src-shared/domain/instrument.ts';
import { venueTag } from './active-instrument.ts';

/** What a table needs to know of an instrument to show its figures. */
export interface InstrumentFacts {
  readonly id: string;
  readonly symbol: string;
  readonly tag: string;
  readonly base: string;
  readonly quote: string;
  readonly priceDecimals: number;
  readonly sizeDecimals: number;
}

const UNKNOWN_PRICE_DECIMALS = 2;
const UNKNOWN_SIZE_DECIMALS = 8;

/** The facts of an instrument by id; before the instruments are known its id tells its name. */
export function instrumentFacts(instruments: ReadonlyMap<string, Instrument>, id: string): InstrumentFacts {
  const known = instruments.get(id);
  const symbol = known?.spec.symbol ?? id.slice(0, Math.max(0, id.lastIndexOf('.')));
  const [base = '', quote = ''] = symbol.split('/');
  return {
    id,
    symbol,
    tag: venueTag(id),
    base: known?.spec.base ?? base,
    quote: known?.spec.quote ?? quote,
    priceDecimals: known?.priceDecimals ?? UNKNOWN_PRICE_DECIMALS,
    sizeDecimals: known?.sizeDecimals ?? UNKNOWN_SIZE_DECIMALS,
  };
}

/** The most digits after the point that a column must keep room for. */
export interface DecimalRoom {
  readonly price: number;
  readonly size: number;
}

export function decimalRoom(facts: readonly InstrumentFacts[]): DecimalRoom {
  return {
    price: Math.max(0, ...facts.map((each) => each.priceDecimals)),
    size: Math.max(0, ...facts.map((each) => each.sizeDecimals)),
  };
}

/** Who an order or position comes from, as its strategy's name rather than the instance's: `you`, `sma-cross`, `you, grid`. */
export function originWords(origin: string): string {
  const names = origin.split(', ').map((each) => each.replace(/-[0-9a-f]{8}$/u, ''));
  return [...new Set(names)].join(', ');
}
