import { describe, expect, it } from 'vitest';
import type { Timeframe } from '../../../../src-shared/domain/candle.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import type { ClientOrderId } from '../../../../src-shared/kernel/ids.ts';
import { utcMs } from '../../../../src-shared/kernel/time.ts';
import { CandleReplay, type ReplaySeries } from '../../../../src-main/adapters/candle-replay/candle-replay.ts';
import type { MarketEvent } from '../../../../src-main/ports/market-source.ts';
import { bars, costs, FLAT, HOUR, instrument, order, START, type BarRow } from '../../core/matching/venue-fixture.ts';

const END = utcMs(Number.POSITIVE_INFINITY);
const MINUTE = 60_000;

function series(index: number, timeframe: Timeframe, rows: readonly BarRow[]): ReplaySeries {
  const stepMs = timeframe === '15m' ? 15 * MINUTE : HOUR;
  return { instrument: index, timeframe, columns: bars(rows, stepMs) };
}

function replayOf(parts: readonly ReplaySeries[], latencyMs = 0): CandleReplay {
  return new CandleReplay({
    instruments: [0, 1, 2].map((index) => instrument(index)),
    series: parts,
    costs: costs({ latencyMs }),
    balances: new Map(['USD', 'BTC', 'ETH', 'SOL'].map((asset) => [asset, Decimal.parse('100000')])),
  });
}

const hours = (time: number): number => Math.round(((time - START) / HOUR) * 1_000) / 1_000;

function text(event: MarketEvent): string {
  if (event.kind === 'bar') return `bar ${event.instrument} ${event.timeframe} ${hours(event.time)}${event.last ? ' last' : ''}`;
  return event.kind === 'execution' ? `${event.report.kind} ${event.report.order} ${hours(event.time)}` : event.kind;
}

/** Plays to the end; `react` may send orders and cancels. */
function play(replay: CandleReplay, react: (event: MarketEvent) => void = () => undefined): string[] {
  const told: string[] = [];
  let time = Number.NEGATIVE_INFINITY;
  for (let event = replay.next(END); event !== null; event = replay.next(END)) {
    expect(event.time).toBeGreaterThanOrEqual(time);
    time = event.time;
    told.push(text(event));
    react(event);
  }
  return told;
}

describe('a replay as a market', () => {
  it('tells closed bars in order of time, instrument and timeframe, and says which is the last', () => {
    const replay = replayOf([
      series(1, '1h', [FLAT, null, FLAT]),
      series(0, '1h', [FLAT, FLAT]),
      series(0, '15m', [FLAT, FLAT, FLAT, FLAT]),
    ]);
    expect(play(replay)).toEqual([
      'bar 0 15m 0.25',
      'bar 0 15m 0.5',
      'bar 0 15m 0.75',
      'bar 0 15m 1 last',
      'bar 0 1h 1',
      'bar 1 1h 1',
      'bar 0 1h 2 last',
      'bar 1 1h 3 last',
    ]);
  });

  it('reuses one bar object whose row holds the bar', () => {
    const replay = replayOf([series(0, '1h', [FLAT, [1, 2, 1, 2, 3]])]);
    const first = replay.next(END);
    const second = replay.next(END);
    expect(second).toBe(first);
    expect(second).toMatchObject({ row: 1, place: 0, time: START + 2 * HOUR, received: START + 2 * HOUR });
    expect(second?.kind === 'bar' && second.columns.close[second.row]).toBe(2);
    expect(replay.next(END)).toBeNull();
  });

  it('goes no further than it is asked, and its time is then that instant', () => {
    const replay = replayOf([series(0, '1h', [FLAT, FLAT, FLAT])], 250);
    expect(replay.next(utcMs(START + HOUR - 1))).toBeNull();
    expect(replay.next(utcMs(START + HOUR))).not.toBeNull();
    expect(replay.next(utcMs(START + HOUR + 100))).toBeNull();
    replay.submit(order({ id: 'a' }));
    expect(replay.next(utcMs(START + HOUR + 349))).toBeNull();
    expect(replay.next(utcMs(START + HOUR + 350))).toMatchObject({
      kind: 'execution',
      time: START + HOUR + 350,
      report: { kind: 'acknowledged' },
    });
    // Sent inside the second bar: the third bar's open is the next.
    expect(play(replay)).toEqual(['bar 0 1h 2', 'fill a 2', 'bar 0 1h 3 last']);
  });

  it('takes orders before its first bar, and says which place a bar has', () => {
    const replay = replayOf([series(1, '1h', [FLAT]), series(0, '1h', [FLAT]), series(0, '15m', [FLAT])]);
    replay.submit(order({ id: 'a' }));
    const places: number[] = [];
    const told = play(replay, (event) => {
      if (event.kind === 'bar') places.push(event.place);
    });
    expect(told.slice(0, 2)).toEqual(['acknowledged a 0', 'fill a 0']);
    expect(places).toEqual([0, 1, 2]);
  });

  it('gives history up to an instant and knows its series', () => {
    const replay = replayOf([series(0, '1h', [FLAT, FLAT, null, FLAT])]);
    const opens = (before: number, count: number): number[] =>
      [...replay.history(0, '1h', utcMs(START + before), count).time].map((time) => hours(time));
    expect(opens(HOUR - 1, 9)).toEqual([]);
    expect(opens(2 * HOUR, 9)).toEqual([0, 1]);
    expect(opens(9 * HOUR, 2)).toEqual([1, 3]);
    replay.subscribe(0, '1h');
    expect(() => {
      replay.subscribe(0, '15m');
    }).toThrow('has bars');
    expect(() => replayOf([])).toThrow('has bars');
    expect(() => replayOf([series(7, '1h', [FLAT])])).toThrow('belong');
    expect(() => replayOf([series(0, '1h', [FLAT]), series(0, '1h', [FLAT])])).toThrow('one series');
  });
});

