import { TIMEFRAMES } from '../../src-shared/domain/candle.ts';
import { DEFAULT_FUNDING } from '../../src-shared/domain/funding.ts';
import { Instrument, type PerpetualTerms } from '../../src-shared/domain/instrument.ts';
import type { MarginTierTerms } from '../../src-shared/domain/margin-tiers.ts';
import type { Ways } from '../../src-shared/domain/strategy-spec.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import { isoTime } from '../../src-shared/kernel/time.ts';
import {
  ASSUMED_LIQUIDATION_FEE,
  ASSUMED_MAINTENANCE,
  ASSUMED_MAX_LEVERAGE,
  perpetualOf,
} from '../core/market-data/perpetual-instrument.ts';
import { type BarSpan, storedFunding } from '../core/market-data/stored-funding.ts';
import type { StrategyDefinition } from '../core/strategies/strategy.ts';
import type { FundingStore } from '../ports/funding-store.ts';
import { fundingHash } from '../sessions/research/data-hash.ts';
import type { CliContext } from './context.ts';
import { MARGIN_TIERS, marginTiersIn } from './margin-tiers.ts';
import { type Option, switchOption, valueOption } from './option.ts';
import { type OptionValues, wrongValue } from './option-values.ts';
import { readChoice, readNumber } from './value-readers.ts';
import type { StoredBars } from './traded-bars.ts';
import type { RunFunding } from './traded-bars.ts';

export const PERPETUAL = switchOption(
  'perpetual',
  'Trade the bars as the perpetual on the instrument, BTC/USD:USD: long and short, on margin, with funding.',
);

export const LEVERAGE = valueOption({
  name: 'leverage',
  placeholder: 'N',
  about: `With --perpetual: what a position may be worth for each unit of margin, 1 to ${String(ASSUMED_MAX_LEVERAGE)}; an amount of --size is margin then.`,
  shownDefault: '1',
  read: (text, refuse) => readNumber(text, { min: 1, max: ASSUMED_MAX_LEVERAGE }, refuse),
});

export const MAINTENANCE_BPS = valueOption({
  name: 'maintenance-bps',
  placeholder: 'N',
  about: 'With --perpetual: maintenance margin in basis points of the position’s value; where equity falls to it, all is liquidated.',
  shownDefault: '100',
  read: (text, refuse) => readNumber(text, { min: 0, max: 400 }, refuse),
});

export const LIQUIDATION_FEE_BPS = valueOption({
  name: 'liquidation-fee-bps',
  placeholder: 'N',
  about: 'With --perpetual: fee of a liquidation on top of the taker fee, in basis points.',
  shownDefault: '100',
  read: (text, refuse) => readNumber(text, { min: 0, max: 1_000 }, refuse),
});

export const FUNDING_SERIES = valueOption({
  name: 'funding',
  placeholder: 'SERIES',
  about: 'With --perpetual: stored funding rates, BTC/USDT.BINANCE:funding; they must cover the run.',
  shownDefault: 'those stored for the instrument of --data, if there are any',
  read: (text) => text,
});

export const FUNDING_BPS = valueOption({
  name: 'funding-bps',
  placeholder: 'N',
  about: 'With --perpetual: a rate of funding per 8 hours in basis points, which longs pay to shorts; negative the other way.',
  shownDefault: `where no rates are stored, ${String(DEFAULT_FUNDING.bps)} paid by whichever side is held`,
  read: (text, refuse) => readNumber(text, { min: -1_000, max: 1_000 }, refuse),
});

export const DIRECTION = valueOption<Ways>({
  name: 'direction',
  placeholder: 'long|short|both',
  about: 'With --perpetual: the sides that the strategy may hold; short and both for those that can be played mirrored.',
  shownDefault: 'long; a strategy of your own decides by itself',
  read: (text, refuse) => readChoice(text, ['long', 'short', 'both'], refuse),
});

/** What makes a run one on a perpetual. */
export const PERPETUAL_OPTIONS: readonly Option<unknown>[] = [
  PERPETUAL,
  LEVERAGE,
  MAINTENANCE_BPS,
  MARGIN_TIERS,
  LIQUIDATION_FEE_BPS,
  FUNDING_SERIES,
  FUNDING_BPS,
  DIRECTION,
];

/** The leverage of a run, 1 where it trades no perpetual. */
export function leverageOf(values: OptionValues): number {
  return values.has(PERPETUAL) ? (values.given(LEVERAGE) ?? 1) : 1;
}

