import { readdirSync } from 'node:fs';
import { homePaths, journalFolder } from '../../src-main/adapters/home/home.ts';
import { dirname } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type GapAttribution, GAP_CAUSES } from '../../src-shared/domain/attribution.ts';
import { ELSEWHERE } from '../../src-shared/domain/order.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import { attributeJournal } from '../../src-main/run-attribution.ts';
import type { SessionAttribution } from '../../src-main/sessions/attribution/attribute-session.ts';
import type { StrategyPlacement } from '../../src-main/sessions/backtest-types.ts';
import type { OpenedSession } from '../../src-main/sessions/open-session.ts';
import { sumOf } from '../support/attribution-kit.ts';
import { LiveHome, liveIntent, type LiveScript, SetClock } from '../support/live-kit.ts';
import type { AcceptedDifference } from '../../src-main/core/engine/accepted-difference.ts';

// Sessions with an account at a venue on the loopback, each held against its backtest.

let live: LiveHome;
let clock: SetClock;

beforeEach(async () => {
  clock = new SetClock();
  live = await LiveHome.open('binance', clock);
});

afterEach(() => live.close());

type Step = LiveScript[number];

/** How long before its first bar closes a session begins. */
const BEFORE_MS = 5_000;

const READY: Step = ({ opened: { engine } }) => !engine.gate.recovering && engine.account.market.markTicks[0]! > 0;
const SETTLED: Step = ({ opened: { engine } }) => engine.account.orders.size === 0;

/** Buys a hundredth of a coin at the first close of a minute. */
function holder(instance: string): StrategyPlacement {
  const size = { kind: 'base', amount: '0.01' } as const;
  return { instance, strategy: 'buy-and-hold', instrument: 0, timeframe: '1m', parameters: {}, size };
}

function held(session: string): SessionAttribution {
  const found = attributeJournal(live.home, { session, costs: null, bars: [] });
  for (const split of [found.gap, ...found.gap.trades]) expect(sumOf(split).toString()).toBe(split.gap.toString());
  expect(found.gap.residual.toString()).toBe('0');
  return found;
}

function causesOf({ parts }: Pick<GapAttribution, 'parts'>): readonly string[] {
  return GAP_CAUSES.filter((cause) => !parts[cause].isZero());
}

it('that was killed with an order in doubt, and the one that goes on, traded elsewhere and by hand and corrected', async () => {
  live.venue.control.run({ do: 'add fault', rule: { surface: 'rest', endpoint: 'POST /api/v3/order', fault: { kind: 'lose reply' } } });
  live.venue.control.run({ do: 'add fault', rule: { surface: 'user', times: 10, fault: { kind: 'drop' } } });
  const dies: Step = ({ opened: { engine } }) => {
    if (engine.account.orders.all()[0]?.state === 'in-doubt') throw new Error('killed');
    return false;
  };
  clock.beforeMinute(BEFORE_MS);
  await expect(live.session([READY, dies], { placements: [holder('first')] })).rejects.toThrow('killed');
  const [killed] = readdirSync(dirname(dirname(journalFolder(homePaths(live.home), 'x'))));
  const first = held(killed!);
  expect([first.scope.book, first.sessionFills, first.backtestFills]).toEqual(['live', 0, 1]);
  expect(first.gap.trades).toMatchObject([{ origin: 'first', both: 0, backtestOnly: 1, reasons: ['in-doubt'] }]);
  // What it did not buy has no profit yet where the price has not moved since.
  expect(causesOf(first.gap).filter((cause) => cause !== 'missed')).toEqual([]);

  clock.beforeMinute(BEFORE_MS);
  const differing = (opened: OpenedSession): AcceptedDifference[] =>
    opened.engine.reconciliation.differences.map(({ asset, booked, held: there }) => ({ asset, amount: there.sub(booked) }));
  const outcome = await live.session(
    [
      READY,
      () => {
        live.venue.control.run({ do: 'trade elsewhere', account: 'trader', symbol: 'BTCUSDT', side: 'BUY', quantity: '0.02' });
        return true;
      },
      ({ opened: { engine } }) => engine.director.holdings(0).length === 2 && engine.director.holdings(0).every(([, lots]) => lots > 0),
      ({ opened: { engine } }) => engine.account.positions.lots(0) > 3_900,
      SETTLED,
      ({ command }) => command({ type: 'place', intents: [liveIntent()] }).ok,
      SETTLED,
      () => {
        live.venue.control.run({ do: 'transfer', account: 'trader', asset: 'USDT', amount: '-250.5' });
        live.venue.control.run({ do: 'cut connections', kind: 'account' });
        return true;
      },
      ({ opened }) => opened.engine.gate.differing,
      ({ command, opened }) => command({ type: 'accept-differences', differences: differing(opened) }).ok,
    ],
    { placements: [holder('first'), holder('second')] },
  );
  const second = held(outcome.session);
  expect(second.moved.map(({ reason, asset, amount }) => [reason, asset, amount.toString()])).toEqual([['correction', 'USDT', '-250.5']]);
  // The account began with 100,000; what was taken out is no loss.
  const profit = outcome.equity.add(Decimal.parse('250.5')).sub(Decimal.of(100_000n));
  expect(second.gap.sessionProfit.toString()).toBe(profit.toString());
  // What was in doubt, and what was decided since: the same orders in both runs.
  for (const origin of ['first', 'second']) {
    const [trade, ...more] = second.gap.trades.filter((each) => each.origin === origin);
    expect([trade?.both, trade?.sessionOnly, trade?.backtestOnly, more.length]).toEqual([1, 0, 0, 0]);
    expect(trade!.parts.extra.isZero() && trade!.parts.missed.isZero() && trade!.parts.signal.isZero()).toBe(true);
  }
  for (const origin of [ELSEWHERE, 'you'])
    expect(second.gap.trades.filter((each) => each.origin === origin).every((each) => causesOf(each).join(' ') === 'extra')).toBe(true);
}, 90_000);
