import { describe, expect, it } from 'vitest';
import { BarWatch } from '../../../../src-main/adapters/exchange-heard/bar-watch.ts';
import type { SeriesPlace } from '../../../../src-main/adapters/exchange-heard/heard-market.ts';
import { PaperVenue } from '../../../../src-main/adapters/exchange-heard/paper-venue.ts';
import { SteadyClock } from '../../../../src-main/sessions/steady-clock.ts';
import type { HeardBars, MarketFeed } from '../../../../src-main/ports/market-feed.ts';
import { TIMEFRAMES, type Timeframe } from '../../../../src-shared/domain/candle.ts';
import { IDEAL } from '../../../../src-shared/domain/costs.ts';
import { Fault } from '../../../../src-shared/kernel/fault.ts';
import { Sfc32 } from '../../../../src-shared/kernel/random.ts';
import { MINUTE_MS, utcMs } from '../../../../src-shared/kernel/time.ts';
import { SteppedClock } from '../../../support/stepped-clock.ts';
import { instrument, START } from '../../core/matching/venue-fixture.ts';

const PLACE: SeriesPlace = { instrument: 0, timeframe: '1m' };

/** A venue whose bars are all there up to its own clock, which is ours and `ahead`. */
class ScriptedFeed implements MarketFeed {
  readonly asked: number[] = [];
  broken = false;
  ahead = 0;
  private readonly clock: SteppedClock;

  constructor(clock: SteppedClock) {
    this.clock = clock;
  }

  instruments = () => Promise.resolve([]);
  listen = () => ({ dispose: () => undefined });
  close = () => Promise.resolve();

  bars(_symbol: string, timeframe: Timeframe, since: number, most: number): Promise<HeardBars> {
    this.asked.push(this.clock.now() - START);
    if (this.broken) return Promise.reject(new Fault('venue.unreachable', { venue: 'TEST', problem: 'no way there' }));
    const span = TIMEFRAMES[timeframe];
    const time = this.clock.now() + this.ahead;
    const bars: (number | string)[][] = [];
    for (let open = Math.ceil(since / span) * span; open <= time && bars.length < most; open += span)
      bars.push([open, '100', '101', '99', '100', '1000']);
    return Promise.resolve({ bars, time });
  }
}

function ground() {
  const clock = new SteppedClock(START);
  const steady = new SteadyClock(clock, 0);
  const feed = new ScriptedFeed(clock);
  const venue = new PaperVenue({ specs: [instrument().spec], costs: { ...IDEAL, name: 'test' }, startAt: utcMs(START) });
  const missed: SeriesPlace[] = [];
  const problems: Fault[] = [];
  const watch = new BarWatch({
    feed,
    market: venue.market,
    learnDays: (instrument, days) => {
      venue.evidence.learnDays(instrument, days);
    },
    clock: steady,
    random: new Sfc32(1),
    onMissed: (place) => missed.push(place),
    onProblem: (fault) => problems.push(fault),
  });
  const bars = (): number[] => {
    const times: number[] = [];
    for (let event = venue.next(steady.now()); event !== null; event = venue.next(steady.now()))
      if (event.kind === 'bar') times.push(event.columns.time[event.row]! - START);
    return times;
  };
  /** Lets time pass in seconds, with what was asked for answered in each. */
  const pass = async (seconds: number): Promise<void> => {
    for (let i = 0; i < seconds; i += 1) {
      clock.pass(1_000);
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
  };
  return { clock, feed, venue, watch, missed, problems, bars, pass };
}

describe('the bars of a real market', () => {
  it('are there for as many as a strategy warms from, over several pages', async () => {
    const { watch, venue } = ground();
    await watch.prepare(PLACE, 1_200);
    const history = venue.history(0, '1m', utcMs(START), 1_200);
    expect(history.length).toBe(1_200);
    expect(history.time.at(-1)).toBe(START - MINUTE_MS);
    expect(venue.evidence.dailyVolume(0)).toBe(1_000);
  });

  it('come one by one, about a second after they have closed', async () => {
    const { watch, feed, bars, pass, missed } = ground();
    await watch.prepare(PLACE, 10);
    feed.asked.length = 0;
    watch.watch(PLACE);
    await pass(185);
    expect(bars()).toEqual([0, MINUTE_MS, 2 * MINUTE_MS]);
    expect(feed.asked).toEqual([61_000, 121_000, 181_000]);
    expect(missed).toEqual([]);
  });

  it('are closed by the venue’s clock: while it is behind ours it is asked again', async () => {
    const { watch, feed, bars, pass } = ground();
    await watch.prepare(PLACE, 10);
    feed.ahead = -4_000;
    watch.watch(PLACE);
    await pass(63);
    expect(bars()).toEqual([]);
    await pass(3);
    expect(bars()).toEqual([0]);
  });

  it.each([-3_600_000, 3_600_000])('come as they close, though our clock was set by %i ms', async (by) => {
    const { clock, watch, feed, bars, pass, missed } = ground();
    await watch.prepare(PLACE, 10);
    watch.watch(PLACE);
    await pass(90);
    clock.sleep(by);
    feed.ahead = -by;
    await pass(35);
    expect(bars()).toEqual([0, MINUTE_MS]);
    await pass(120);
    expect(bars()).toEqual([2 * MINUTE_MS, 3 * MINUTE_MS]);
    expect(missed).toEqual([]);
  });

  it('that were missed while nothing was heard are never told as new; the next one is', async () => {
    const { watch, feed, bars, pass, missed, problems } = ground();
    await watch.prepare(PLACE, 10);
    watch.watch(PLACE);
    await pass(70);
    feed.broken = true;
    await pass(200);
    expect(problems.length).toBeGreaterThan(4);
    expect(problems[0]?.code).toBe('venue.unreachable');
    feed.broken = false;
    await pass(100);
    expect(missed).toEqual([PLACE]);
    const told = bars();
    expect(told[0]).toBe(0);
    expect(told[1]).toBeGreaterThanOrEqual(4 * MINUTE_MS);
  });

  it('are asked for less and less often while that fails', async () => {
    const { watch, feed, pass } = ground();
    await watch.prepare(PLACE, 10);
    feed.broken = true;
    feed.asked.length = 0;
    watch.watch(PLACE);
    await pass(600);
    const gaps = feed.asked.slice(1).map((at, i) => at - feed.asked[i]!);
    expect(gaps[0]).toBeLessThanOrEqual(2_000);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(31_000);
    expect(gaps.at(-1)).toBeGreaterThanOrEqual(15_000);
  });

  it('stop when it is stopped, and a late answer is nobody’s', async () => {
    const { watch, feed, bars, pass, clock } = ground();
    await watch.prepare(PLACE, 10);
    watch.watch(PLACE);
    clock.pass(61_000);
    watch.stop();
    await pass(120);
    expect(bars()).toEqual([]);
    expect(feed.asked.filter((at) => at > 61_000)).toEqual([]);
  });

  it('that there are none of yet is said', async () => {
    const { watch, feed } = ground();
    feed.ahead = -400 * 24 * 3_600_000;
    await expect(watch.prepare(PLACE, 10)).rejects.toMatchObject({ code: 'venue.no-bars' });
  });
});
