import { expect, it } from 'vitest';
import { GAP_CAUSES, type GapCause, largestCause } from '../../../../src-shared/domain/attribution.ts';
import { candleColumns, copyCandles } from '../../../../src-shared/domain/candle.ts';
import { NO_LIMITS } from '../../../../src-shared/domain/limits.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { Sfc32 } from '../../../../src-shared/kernel/random.ts';
import type { SessionAttribution } from '../../../../src-main/sessions/attribution/attribute-session.ts';
import { attributed, INSTANCE, PARAMETERS, sumOf } from '../../../support/attribution-kit.ts';
import { PLAIN_MANNER, type VenueManner } from '../../../support/heard-venue.ts';
import { LiveAccount, type LiveLife } from '../../../support/live-attribution-kit.ts';
import { intent } from '../../../support/paper-kit.ts';
import { wanderingBars } from '../../../support/search-bars.ts';

const SESSIONS = process.env['CRYPTOORCH_TEST_LONG'] === '1' ? 2_000 : 50;
const BARS = 300;
const FROM = 20;

/** What is going on while a cause is planted. */
interface Ground {
  readonly account: LiveAccount;
  readonly life: LiveLife;
  readonly random: Sfc32;
}

const manner =
  (over: (random: Sfc32) => Partial<VenueManner>) =>
  ({ account, random }: Ground): void => {
    account.account.manner = { ...PLAIN_MANNER, ...over(random) };
  };

/** What goes otherwise than in a backtest by the means by which it would at a venue; each planted while the session runs. */
const PLANTED: Readonly<Record<Exclude<GapCause, 'signal'>, readonly ((ground: Ground) => void)[]>> = {
  timing: [manner((random) => ({ lateBars: 1 + random.below(4) }))],
  price: [manner((random) => ({ slipTicks: 2_500 + random.below(20_000) }))],
  fee: [
    manner((random) => ({ feeRate: Decimal.of(20n + BigInt(random.below(40)), 4) })),
    manner((random) => ({ feeRate: Decimal.of(20n + BigInt(random.below(40)), 4), feeIn: 'BTC' })),
    manner((random) => ({ feeRate: Decimal.of(20n + BigInt(random.below(40)), 4), feeIn: 'BNB' })),
  ],
  size: [
    manner((random) => ({ filledPercent: 30 + random.below(50) })),
    ({ life, random }) => {
      const size = { kind: 'base', amount: random.below(2) === 0 ? '0.04' : '0.25' } as const;
      life.command({ type: 'change-strategy', instance: INSTANCE, parameters: PARAMETERS, size, history: candleColumns(0) });
    },
  ],
  missed: [
    manner(() => ({ rejects: ({ side }) => side === 'buy' })),
    ({ life }) => {
      life.command({ type: 'set-limits', limits: { ...NO_LIMITS, maxOrderNotional: '1000' } });
    },
    // Money is taken out elsewhere, and nobody accepts it: nothing may be opened any more.
    ({ account, life }) => {
      account.account.move(life.opened.session.time, 'USD', Decimal.of(-500n));
      for (const ms of [1_000, 2_000]) life.venue.look(life.opened.session.time + ms);
    },
  ],
  extra: [
    ({ life, random }) => {
      life.venue.tradeElsewhere(life.opened.session.time + 1_000, 'buy', 4_000_000 + random.below(9_000_000));
    },
    ({ life, random }) => {
      life.command({ type: 'place', intents: [intent({ lots: 4_000_000 + random.below(9_000_000) })] });
    },
    // A bracket of a person: its exits stand at the venue, and one of them is taken there.
    ({ life, random }) => {
      const group = { id: 'b1' };
      const { venue } = life;
      const lots = 4_000_000 + random.below(9_000_000);
      const legs = [
        intent({ lots, group: { ...group, role: 'entry' } }),
        intent({ lots, side: 'sell', type: 'stop', triggerTicks: 100, reduceOnly: true, group: { ...group, role: 'stop' } }),
        intent({ lots, side: 'sell', type: 'limit', limitTicks: 90_000_000, reduceOnly: true, group: { ...group, role: 'target' } }),
      ];
      const [, , target] = life.place(legs);
      venue.fill(target!, life.opened.session.time + (20 + random.below(60)) * 4 * 3_600_000);
    },
  ],
};

/** A session in which one cause was planted; of every other seed the one that goes on where another was killed. */
function session(cause: GapCause, seed: number): SessionAttribution {
  const candles = wanderingBars(BARS, seed);
  const random = new Sfc32(seed);
  const account = new LiveAccount(candles);
  const killed = seed % 2 === 0;
  const wrong = 60 + random.below(200);
  const heard = copyCandles(candles);
  if (cause === 'signal') heard.close[wrong] = heard.close[wrong]! * (random.below(2) === 0 ? 0.8 : 1.2);
  let life = account
    .open(FROM, killed ? {} : { heard })
    .to(FROM)
    .start();
  if (killed) {
    life.to(FROM + 10 + random.below(25));
    const again = life.row + 1 + random.below(3);
    life = account.open(again, { heard }).to(again);
  }
  life.to(life.row + 2 + random.below(20));
  if (cause !== 'signal') {
    const means = PLANTED[cause];
    means[random.below(means.length)]!({ account, life, random });
  }
  life.to(BARS);
  return attributed(life.frames, {
    costs: null,
    ...(cause === 'signal' ? { bars: [{ id: 'as-published', symbol: 'BTC/USD', timeframe: '4h', candles }] } : {}),
  });
}

/** The first session of a seed in which what was planted changed anything: it may lie behind the last trade. */
function planted(cause: GapCause, seed: number): SessionAttribution {
  for (let tries = 0; ; tries += 1) {
    const found = session(cause, seed + tries * 10_000);
    if (!found.gap.gap.isZero()) return found;
  }
}

it('the planted cause is named first, the residual is below a hundredth of the gap, and every sum is exact', { timeout: 900_000 }, () => {
  for (let seed = 1; seed <= SESSIONS; seed += 1) {
    const cause = GAP_CAUSES[seed % GAP_CAUSES.length]!;
    const { gap } = planted(cause, seed);
    expect(largestCause(gap.parts), `seed ${String(seed)}`).toBe(cause);
    expect(gap.residual.abs().mul(Decimal.of(100n)).compare(gap.gap.abs()), `seed ${String(seed)}`).toBe(-1);
    for (const split of [gap, ...gap.trades]) expect(sumOf(split).toString(), `seed ${String(seed)}`).toBe(split.gap.toString());
  }
});

it('a session in which nothing was planted has no gap, whether or not it goes on where another was killed', () => {
  for (const killed of [false, true]) {
    const account = new LiveAccount(wanderingBars(BARS, 2));
    let life = account.open(FROM).to(FROM).start();
    if (killed) life = account.open(life.to(FROM + 30).row + 1);
    const { gap, sessionFills, backtestFills } = attributed(life.to(BARS).frames, { costs: null });
    expect(sessionFills).toBeGreaterThan(5);
    expect(backtestFills).toBe(sessionFills);
    expect(gap.gap.toString()).toBe('0');
    expect(largestCause(gap.parts)).toBeNull();
  }
});
