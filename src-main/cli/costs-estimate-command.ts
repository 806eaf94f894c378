import {
  estimateSlippage,
  impactOf,
  type Interval,
  LEAST_ORDERS,
  type OwnFill,
  type SlippageEstimate,
} from '../../src-shared/domain/cost-estimate.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import { DEFAULT_SEED } from './chosen-strategy.ts';
import { type Command, JSON_OPTION } from './command.ts';
import type { CliContext } from './context.ts';
import { valueOption } from './option.ts';
import { type OptionValues, wrongValue } from './option-values.ts';
import { alignColumns, printJson, printLines } from './output.ts';
import { INSTRUMENT, withDefault } from './run-options.ts';
import { readNumber } from './value-readers.ts';

const OF_INSTRUMENT = withDefault(INSTRUMENT, 'all of the ledger together');

const DAILY_VALUE = valueOption({
  name: 'daily-value',
  placeholder: 'AMOUNT',
  about: 'What the market trades of the instrument in a day, quote money; with --daily-volatility the impact coefficient is worked out.',
  shownDefault: 'none: the impact stays a part of the slippage',
  read: (text, refuse) => readNumber(text, { min: 0, max: 1e15, above: true }, refuse),
});

const DAILY_VOLATILITY = valueOption({
  name: 'daily-volatility',
  placeholder: 'F',
  about: 'Standard deviation of the instrument’s daily returns, 0.03 for 3 %.',
  shownDefault: 'none',
  read: (text, refuse) => readNumber(text, { min: 0, max: 10, above: true }, refuse),
});

/** What one's own fills cost, as the ledger has them. */
interface OwnCosts {
  readonly instrument: string | null;
  readonly slippage: SlippageEstimate;
  /** Basis points of value; null where no fill was of that kind. */
  readonly takerFeeBps: number | null;
  readonly makerFeeBps: number | null;
  /** null where the market was not given or size makes no difference that shows. */
  readonly impact: Interval | null;
}

/** Estimates costs anew from what one's own orders were filled at. */
export const costsEstimateCommand: Command = {
  name: 'costs estimate',
  about: `Estimate slippage, impact and fees from the ledger’s own market orders, with intervals; at least ${LEAST_ORDERS} are needed.`,
  positionals: [],
  options: [OF_INSTRUMENT, DAILY_VALUE, DAILY_VOLATILITY, JSON_OPTION],
  examples: [
    'cryptoorch costs estimate',
    'cryptoorch costs estimate --instrument BTC/USD.SIM --daily-value 900000000 --daily-volatility 0.025 --json',
  ],
  async run(values, context) {
    const costs = await ownCosts(values, context);
    if (values.has(JSON_OPTION)) printJson(context, { ...costs, ...offers(costs) });
    else printLines(context, textOf(costs));
    return 0;
  },
};

async function ownCosts(values: OptionValues, context: CliContext): Promise<OwnCosts> {
  const market = { dailyValue: values.given(DAILY_VALUE), dailyVolatility: values.given(DAILY_VOLATILITY) };
  const { dailyValue, dailyVolatility } = market;
  if ((dailyValue === undefined) !== (dailyVolatility === undefined))
    throw wrongValue(dailyValue === undefined ? DAILY_VOLATILITY : DAILY_VALUE, 'needs the other of --daily-value and --daily-volatility.');
  const name = values.given(OF_INSTRUMENT);
  if (dailyValue !== undefined && name === undefined) throw wrongValue(DAILY_VALUE, 'is of one instrument; name it with --instrument.');
  const wanted = name === undefined ? null : `${name.base}/${name.quote}`;
  const fills = (await context.services.ownFills(context.home)).filter(
    ({ instrument }) =>
      wanted === null || instrument === `${wanted}.${name?.venue ?? ''}` || (name?.venue === null && instrument.startsWith(`${wanted}.`)),
  );
  const orders = ordersOf(fills);
  const slippage = estimateSlippage(orders, DEFAULT_SEED);
  if (slippage === null) {
    const of = wanted === null ? '' : ` of ${wanted}`;
    throw new Fault('input.invalid', {
      field: 'ledger',
      problem: `It has ${orders.length} filled market orders${of}; ${LEAST_ORDERS} are needed.`,
    });
  }
  const { line } = slippage;
  const impact =
    dailyValue === undefined || dailyVolatility === undefined || line === null || line.perRoot.low <= 0
      ? null
      : mapped(line.perRoot, (perRoot) => impactOf(perRoot, { dailyValue, dailyVolatility }));
  return { instrument: wanted, slippage, takerFeeBps: feeBps(fills, 'taker'), makerFeeBps: feeBps(fills, 'maker'), impact };
}

