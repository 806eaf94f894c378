import type { SearchRequest } from '../../src-main/services/search-service.ts';
import { perpetualOf } from '../../src-main/core/market-data/perpetual-instrument.ts';
import { fundingHash } from '../../src-main/sessions/research/data-hash.ts';
import type { CandleColumns } from '../../src-shared/domain/candle.ts';
import type { FundingRates } from '../../src-shared/domain/funding.ts';
import type { Ways } from '../../src-shared/domain/strategy-spec.ts';
import { HOUR_MS } from '../../src-shared/kernel/time.ts';
import { BTC } from './research-kit.ts';
import { smaSearch } from './search-bars.ts';

/** Rates every eight hours over bars and a week around them, of either sign. */
export function ratesOver(candles: CandleColumns): FundingRates {
  const first = Math.floor(candles.time[0]! / (8 * HOUR_MS)) * 8 * HOUR_MS - 168 * HOUR_MS;
  const last = candles.time[candles.length - 1]! + 168 * HOUR_MS;
  const time = Float64Array.from({ length: Math.floor((last - first) / (8 * HOUR_MS)) }, (_, i) => first + i * 8 * HOUR_MS);
  return { time, rate: time.map((_, i) => (((i * 7) % 11) - 4) * 1e-4) };
}

/** A search of sma-cross over bars as a perpetual with stored rates. */
export function perpetualSearch(
  candles: CandleColumns,
  rates: FundingRates,
  { leverage = 3, ways = 'both', ...over }: Partial<SearchRequest> & { readonly leverage?: number; readonly ways?: Ways } = {},
): SearchRequest {
  const spot = smaSearch(candles, over);
  const instrument = perpetualOf(BTC, { maxLeverage: 20, leverage, maintenanceMargin: '0.01', liquidationFee: '0.01' });
  const funding = { kind: 'stored', series: 'BTC/USD.FILE:funding', hash: fundingHash(rates), payments: rates.time.length } as const;
  const { conditions } = spot;
  return {
    ...spot,
    conditions: { ...conditions, family: { ...conditions.family, instrument: instrument.id }, instrument, funding, ways },
  };
}