describe('a replay as a venue', () => {
  it('matches all opens of an instant before anybody hears of one, then all ranges', () => {
    const dip: BarRow = [100, 100, 90, 100, 1_000];
    const replay = replayOf([series(0, '1h', [FLAT, dip, FLAT]), series(1, '1h', [FLAT, dip, FLAT])]);
    const told = play(replay, (event) => {
      if (event.kind !== 'bar' || event.time !== START + HOUR) return;
      const index = event.instrument;
      replay.submit(order({ id: `m${index}`, instrument: index }));
      replay.submit(order({ id: `l${index}`, instrument: index, type: 'limit', limitTicks: 9_500 }));
    });
    expect(told.slice(2)).toEqual([
      ...['m0', 'l0', 'm1', 'l1'].map((id) => `acknowledged ${id} 1`),
      'fill m0 1',
      'fill m1 1',
      'fill l0 2',
      'fill l1 2',
      'bar 0 1h 2',
      'bar 1 1h 2',
      'bar 0 1h 3 last',
      'bar 1 1h 3 last',
    ]);
  });

  it('an answer to a fill at an open, or inside a bar, waits for the next open', () => {
    const dip: BarRow = [100, 100, 90, 100, 1_000];
    const replay = replayOf([series(0, '1h', [FLAT, dip, dip]), series(1, '1h', [FLAT, dip, dip])]);
    const told = play(replay, (event) => {
      if (event.kind === 'bar' && event.row === 0 && event.instrument === 0) replay.submit(order({ id: 'a' }));
      if (event.kind === 'execution' && event.report.kind === 'fill' && event.report.order === 'a') {
        for (const index of [0, 1]) replay.submit(order({ id: `b${index}`, instrument: index, type: 'limit', limitTicks: 9_500 }));
      }
    });
    expect(told.filter((line) => line.startsWith('fill'))).toEqual(['fill a 1', 'fill b0 3', 'fill b1 3']);
  });

  it('a cancel in answer to a fill inside a bar does not undo what the same instant filled', () => {
    const dip: BarRow = [100, 100, 90, 100, 1_000];
    const replay = replayOf([series(0, '1h', [FLAT, dip]), series(1, '1h', [FLAT, dip])]);
    const told = play(replay, (event) => {
      if (event.kind === 'bar' && event.row === 0)
        replay.submit(order({ id: `l${event.instrument}`, instrument: event.instrument, type: 'limit', limitTicks: 9_500 }));
      if (event.kind === 'execution' && event.report.kind === 'fill' && event.report.order === 'l0')
        replay.cancel('l1' as ClientOrderId, 'user');
    });
    expect(told.slice(-4)).toEqual(['fill l1 2', 'cancel-refused l1 2', 'bar 0 1h 2 last', 'bar 1 1h 2 last']);
  });

  it('fills by the finest bars of the instrument', () => {
    const rows: readonly BarRow[] = [
      FLAT,
      [101, 101, 101, 101, 9],
      [102, 102, 102, 102, 9],
      [103, 103, 103, 103, 9],
      [104, 104, 104, 104, 9],
    ];
    const replay = replayOf([series(0, '1h', [FLAT, [104, 104, 104, 104, 9]]), series(0, '15m', rows)]);
    const told = play(replay, (event) => {
      if (event.kind === 'bar' && event.timeframe === '15m' && event.row === 1) replay.submit(order({ id: 'a' }));
      if (event.kind === 'bar' && event.timeframe === '1h' && event.row === 0) replay.submit(order({ id: 'b' }));
    });
    expect(told.filter((line) => line.startsWith('fill'))).toEqual(['fill a 0.5', 'fill b 1']);
  });

  it('reports that lie ahead wait for their time', () => {
    // The latency is longer than the other instrument's bars.
    const replay = replayOf([series(0, '1h', [FLAT, FLAT]), series(1, '15m', [FLAT, FLAT, FLAT, FLAT, FLAT, FLAT])], 20 * MINUTE);
    const told = play(replay, (event) => {
      if (event.kind === 'bar' && event.instrument === 0 && event.row === 0) replay.submit(order({ id: 'a' }));
    });
    expect(told.slice(4)).toEqual([
      'bar 1 15m 1',
      'bar 1 15m 1.25',
      'acknowledged a 1.333',
      'fill a 1.333',
      'bar 1 15m 1.5 last',
      'bar 0 1h 2 last',
    ]);
  });

  it('answers questions in order, also after the last bar', () => {
    const replay = replayOf([series(0, '1h', [FLAT, FLAT])], 250);
    replay.next(END);
    replay.submit(order({ id: 'a0' }));
    while (replay.next(END)?.kind !== 'bar');
    replay.submit(order({ id: 'a1' }));
    replay.query('a0' as ClientOrderId);
    replay.query('nobody' as ClientOrderId);
    replay.cancel('a1' as ClientOrderId, 'user');
    const told: MarketEvent[] = [];
    for (let event = replay.next(END); event !== null; event = replay.next(END)) told.push(event);
    expect(replay.next(END)).toBeNull();
    expect(told).toMatchObject([
      { time: START + 2 * HOUR, report: { kind: 'status', order: 'a0', status: { state: 'filled', fills: [{ ticks: 10_000 }] } } },
      { time: START + 2 * HOUR, report: { kind: 'status', order: 'nobody', status: null } },
      { time: START + 2 * HOUR + 250, report: { kind: 'acknowledged', order: 'a1' } },
      { time: START + 2 * HOUR + 250, report: { kind: 'cancelled', order: 'a1', reason: 'user' } },
    ]);
  });

  it('forgets the oldest ended orders, never one that is alive', () => {
    const rows: readonly BarRow[] = Array.from({ length: 2_200 }, () => FLAT);
    const replay = replayOf([series(0, '1h', rows)]);
    replay.next(END);
    replay.submit(order({ id: 'rests', type: 'limit', limitTicks: 1 }));
    replay.submit(order({ id: 'entry', group: { id: 'b', role: 'entry' } }));
    replay.submit(order({ id: 'stop', side: 'sell', type: 'stop', triggerTicks: 1, group: { id: 'b', role: 'stop' } }));
    let sent = 0;
    play(replay, (event) => {
      if (event.kind !== 'bar' || event.last) return;
      sent += 1;
      replay.submit(
        order({ id: `m${sent}`, side: sent % 2 === 1 ? 'buy' : 'sell', group: sent % 5 === 0 ? { id: `g${sent}`, role: 'oco' } : null }),
      );
    });
    const states = ['rests', 'entry', 'stop', 'm1', `m${sent}`].map((id) => {
      replay.query(id as ClientOrderId);
      const event = replay.next(END);
      return event?.kind === 'execution' && event.report.kind === 'status' ? (event.report.status?.state ?? null) : 'nothing';
    });
    expect(states).toEqual(['working', 'filled', 'working', null, 'filled']);
  });

  it('the order in which series are given changes nothing', () => {
    const rows = (seed: number): BarRow[] =>
      Array.from({ length: 40 }, (_, i) => {
        const open = 100 + ((i * seed) % 7);
        return (i * seed) % 11 === 0 ? null : [open, open + 5, open - 5, open + 1, 10];
      });
    const parts = [series(0, '1h', rows(3)), series(1, '1h', rows(5)), series(2, '15m', rows(7)), series(2, '1h', rows(2))];
    const told = (given: readonly ReplaySeries[]): string => {
      const replay = replayOf(given, 250);
      let sent = 0;
      const reports: unknown[] = [];
      play(replay, (event) => {
        if (event.kind === 'execution') reports.push(event.report);
        if (event.kind !== 'bar' || sent > 60) return;
        sent += 1;
        const side = sent % 3 === 0 ? 'sell' : 'buy';
        const type = sent % 4 === 0 ? 'market' : 'limit';
        replay.submit(
          order({ id: `o${sent}`, instrument: event.instrument, side, type, limitTicks: type === 'limit' ? 10_100 + sent : null }),
        );
      });
      return JSON.stringify(reports);
    };
    const first = told(parts);
    expect(first.length).toBeGreaterThan(5_000);
    expect(told([...parts].reverse())).toBe(first);
    expect(told([parts[2]!, parts[0]!, parts[3]!, parts[1]!])).toBe(first);
  });
});
