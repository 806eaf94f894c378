import { describe, expect, it } from 'vitest';
import { FLAT, HOUR, order, ReplayRun, START, type BarRow } from './venue-fixture.ts';

/** A trailing stop to sell one unit, 5.00 below the best price. */
const trailing = (changes: object = {}) =>
  order({ id: 'trail', side: 'sell', type: 'trailing-stop', trailTicks: 500, reduceOnly: false, ...changes });

const takeProfit = (changes: object = {}) => order({ id: 'tp', side: 'sell', type: 'take-profit', triggerTicks: 10_500, ...changes });

function run(rows: readonly BarRow[], one = trailing(), costs: object = {}): ReplayRun {
  return new ReplayRun({ rows, costs }).after(0, one).play();
}

const moves = (played: ReplayRun): number[] =>
  played.reports.flatMap((report) => (report.kind === 'trigger-moved' ? [report.triggerTicks / 100] : []));

describe('trailing stops on bars', () => {
  it('rule 27: the trigger follows the best price since the order began to work, and never goes back', () => {
    const played = run([FLAT, [100, 104, 99.5, 103, 9], [102, 103, 100, 101, 9], [104, 107, 103, 106, 9], [106, 106, 101, 101, 9]]);
    // 100 at its first open, then the highs of 104 and 107.
    expect(moves(played)).toEqual([95, 99, 102]);
    expect(played.fills()).toEqual(['102 x 1 @ 5h']);
  });

  it('rule 27: costs make the trigger worse', () => {
    expect(run([FLAT, [100, 104, 99.5, 103, 9], [102, 103, 98, 99, 9]], trailing(), { halfSpreadBps: 10 }).fills()).toEqual([
      '98.9 x 1 @ 3h',
    ]);
  });

  it('rule 27: inside a bar the trigger of its open comes first, against the whole range', () => {
    // The high of 106 would have made the trigger 101; that it came before the low is not known.
    const played = run([FLAT, [100, 106, 94, 105, 9]]);
    expect([moves(played), played.fills()]).toEqual([[95], ['95 x 1 @ 2h']]);
  });

  it('rule 27: where that was not reached, the best price moves it and the rest of the range comes after', () => {
    const played = run([FLAT, [100, 106, 99, 104, 9]]);
    expect([moves(played), played.fills()]).toEqual([[95, 101], ['101 x 1 @ 2h']]);
  });

  it('rule 27: a bar that opens beyond the trigger fills at its open', () => {
    expect(run([FLAT, FLAT, [93, 99, 92, 98, 9]]).fills()).toEqual(['93 x 1 @ 2h']);
  });

  it('rule 27: to buy, everything the other way round', () => {
    const played = run([FLAT, [100, 101, 97, 98, 9], [98, 103, 97.5, 103, 9]], trailing({ side: 'buy' }));
    expect([moves(played), played.fills()]).toEqual([[105, 102], ['102 x 1 @ 3h']]);
  });

  it('rule 27: a trail that is wider than the price has its trigger at the smallest tick', () => {
    expect(moves(run([FLAT, FLAT], trailing({ trailTicks: 20_000 })))).toEqual([0.01]);
  });

  it('rule 27: woken inside a bar it begins at the price that woke it, and may be stopped by the range', () => {
    const group = (role: 'entry' | 'stop') => ({ group: { id: 'g', role } });
    const bracket = () => [
      order({ id: 'entry', type: 'limit', limitTicks: 9_800, ...group('entry') }),
      trailing({ trailTicks: 300, reduceOnly: true, ...group('stop') }),
    ];
    const out = new ReplayRun({ rows: [FLAT, [100, 106, 94, 105, 9], FLAT] }).after(0, ...bracket()).play();
    expect(out.fills()).toEqual(['98 x 1 @ 2h', '95 x 1 @ 2h']);
    // The high may have been before it; the close surely comes after.
    const stays = new ReplayRun({ rows: [FLAT, [100, 106, 96, 104, 9]] }).after(0, ...bracket()).play();
    expect([moves(stays), stays.fills()]).toEqual([[95, 101], ['98 x 1 @ 2h']]);
  });

  it('rule 27: woken at an open it begins there', () => {
    const group = (role: 'entry' | 'stop') => ({ group: { id: 'g', role } });
    const legs = [trailing({ reduceOnly: true, ...group('stop') }), order({ id: 'entry', ...group('entry') })];
    const played = new ReplayRun({ rows: [FLAT, [100, 102, 98, 101, 9], FLAT], costs: { halfSpreadBps: 10 } }).after(0, ...legs).play();
    expect(moves(played)).toEqual([95, 97]);
  });

  it('ends as rejected without a distance, with a limit, or by amount', () => {
    for (const wrong of [{ trailTicks: null }, { limitTicks: 9_000 }])
      expect(run([FLAT, FLAT], trailing(wrong)).ends()).toEqual(['trail venue']);
    expect(run([FLAT, FLAT], order({ id: 'stop', type: 'stop', triggerTicks: 10_500, trailTicks: 5 })).ends()).toEqual(['stop venue']);
  });
});

