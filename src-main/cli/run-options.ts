import { CONSERVATIVE } from '../../src-shared/domain/costs.ts';
import { type Option, switchOption, valueOption } from './option.ts';
import {
  readAmount,
  readAssignment,
  readChoice,
  readCosts,
  readDuration,
  readImpact,
  readInstrument,
  readNumber,
  readSize,
  readTimeframe,
} from './value-readers.ts';

const FROM_PROFILE = 'of the --costs profile';

/** Options of every command that runs a strategy. */
export const CANDLES = valueOption({
  name: 'candles',
  placeholder: 'FILE',
  about: 'Stored bars, .csv or .csv.gz, with the columns ts,open,high,low,close,volume; ts is the open of a bar in ms UTC.',
  shownDefault: null,
  read: (text) => text,
});

export const INSTRUMENT = valueOption({
  name: 'instrument',
  placeholder: 'BASE/QUOTE',
  about: 'What the bars are of, BTC/USD; with a venue, BTC/USD.SIM, that venue’s tick, lot and fees hold.',
  shownDefault: null,
  read: readInstrument,
});

export const TIMEFRAME = valueOption({
  name: 'timeframe',
  placeholder: 'TF',
  about: 'Length of a bar: 1m 5m 15m 30m 1h 2h 4h 6h 8h 12h 1d; of recorded trades also 1s 5s 10s.',
  shownDefault: null,
  read: readTimeframe,
});

export const STRATEGY = valueOption({
  name: 'strategy',
  placeholder: 'NAME',
  about: 'A built-in strategy, its parameters are listed below; or one of your own: a .ts file, or its name in the strategies folder.',
  shownDefault: null,
  read: (text) => text,
});

export const STRATEGIES_FOLDER = valueOption({
  name: 'strategies',
  placeholder: 'DIR',
  about: 'Folder of your own strategies.',
  shownDefault: 'strategies in the home folder',
  read: (text) => text,
});

export const PARAM = valueOption({
  name: 'param',
  placeholder: 'NAME=VALUE',
  about: 'One parameter of the strategy; may be given for each.',
  shownDefault: 'from the strategy’s schema',
  repeats: true,
  read: readAssignment,
});

export const CASH = valueOption({
  name: 'cash',
  placeholder: 'AMOUNT',
  about: 'Starting money in the quote asset.',
  shownDefault: '10000',
  read: readAmount,
});

export const SIZE = valueOption({
  name: 'size',
  placeholder: 'RULE',
  about:
    'What an entry buys: all (all free money, fee included), base:N (N base units), quote:N (N of quote money, fee included), equity:F (fraction F of equity).',
  shownDefault: 'all',
  read: readSize,
});

export const COSTS = valueOption({
  name: 'costs',
  placeholder: 'PROFILE',
  about:
    'Cost profile: conservative, venue:ID (that venue’s fee tier, all else as in conservative) or ideal (all costs off); the options below change single costs of it.',
  shownDefault: 'conservative',
  read: readCosts,
});

export const VOLUME_30D = valueOption({
  name: 'volume-30d',
  placeholder: 'AMOUNT',
  about: 'What the account has traded within 30 days, in US dollars: it decides the fee tier of --costs venue:ID.',
  shownDefault: '0',
  read: (text, refuse) => readNumber(text, { min: 0, max: 1e15 }, refuse),
});

export const FEE_BPS = valueOption({
  name: 'fee-bps',
  placeholder: 'N',
  about: 'Fee in basis points of the value, for taking and for resting orders alike.',
  shownDefault: `${CONSERVATIVE.takerFeeBps ?? 0} taker, ${CONSERVATIVE.makerFeeBps ?? 0} maker, ${FROM_PROFILE}`,
  read: (text, refuse) => readNumber(text, { min: 0, max: 1_000 }, refuse),
});

export const TAKER_FEE_BPS = valueOption({
  name: 'taker-fee-bps',
  placeholder: 'N',
  about: 'Fee of an order that takes, in basis points; goes before --fee-bps.',
  shownDefault: 'of --fee-bps, else of the --costs profile',
  read: (text, refuse) => readNumber(text, { min: 0, max: 1_000 }, refuse),
});

export const MAKER_FEE_BPS = valueOption({
  name: 'maker-fee-bps',
  placeholder: 'N',
  about: 'Fee of an order that rests, in basis points, negative for a rebate; goes before --fee-bps.',
  shownDefault: 'of --fee-bps, else of the --costs profile',
  read: (text, refuse) => readNumber(text, { min: -100, max: 1_000 }, refuse),
});

export const SPREAD_BPS = valueOption({
  name: 'spread-bps',
  placeholder: 'N',
  about: 'The whole spread between bid and ask in basis points; a market fill pays half of it.',
  shownDefault: `the instrument’s own, else 2, ${FROM_PROFILE}`,
  read: (text, refuse) => readNumber(text, { min: 0, max: 2_000 }, refuse),
});

