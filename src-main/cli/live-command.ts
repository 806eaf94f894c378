import { TIMEFRAMES } from '../../src-shared/domain/candle.ts';
import { DEFAULT_LIMITS, NO_LIMITS } from '../../src-shared/domain/limits.ts';
import type { StrategyPlacement } from '../sessions/backtest-types.ts';
import type { LiveOutcome } from '../sessions/live-types.ts';
import { againstBacktest, NO_ATTRIBUTION } from './against-backtest.ts';
import type { ChosenStrategy } from './chosen-strategy.ts';
import { DEFAULT_SEED, strategyOf } from './chosen-strategy.ts';
import { type Command, type ExitCode, JSON_OPTION } from './command.ts';
import type { CliContext } from './context.ts';
import { STRATEGIES_FOLDER } from './run-options.ts';
import { ACCEPT_UNPROVEN, ACCOUNT, CONFIRM_LIVE, LIVE_DIRECTION, LIVE_INSTRUMENT, LIVE_LEVERAGE, WITHOUT_GATE } from './live-options.ts';
import { runWithAccount } from './live-setup.ts';
import { liveJson, liveLines } from './live-text.ts';
import { printJson, printLines } from './output.ts';
import { closeOwn, PAPER_LIMITS, PAPER_SIZE, PAPER_TIMEFRAME, placed } from './paper-setup.ts';
import { type OptionValues, wrongValue } from './option-values.ts';
import { PROTECTIONS, withProtections } from './protections-option.ts';
import { COST_OPTIONS, FOR, PARAM, SEED, STRATEGY, withDefault } from './run-options.ts';
import { costsOf } from './run-setup.ts';
import { valueOption } from './option.ts';

const LIVE_STRATEGY = valueOption({
  ...STRATEGY,
  placeholder: 'NAME',
  shownDefault: 'none: orders made elsewhere are booked',
  repeats: true,
});
const LIVE_SIZE = withDefault(PAPER_SIZE, 'equity:0.1 for each instrument');
const LIVE_LIMITS = withDefault(PAPER_LIMITS, 'default; a known account goes on with its own');
const LIVE_TIMEFRAME = withDefault(PAPER_TIMEFRAME, '1m');

/** Trades with an account at a venue. */
export const liveCommand: Command = {
  name: 'live',
  about:
    'Trade with an account at an exchange, on its test network or with real money: every order’s fate is proven, every fill goes into the ledger.',
  positionals: [],
  options: [
    ...[
      ACCOUNT,
      LIVE_INSTRUMENT,
      LIVE_LEVERAGE,
      LIVE_DIRECTION,
      LIVE_STRATEGY,
      STRATEGIES_FOLDER,
      PARAM,
      LIVE_TIMEFRAME,
      LIVE_SIZE,
      LIVE_LIMITS,
      PROTECTIONS,
      FOR,
    ],
    ...[CONFIRM_LIVE, WITHOUT_GATE, ACCEPT_UNPROVEN, ...COST_OPTIONS, SEED, NO_ATTRIBUTION, JSON_OPTION],
  ],
  examples: [
    'cryptoorch live --account practice --instrument BTC/USDT --strategy sma-cross --timeframe 5m',
    'cryptoorch live --account main --instrument BTC/USDT --strategy grid --without-gate main --confirm "LIVE main"',
  ],
  async run(values, context) {
    const chosen: ChosenStrategy[] = [];
    let outcome: LiveOutcome;
    try {
      for (const name of values.all(LIVE_STRATEGY)) chosen.push(strategyOf(name, values, context));
      outcome = await runWithAccount(values, context, taskOf(values, context, chosen));
    } finally {
      closeOwn(chosen);
    }
    if (values.has(JSON_OPTION)) printJson(context, liveJson(outcome));
    else printLines(context, liveLines(outcome, values.has(NO_ATTRIBUTION) ? [] : againstBacktest(outcome.session, context)));
    return liveExit(outcome);
  },
};

function taskOf(values: OptionValues, context: CliContext, chosen: readonly ChosenStrategy[]): Parameters<typeof runWithAccount>[2] {
  const own = chosen.flatMap((strategy) => strategy.own ?? []);
  const places = values.all(LIVE_INSTRUMENT).map((_, index) => index);
  return {
    purpose: 'trade',
    placements: onContracts(placed(values, chosen, places), values, chosen),
    ...(own.length === 0 ? {} : { own }),
    limits: withProtections(values.given(LIVE_LIMITS) === 'none' ? NO_LIMITS : DEFAULT_LIMITS, values, {
      context,
      candleMs: TIMEFRAMES[values.given(LIVE_TIMEFRAME) ?? '1m'],
    }),
    costs: costsOf(values),
    seed: values.given(SEED) ?? DEFAULT_SEED,
    durationMs: values.given(FOR) ?? null,
  };
}

/** Strategies with the sides that they may hold of perpetuals. Fails with `input.option-value` where they are asked to be short of coins, or have no short side. */
function onContracts(
  placements: readonly StrategyPlacement[],
  values: OptionValues,
  chosen: readonly ChosenStrategy[],
): readonly StrategyPlacement[] {
  const ways = values.given(LIVE_DIRECTION) ?? 'long';
  if (ways === 'long') return placements;
  const coin = values.all(LIVE_INSTRUMENT).find((symbol) => !symbol.includes(':'));
  if (coin !== undefined) throw wrongValue(LIVE_DIRECTION, `${coin} is spot, which is held long alone.`);
  const longOnly = chosen.find(({ definition }) => definition.spec.shorts !== true);
  if (longOnly !== undefined) throw wrongValue(LIVE_DIRECTION, `${longOnly.definition.spec.id} has no short side.`);
  return placements.map((placement) => ({ ...placement, ways }));
}

/** An account that does not agree with its ledger, an order whose fate is not known and a way that was lost are bad answers. */
function liveExit({ ledger, inDoubt, stopped, agreed, leftOpen, lost }: LiveOutcome): ExitCode {
  return ledger.balanced && inDoubt === 0 && stopped.length === 0 && agreed && leftOpen === 0 && lost === null ? 0 : 1;
}