/** The sides that a strategy is let hold; nothing where none was asked for. Fails with `input.option-value` where it has no short side. */
export function waysAsked(values: OptionValues, { spec }: StrategyDefinition): { readonly ways?: Ways } {
  const ways = values.given(DIRECTION);
  if (ways === undefined || ways === 'long') return {};
  if (spec.shorts !== true) throw wrongValue(DIRECTION, `${spec.id} has no short side.`);
  return { ways };
}

/** The bars as the perpetual that the options ask for, else as they are. Fails with `input.option-value`, and as the store does. */
export function asAsked(bars: StoredBars, values: OptionValues, context: CliContext): StoredBars {
  if (!values.has(PERPETUAL)) {
    const stray = PERPETUAL_OPTIONS.find((option) => values.has(option));
    if (stray !== undefined) throw wrongValue(stray, 'goes with --perpetual.');
    return bars;
  }
  const terms: PerpetualTerms = {
    maxLeverage: ASSUMED_MAX_LEVERAGE,
    leverage: leverageOf(values),
    ...maintenanceOf(values, context),
    liquidationFee: fractionOf(values.given(LIQUIDATION_FEE_BPS)) ?? ASSUMED_LIQUIDATION_FEE,
  };
  const instrument = new Instrument(perpetualOf(bars.instrument.spec, terms), bars.instrument.index);
  return { ...bars, instrument, funding: fundingOf(bars, values, context) };
}

/** One rate, or brackets of which the first allows the leverage. */
function maintenanceOf(values: OptionValues, context: CliContext): Pick<PerpetualTerms, 'maintenanceMargin' | 'tiers'> {
  const bps = values.given(MAINTENANCE_BPS);
  const file = values.given(MARGIN_TIERS);
  if (file === undefined) return { maintenanceMargin: fractionOf(bps) ?? ASSUMED_MAINTENANCE };
  if (bps !== undefined) throw wrongValue(MAINTENANCE_BPS, 'the rates are those of --margin-tiers, or this one, not both.');
  const tiers = marginTiersIn(file, context);
  const [{ rate: maintenanceMargin, leverage: highest = ASSUMED_MAX_LEVERAGE }] = tiers as readonly [MarginTierTerms];
  if (Number(maintenanceMargin) * ASSUMED_MAX_LEVERAGE >= 1)
    throw wrongValue(MARGIN_TIERS, `the first rate, ${maintenanceMargin}, is not below ${String(1 / ASSUMED_MAX_LEVERAGE)}.`);
  if (leverageOf(values) > highest) throw wrongValue(LEVERAGE, `the first bracket of ${file} allows ${String(highest)} at most.`);
  return { maintenanceMargin, tiers };
}

function fundingOf(bars: StoredBars, values: OptionValues, context: CliContext): RunFunding {
  const bps = values.given(FUNDING_BPS);
  const named = values.given(FUNDING_SERIES);
  if (bps !== undefined) {
    if (named !== undefined) throw wrongValue(FUNDING_BPS, 'rates are stored or stated, not both.');
    return { plan: { kind: 'stated', bps }, note: { kind: 'stated', bps } };
  }
  const assumed = { plan: DEFAULT_FUNDING, note: DEFAULT_FUNDING };
  if (named === undefined && (bars.stored ?? null) === null) return assumed;
  const store = context.services.fundingStore(context.home);
  try {
    const series = named ?? ownSeries(bars, store);
    return series === null ? assumed : coveringFunding(series, spanOf(bars), store);
  } finally {
    store.close();
  }
}

function ownSeries({ stored, instrument }: StoredBars, store: FundingStore): string | null {
  if ((stored ?? null) === null) return null;
  const { symbol, venue } = instrument.spec;
  return store.list().find((info) => info.symbol === symbol && info.venue === venue)?.id ?? null;
}

function spanOf({ data: { candles }, timeframe }: StoredBars): BarSpan {
  return { from: candles.time[0]!, to: candles.time[candles.length - 1]! + TIMEFRAMES[timeframe] };
}

/** The stored rates of a span. Fails with `data.unknown`, and with `input.option-value` where they do not cover it. */
function coveringFunding(series: string, span: BarSpan, store: FundingStore): RunFunding {
  const stored = store.read(series);
  const read = storedFunding(stored, span, fundingHash);
  if (read.plan !== null) return read;
  const { from, to } = stored.info;
  throw wrongValue(
    FUNDING_SERIES,
    `${series} holds rates from ${isoTime(from)} to ${isoTime(to)}; the bars go from ${isoTime(span.from)} to ${isoTime(span.to)}. Take the bars from --from to --to, or state a rate with --funding-bps.`,
  );
}

function fractionOf(bps: number | undefined): string | undefined {
  return bps === undefined ? undefined : Decimal.fromNumber(bps).mul(Decimal.of(1n, 4)).toString();
}