export const SLIPPAGE_BPS = valueOption({
  name: 'slippage-bps',
  placeholder: 'N',
  about: 'Slippage of a market fill in basis points.',
  shownDefault: `${CONSERVATIVE.slippageBps} ${FROM_PROFILE}`,
  read: (text, refuse) => readNumber(text, { min: 0, max: 1_000 }, refuse),
});

export const SLIPPAGE_DEVIATIONS = valueOption({
  name: 'slippage-deviations',
  placeholder: 'K',
  about: 'Slippage that grows with the market’s movement: K standard deviations of a minute’s return, on top of --slippage-bps.',
  shownDefault: `0 ${FROM_PROFILE}`,
  read: (text, refuse) => readNumber(text, { min: 0, max: 100 }, refuse),
});

export const IMPACT = valueOption({
  name: 'impact',
  placeholder: 'off|C',
  about: 'Coefficient C of the square-root impact C x daily volatility x sqrt(quantity / daily volume), or off.',
  shownDefault: `${CONSERVATIVE.impact} ${FROM_PROFILE}`,
  read: readImpact,
});

export const PARTICIPATION = valueOption({
  name: 'participation',
  placeholder: 'P',
  about: 'Share of a bar’s volume that an order may take at its open, above 0 up to 1; the rest waits for the next bar.',
  shownDefault: `${CONSERVATIVE.participation} ${FROM_PROFILE}`,
  read: (text, refuse) => readNumber(text, { min: 0, max: 1, above: true }, refuse),
});

export const LATENCY_MS = valueOption({
  name: 'latency-ms',
  placeholder: 'N',
  about: 'Time from the decision to the venue; 0 fills at exactly the next bar’s open.',
  shownDefault: `${CONSERVATIVE.latencyMs} ${FROM_PROFILE}`,
  read: (text, refuse) => readNumber(text, { min: 0, max: 86_400_000, whole: true }, refuse),
});

export const PORTFOLIO = valueOption({
  name: 'portfolio',
  placeholder: 'FILE',
  about:
    'Several strategies on several instruments on one account, from a JSON file with "markets" and "strategies"; in place of the options that name one.',
  shownDefault: 'none: one strategy on one instrument',
  read: (text) => text,
});

export const NO_SENSITIVITY = switchOption(
  'no-sensitivity',
  'Leave out the runs under other costs, latency and participation: a report then takes a fraction of the time.',
);

export const LIMITS = valueOption<'none' | 'default'>({
  name: 'limits',
  placeholder: 'SET',
  about: 'Risk limits: none, or default (those of a new paper account).',
  shownDefault: 'none',
  read: (text, refuse) => readChoice(text, ['none', 'default'], refuse),
});

export const TICK = valueOption({
  name: 'tick',
  placeholder: 'STEP',
  about: 'Price step.',
  shownDefault: 'of the venue’s profile, else from the digits of the file’s prices',
  read: readAmount,
});

export const LOT = valueOption({
  name: 'lot',
  placeholder: 'STEP',
  about: 'Size step.',
  shownDefault: 'of the venue’s profile, else from the digits of the file’s volumes, at most 8',
  read: readAmount,
});

export const ALLOW_GAPS = switchOption(
  'allow-gaps',
  'Run across missing bars; an order then fills at the open of the next bar that exists.',
);

export const SEED = valueOption({
  name: 'seed',
  placeholder: 'N',
  about: 'Seed of everything that chance decides.',
  shownDefault: '7',
  read: (text, refuse) => readNumber(text, { min: 0, max: 4_294_967_295, whole: true }, refuse),
});

export const FOR = valueOption({
  name: 'for',
  placeholder: 'TIME',
  about: 'Wall time to run: 500ms, 20s, 5m, 1h.',
  shownDefault: '20s; with --candles to the end of the bars',
  read: readDuration,
});

export const SPEED = valueOption({
  name: 'speed',
  placeholder: 'N',
  about: 'Simulated seconds per second, 1 to 1000; stored bars are played as fast as they can be.',
  shownDefault: '1',
  read: (text, refuse) => readNumber(text, { min: 1, max: 1_000 }, refuse),
});

/** Costs, one option each. */
export const COST_OPTIONS: readonly Option<unknown>[] = [
  COSTS,
  VOLUME_30D,
  FEE_BPS,
  TAKER_FEE_BPS,
  MAKER_FEE_BPS,
  SPREAD_BPS,
  SLIPPAGE_BPS,
  SLIPPAGE_DEVIATIONS,
  IMPACT,
  PARTICIPATION,
  LATENCY_MS,
];

/** The same option, with another default or none. */
export function withDefault<Value>(option: Option<Value>, shownDefault: string): Option<Value> {
  return { ...option, shownDefault };
}
