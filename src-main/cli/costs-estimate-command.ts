import { type Interval, LEAST_ORDERS } from '../../src-shared/domain/cost-estimate.ts';
import { type OwnCosts, type OwnOffer, ownCosts, ownOffer, takenOrders } from '../../src-shared/domain/own-costs.ts';
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

/** Costs of one instrument, or of all together. */
interface NamedCosts extends OwnCosts {
  readonly instrument: string | null;
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
    const costs = await estimate(values, context);
    if (values.has(JSON_OPTION)) printJson(context, { ...costs, profile: ownOffer(costs, 'estimate'), cautious: ownOffer(costs, 'high') });
    else printLines(context, textOf(costs));
    return 0;
  },
};

async function estimate(values: OptionValues, context: CliContext): Promise<NamedCosts> {
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
  const costs = ownCosts(
    fills,
    dailyValue === undefined || dailyVolatility === undefined ? null : { dailyValue, dailyVolatility },
    DEFAULT_SEED,
  );
  if (costs === null) {
    const of = wanted === null ? '' : ` of ${wanted}`;
    const problem = `It has ${takenOrders(fills).length} filled market orders${of}; ${LEAST_ORDERS} are needed.`;
    throw new Fault('input.invalid', { field: 'ledger', problem });
  }
  return { instrument: wanted, ...costs };
}

function optionsOf({ takerFeeBps, makerFeeBps, slippageBps, impact }: OwnOffer): string {
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

function textOf(costs: NamedCosts): readonly string[] {
  const { slippage, impact, instrument } = costs;
  const row = (label: string, { estimate, low, high }: Interval): readonly string[] => [
    label,
    rounded(estimate),
    rounded(low),
    rounded(high),
  ];
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
    `As measured:  ${optionsOf(ownOffer(costs, 'estimate'))}`,
    `Upper ends:   ${optionsOf(ownOffer(costs, 'high'))}`,
    'Spread, latency and (where it is off) impact are in the slippage.',
  ];
}
