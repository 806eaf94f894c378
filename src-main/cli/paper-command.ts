import type { AlertFiring } from '../../src-shared/domain/alert.ts';
import { PAPER_ALERT, paperAlerts } from './alert-options.ts';
import { tellAlert } from './tell-alert.ts';
import type { PaperOutcome, PaperSpec } from '../sessions/paper-types.ts';
import { Instrument } from '../../src-shared/domain/instrument.ts';
import { roundTrips } from '../../src-shared/domain/round-trips.ts';
import { closedTrade } from '../../src-shared/domain/report.ts';
import type { ChosenStrategy } from './chosen-strategy.ts';
import { againstBacktest, NO_ATTRIBUTION } from './against-backtest.ts';
import { type Command, type ExitCode, JSON_OPTION } from './command.ts';
import type { CliContext } from './context.ts';
import { grouped, minuteTime, percent } from './figures.ts';
import { note, printJson, printLines } from './output.ts';
import { tradeJson } from './backtest-json.ts';
import {
  PAPER_CANDLES,
  PAPER_CASH,
  PAPER_DATA,
  PAPER_INSTRUMENT,
  PAPER_LIMITS,
  PAPER_SIZE,
  PAPER_STRATEGY,
  PAPER_TIMEFRAME,
  closeOwn,
  overStoredBars,
  paperSpec,
  paperStrategies,
} from './paper-setup.ts';
import { Progress } from './progress.ts';
import { FROM, RUN_DATA, TO } from './data-options.ts';
import { ALLOW_GAPS, COST_OPTIONS, FOR, LOT, PARAM, SEED, SPEED, STRATEGIES_FOLDER, TICK } from './run-options.ts';
import { missingOption } from './option-values.ts';
import { PROTECTIONS } from './protections-option.ts';

/** Trades on paper, on the simulated market, on a real venue's or over stored bars, with everything in the ledger of the home folder. */
export const paperCommand: Command = {
  name: 'paper',
  about: 'Trade on paper: on the simulated market, on a venue’s as it is now, or over stored bars; every fill goes into the ledger.',
  positionals: [],
  options: [
    FOR,
    SPEED,
    PAPER_STRATEGY,
    STRATEGIES_FOLDER,
    PARAM,
    PAPER_INSTRUMENT,
    PAPER_TIMEFRAME,
    PAPER_CANDLES,
    PAPER_DATA,
    FROM,
    TO,
    PAPER_CASH,
    PAPER_SIZE,
    ...COST_OPTIONS,
    PAPER_LIMITS,
    PROTECTIONS,
    PAPER_ALERT,
    TICK,
    LOT,
    ALLOW_GAPS,
    SEED,
    NO_ATTRIBUTION,
    JSON_OPTION,
  ],
  examples: [
    'cryptoorch paper --for 20s --speed 200 --strategy sma-cross --seed 7 --json',
    'cryptoorch paper --for 5m --speed 60 --instrument BTC/USD --instrument ETH/USD --strategy grid',
    'cryptoorch paper --candles btc-4h.csv.gz --instrument BTC/USD --timeframe 4h --strategy sma-cross --json',
    'cryptoorch paper --instrument BTC/USDT.BINANCE --timeframe 5m --strategy donchian-breakout --for 8h',
    'cryptoorch paper --for 1m --speed 60 --alert "BTC/USD moves 1% within 15m each"',
    'cryptoorch paper --data BTC/USDT.BINANCE:1h --from 2025-01-01 --strategy sma-cross',
  ],
  async run(values, context) {
    if (overStoredBars(values)) {
      const needed = values.has(RUN_DATA) ? [PAPER_STRATEGY] : [PAPER_INSTRUMENT, PAPER_TIMEFRAME, PAPER_STRATEGY];
      for (const option of needed) if (!values.has(option)) throw missingOption(option);
      if (values.has(SPEED)) note(context, 'Stored bars are played as fast as they can be; --speed changes nothing.');
    }
    const progress = new Progress(context);
    const chosen = paperStrategies(values, context);
    const firings: AlertFiring[] = [];
    const tell = tellAlert(values, context);
    let outcome: PaperOutcome;
    try {
      const onProgress = (done: number): void => progress.tell(() => `paper session: ${percent(done)}`);
      const session = await paperSpec(values, { context, chosen, onProgress });
      const alerts = paperAlerts(
        values,
        session,
        context.services.profiles.map(({ id }) => id),
      );
      const onAlert = (firing: AlertFiring): void => {
        firings.push(firing);
        tell(firing);
      };
      const spec: PaperSpec = { ...session, alerts, onAlert };
      try {
        outcome = await context.services.paper(context.home, spec);
      } finally {
        if (spec.market.kind === 'exchange') await spec.market.feed.close();
      }
    } finally {
      closeOwn(chosen);
    }
    progress.end();
    if (values.has(JSON_OPTION))
      printJson(context, { ...paperJson(outcome, chosen), ...(values.has(PAPER_ALERT) ? { alertsFired: firings } : {}) });
    else printPaper(outcome, context, values.has(NO_ATTRIBUTION) ? [] : againstBacktest(outcome.session, context));
    return paperExit(outcome);
  },
};