function mapped({ estimate, low, high }: Interval, by: (value: number) => number): Interval {
  return { estimate: by(estimate), low: by(low), high: by(high) };
}

/** Market orders with the mean slippage of their fills, weighted by value. */
function ordersOf(fills: readonly OwnFill[]): { readonly value: number; readonly slippageBps: number }[] {
  const orders = new Map<string, { value: number; paid: number }>();
  for (const { order, type, value, slippageBps } of fills) {
    if (type !== 'market' || slippageBps === null) continue;
    const entry = orders.get(order) ?? { value: 0, paid: 0 };
    orders.set(order, { value: entry.value + value, paid: entry.paid + value * slippageBps });
  }
  return [...orders.values()].filter(({ value }) => value > 0).map(({ value, paid }) => ({ value, slippageBps: paid / value }));
}

function feeBps(fills: readonly OwnFill[], liquidity: OwnFill['liquidity']): number | null {
  let value = 0;
  let fees = 0;
  for (const fill of fills) {
    if (fill.liquidity !== liquidity || fill.fee === null) continue;
    value += fill.value;
    fees += fill.fee;
  }
  return value > 0 ? (fees / value) * 10_000 : null;
}

interface Offer {
  readonly takerFeeBps: number | null;
  readonly makerFeeBps: number | null;
  readonly slippageBps: number;
  readonly impact: number;
}

/** Profiles that follow: as measured, and with the upper ends. Spread and latency are in the slippage, which is measured from the price of the decision. */
function offers({ slippage, impact, takerFeeBps, makerFeeBps }: OwnCosts): { readonly profile: Offer; readonly cautious: Offer } {
  const slipped = impact === null || slippage.line === null ? slippage.mean : slippage.line.base;
  const offer = (end: 'estimate' | 'high'): Offer => ({
    takerFeeBps,
    makerFeeBps,
    slippageBps: Math.max(0, slipped[end]),
    impact: impact?.[end] ?? 0,
  });
  return { profile: offer('estimate'), cautious: offer('high') };
}

function optionsOf({ takerFeeBps, makerFeeBps, slippageBps, impact }: Offer): string {
  const fees = [
    ...(takerFeeBps === null ? [] : [`--taker-fee-bps ${rounded(takerFeeBps)}`]),
    ...(makerFeeBps === null ? [] : [`--maker-fee-bps ${rounded(makerFeeBps)}`]),
  ];
  const impactText = impact === 0 ? 'off' : rounded(impact);
  return [...fees, '--spread-bps 0', `--slippage-bps ${rounded(slippageBps)}`, `--impact ${impactText}`, '--latency-ms 0'].join(' ');
}

function rounded(value: number): string {
  return String(Number(value.toFixed(4)));
}

function textOf(costs: OwnCosts): readonly string[] {
  const { slippage, impact, instrument } = costs;
  const row = (label: string, { estimate, low, high }: Interval): readonly string[] => [
    label,
    rounded(estimate),
    rounded(low),
    rounded(high),
  ];
  const { profile, cautious } = offers(costs);
  return [
    `${slippage.orders} filled market orders${instrument === null ? '' : ` of ${instrument}`}, measured from the price of the decision.`,
    '',
    ...alignColumns([
      ['', 'Estimate', '95 %: from', 'to'],
      row('Slippage, bp', slippage.mean),
      ...(slippage.line === null
        ? []
        : [row('of a tiny order, bp', slippage.line.base), row('more per root of value, bp', slippage.line.perRoot)]),
      ...(impact === null ? [] : [row('Impact coefficient', impact)]),
    ]),
    '',
    `As measured:  ${optionsOf(profile)}`,
    `Upper ends:   ${optionsOf(cautious)}`,
    'Spread, latency and (where it is off) impact are in the slippage.',
  ];
}