describe('take-profits on bars', () => {
  it('rule 28: triggers when the price goes through it, not when it touches, and takes at its trigger', () => {
    expect(run([FLAT, [100, 105, 100, 104, 9], FLAT], takeProfit()).fills()).toEqual([]);
    const played = run([FLAT, [100, 105.01, 100, 104, 9], FLAT], takeProfit(), { halfSpreadBps: 10, takerFeeBps: 10 });
    // 105 less 10 bp is 104.895, rounded down.
    expect(played.fills()).toEqual(['104.89 x 1 @ 2h']);
    expect(played.events.slice(0, 4)).toEqual(['bar 0', 'acknowledged tp', 'triggered tp', 'fill tp']);
  });

  it('rule 28: a bar that opens beyond it fills at its open', () => {
    expect(run([FLAT, FLAT, [107, 108, 106, 106, 9]], takeProfit()).fills()).toEqual(['107 x 1 @ 2h']);
  });

  it('rule 28: to buy, below the market', () => {
    const one = takeProfit({ side: 'buy', triggerTicks: 9_500 });
    expect(run([FLAT, [100, 100, 95, 96, 9], [96, 96, 94, 95, 9]], one).fills()).toEqual(['95 x 1 @ 3h']);
  });

  it('rule 28: with a limit it becomes a limit order: within it at once, what is left rests from the next bar on', () => {
    const limited = takeProfit({ limitTicks: 10_480 });
    expect(run([FLAT, [100, 106, 100, 104, 9], FLAT], limited, { halfSpreadBps: 50 }).fills()).toEqual(['104.8 x 1 @ 2h']);
    const away = takeProfit({ id: 'away', limitTicks: 10_700 });
    const rests = run([FLAT, [100, 108, 100, 104, 9], FLAT, [100, 108, 100, 104, 9]], away);
    expect(rests.fills()).toEqual(['107 x 1 @ 4h']);
  });

  it('rule 20: a stop in the same bar comes first, also one that an entry by take-profit wakes', () => {
    const group = (role: 'entry' | 'stop' | 'target') => ({ group: { id: 'g', role } });
    const orders = [
      takeProfit({ id: 'entry', side: 'buy', triggerTicks: 9_800, ...group('entry') }),
      order({ id: 'stop', side: 'sell', type: 'stop', triggerTicks: 9_500, reduceOnly: true, ...group('stop') }),
      takeProfit({ id: 'target', triggerTicks: 10_200, reduceOnly: true, ...group('target') }),
    ];
    const both = new ReplayRun({ rows: [FLAT, [100, 106, 94, 105, 9], FLAT] }).after(0, ...orders).play();
    expect([both.fills(), both.ends()]).toEqual([['98 x 1 @ 2h', '95 x 1 @ 2h'], ['target oco']]);
    // The target that was woken inside the bar waits for the next.
    const waits = new ReplayRun({ rows: [FLAT, [100, 106, 97, 100, 9], [100, 103, 100, 100, 9]] }).after(0, ...orders).play();
    expect(waits.fills()).toEqual(['98 x 1 @ 2h', '102 x 1 @ 3h']);
  });

  it('ends as rejected without a trigger', () => {
    expect(run([FLAT, FLAT], takeProfit({ triggerTicks: null })).ends()).toEqual(['tp venue']);
  });
});

describe('orders until an instant, on bars', () => {
  const until = (hours: number, changes: object = {}) =>
    order({ id: 'gtd', type: 'limit', limitTicks: 9_900, timeInForce: 'gtd', expiresAt: START + hours * HOUR, ...changes });
  const dip: BarRow = [100, 100, 98, 100, 9];
  const expired = (played: ReplayRun): string[] =>
    played.reports.flatMap((report) =>
      report.kind === 'expired' ? [`${report.order} ${report.reason} @ ${(report.time - START) / HOUR}h`] : [],
    );

  it('rule 29: works before its instant and not from it on', () => {
    expect(run([FLAT, dip, FLAT], until(2)).fills()).toEqual(['99 x 1 @ 2h']);
    const late = run([FLAT, FLAT, dip, FLAT], until(2));
    expect([late.fills(), expired(late)]).toEqual([[], ['gtd gtd @ 2h']]);
  });

  it('rule 29: a bar that ends after the instant does not fill it inside, its open may', () => {
    const inside = run([FLAT, dip, FLAT], until(1.5));
    expect([inside.fills(), expired(inside)]).toEqual([[], ['gtd gtd @ 1.5h']]);
    expect(run([FLAT, [98, 98, 98, 98, 9], FLAT], until(1.5)).fills()).toEqual(['98 x 1 @ 1h']);
  });

  it('rule 29: one that arrives when its time is over is acknowledged and ends', () => {
    const played = run([FLAT, [98, 98, 98, 98, 9], FLAT], until(1 + 1 / 60), { latencyMs: 120_000 });
    expect([played.fills(), expired(played)]).toEqual([[], [`gtd gtd @ ${62 / 60}h`]]);
    expect(played.events.slice(1, 3)).toEqual(['acknowledged gtd', 'expired gtd']);
  });

  it('rule 29: an entry that expires unfilled takes its legs along, one that filled leaves them', () => {
    const legs = () => [
      until(2, { id: 'entry', group: { id: 'g', role: 'entry' } }),
      order({ id: 'stop', side: 'sell', type: 'stop', triggerTicks: 9_500, reduceOnly: true, group: { id: 'g', role: 'stop' } }),
    ];
    const unfilled = new ReplayRun({ rows: [FLAT, FLAT, FLAT] }).after(0, ...legs()).play();
    expect([expired(unfilled), unfilled.ends()]).toEqual([['entry gtd @ 2h'], ['stop parent-ended']]);
    const part = new ReplayRun({ rows: [FLAT, [100, 100, 98, 100, 4], FLAT, [100, 100, 94, 95, 90]], costs: { participation: 0.1 } });
    part.after(0, ...legs()).play();
    expect(part.fills()).toEqual(['99 x 0.4 @ 2h', '95 x 0.4 @ 4h']);
  });

  it('ends as rejected where the instant is missing or not wanted', () => {
    expect(run([FLAT, FLAT], until(1, { expiresAt: null })).ends()).toEqual(['gtd venue']);
    expect(run([FLAT, FLAT], until(1, { timeInForce: 'gtc' })).ends()).toEqual(['gtd venue']);
  });
});