/** A ledger that does not balance, an order whose fate is not known and a strategy that could not go on are bad answers. */
function paperExit(outcome: PaperOutcome): ExitCode {
  return outcome.ledger.balanced && outcome.inDoubt === 0 && outcome.stopped.length === 0 ? 0 : 1;
}

function paperJson(outcome: PaperOutcome, chosen: readonly ChosenStrategy[]): Readonly<Record<string, unknown>> {
  const instruments = outcome.instruments.map((spec, index) => new Instrument(spec, index));
  const own = chosen.flatMap((strategy) => strategy.own ?? []);
  const trips = roundTrips(outcome.fills, instruments);
  const closed = trips.filter((trip) => trip.exitTime !== null);
  return {
    session: outcome.session,
    from: outcome.from,
    to: outcome.to,
    cash: outcome.cash.toNumber(),
    closedTrades: closed.length,
    trades: closed.map((trip) => ({
      instrument: instruments[trip.instrument]!.id,
      ...tradeJson(closedTrade(trip, instruments[trip.instrument]!)),
    })),
    fillList: outcome.fills.map((fill) => ({
      time: fill.time,
      instrument: instruments[fill.instrument]!.id,
      origin: fill.origin,
      side: fill.side,
      price: instruments[fill.instrument]!.toPrice(fill.ticks),
      quantity: instruments[fill.instrument]!.sizeOf(fill.lots).toNumber(),
      fee: fill.fee.toNumber(),
    })),
    refusalCodes: outcome.refusals,
    inDoubt: outcome.inDoubt,
    problems: outcome.ledger.problems,
    stopped: outcome.stopped,
    ...(own.length === 0 ? {} : { strategyHashes: Object.fromEntries(own.map(({ definition, hash }) => [definition.spec.id, hash])) }),
    fills: outcome.fills.length,
    orders: outcome.orders,
    refusals: Object.values(outcome.refusals).reduce((sum, count) => sum + count, 0),
    equity: outcome.equity.toNumber(),
    ledger: outcome.ledger.balanced ? 'balanced' : 'unbalanced',
  };
}

function printPaper(outcome: PaperOutcome, context: CliContext, attribution: readonly string[]): void {
  const quote = outcome.instruments[0]?.quote ?? '';
  const refused = Object.entries(outcome.refusals).map(([code, count]) => `  ${count} by ${code}`);
  const { ledger } = outcome;
  printLines(context, [
    `Paper session ${outcome.session}: ${minuteTime(outcome.from)} to ${minuteTime(outcome.to)} UTC of market time`,
    `Equity ${grouped(outcome.equity, 2)} ${quote}, of it cash ${grouped(outcome.cash, 2)}.`,
    `${outcome.orders} orders, ${outcome.fills.length} fills, ${refused.length === 0 ? 'none refused' : 'refused:'}`,
    ...refused,
    ...outcome.stopped.map(({ instance, reason }) => `${instance} was stopped: ${reason}`),
    ledger.balanced
      ? `The ledger balances: ${ledger.postings} postings in ${ledger.transactions} transactions.`
      : 'The ledger does not balance:',
    ...ledger.problems.map((problem) => `  ${problem}`),
    ...(outcome.inDoubt > 0 ? [`${outcome.inDoubt} orders are in doubt: their fate is not known.`] : []),
    ...attribution,
    `Replay it with: cryptoorch replay ${outcome.session}`,
  ]);
}
