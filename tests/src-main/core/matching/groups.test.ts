import { describe, expect, it } from 'vitest';
import { FLAT, order, ReplayRun, type BarRow } from './venue-fixture.ts';

const bracket = (more: { entry?: object; stop?: number; target?: number } = {}) => [
  order({ id: 'entry', group: { id: 'g', role: 'entry' }, ...more.entry }),
  order({ id: 'stop', side: 'sell', type: 'stop', triggerTicks: more.stop ?? 9_500, reduceOnly: true, group: { id: 'g', role: 'stop' } }),
  order({
    id: 'target',
    side: 'sell',
    type: 'limit',
    limitTicks: more.target ?? 10_500,
    reduceOnly: true,
    group: { id: 'g', role: 'target' },
  }),
];

function run(rows: readonly BarRow[], orders = bracket(), participation = 1): ReplayRun {
  return new ReplayRun({ rows, costs: { participation }, balances: { USD: '100000' } }).after(0, ...orders).play();
}

const told = (played: ReplayRun): string[] =>
  played.reports.flatMap((report) => {
    if (report.kind === 'fill') return [`${report.order} ${report.fill.ticks / 100} x ${report.fill.lots / 1_000}`];
    return report.kind === 'cancelled' ? [`${report.order} ${report.reason}`] : [];
  });

describe('brackets on bars', () => {
  it('rule 21: legs sleep until the entry fills; the target ends the stop', () => {
    const played = run([FLAT, FLAT, [100, 106, 100, 105, 9], FLAT]);
    expect(told(played)).toEqual(['entry 100 x 1', 'target 105 x 1', 'stop oco']);
  });

  it('rule 20: a stop and a target in one bar: the stop wins', () => {
    expect(told(run([FLAT, FLAT, [100, 106, 94, 105, 9], FLAT]))).toEqual(['entry 100 x 1', 'stop 95 x 1', 'target oco']);
  });

  it('rule 20: an entry at the open may meet its stop or its target in the same bar, the stop first', () => {
    expect(told(run([FLAT, [100, 106, 94, 105, 9], FLAT]))).toEqual(['entry 100 x 1', 'stop 95 x 1', 'target oco']);
    expect(told(run([FLAT, [100, 106, 96, 105, 9], FLAT]))).toEqual(['entry 100 x 1', 'target 105 x 1', 'stop oco']);
  });

  it('rule 20: an entry inside the bar may be stopped in it, its target waits for the next', () => {
    const entry = { type: 'limit', limitTicks: 9_800 };
    expect(told(run([FLAT, [100, 106, 94, 105, 9], FLAT], bracket({ entry })))).toEqual(['entry 98 x 1', 'stop 95 x 1', 'target oco']);
    const waits = run([FLAT, [100, 106, 97, 100, 9], FLAT, [100, 106, 100, 100, 9]], bracket({ entry }));
    expect(waits.fills()).toEqual(['98 x 1 @ 2h', '105 x 1 @ 4h']);
  });

  it('rule 20: a stop that is woken beyond its trigger gets the price that the market had then', () => {
    const entry = { type: 'limit', limitTicks: 9_800 };
    expect(told(run([FLAT, [99, 99, 97, 98, 9], FLAT], bracket({ entry, stop: 9_950 })))).toEqual([
      'entry 98 x 1',
      'stop 98 x 1',
      'target oco',
    ]);
  });

  it('rule 21: the legs work for what the entry has filled and share it', () => {
    const rows: readonly BarRow[] = [FLAT, [100, 100, 100, 100, 4], [100, 106, 100, 106, 2], [100, 100, 94, 95, 9], FLAT];
    const played = run(rows, bracket(), 0.1);
    // 0.4 bought, then 0.2 more; the target gives 0.2 of it back, which ends the rest of the entry; the stop has 0.4 left.
    expect(told(played)).toEqual(['entry 100 x 0.4', 'entry 100 x 0.2', 'target 105 x 0.2', 'entry oco', 'stop 95 x 0.4', 'target oco']);
  });

  it('rule 21: an entry that ends unfilled ends its legs; legs that come later too', () => {
    const played = run([FLAT, FLAT, FLAT], bracket({ entry: { timeInForce: 'fok', lots: 2_000_000 } }));
    expect(told(played)).toEqual(['entry fok', 'stop parent-ended', 'target parent-ended']);
    const late = new ReplayRun({ rows: [FLAT, FLAT, FLAT, FLAT], balances: { USD: '0.01' } });
    const [entry, ...legs] = bracket();
    late.after(0, entry!).after(2, ...legs);
    expect(told(late.play())).toEqual(['entry funds', 'stop parent-ended', 'target parent-ended']);
  });

  it('rule 21: an entry cancelled before it fills takes its sleeping legs along', () => {
    const played = new ReplayRun({ rows: [FLAT, FLAT, FLAT] }).after(0, ...bracket({ entry: { type: 'limit', limitTicks: 9_000 } }));
    played.on((event) => {
      if (event.kind === 'bar' && event.row === 1) played.replay.cancel('entry' as never, 'user');
    });
    expect(told(played.play())).toEqual(['entry user', 'stop parent-ended', 'target parent-ended']);
  });

  it('rule 21: a leg whose share is used up before it arrives ends at once', () => {
    const [entry, stop, target] = bracket({ stop: 9_900 });
    const played = new ReplayRun({ rows: [FLAT, [100, 100, 98, 98, 9], FLAT, FLAT] }).after(0, entry!, stop!).after(1, target!).play();
    expect(told(played)).toEqual(['entry 100 x 1', 'stop 99 x 1', 'target oco']);
  });

  it('a leg without an entry sleeps, and can be cancelled', () => {
    const [, stop] = bracket();
    const played = new ReplayRun({ rows: [FLAT, [100, 100, 90, 90, 9], FLAT] }).after(0, stop!);
    played.on((event) => {
      if (event.kind === 'bar' && event.row === 1) played.replay.cancel('stop' as never, 'user');
    });
    expect(told(played.play())).toEqual(['stop user']);
  });
});

describe('OCO pairs on bars', () => {
  const pair = (lots = 1_000) => [
    order({ id: 'low', type: 'limit', limitTicks: 9_500, lots, group: { id: 'p', role: 'oco' } }),
    order({ id: 'high', type: 'stop-limit', triggerTicks: 10_500, limitTicks: 10_500, lots, group: { id: 'p', role: 'oco' } }),
  ];

  it('rule 22: what one fills the other loses', () => {
    expect(told(run([FLAT, [100, 100, 94, 95, 9], FLAT], pair()))).toEqual(['low 95 x 1', 'high oco']);
    const parts = run([FLAT, [100, 100, 94, 95, 4], [100, 106, 100, 105, 90], FLAT], pair(), 0.1);
    expect(told(parts)).toEqual(['low 95 x 0.4', 'high 105 x 0.6', 'low oco']);
  });

  it('rule 13: of two that exclude each other the larger is held back', () => {
    const rows: readonly BarRow[] = [FLAT, FLAT, FLAT];
    const two = [
      order({ id: 'x', type: 'limit', limitTicks: 9_500, group: { id: 'p', role: 'oco' } }),
      order({ id: 'y', type: 'limit', limitTicks: 9_000, group: { id: 'p', role: 'oco' } }),
    ];
    const played = new ReplayRun({ rows, balances: { USD: '100' } })
      .after(0, ...two)
      .after(1, order({ id: 'z', quoteAmount: null, lots: 100 }))
      .play();
    expect(told(played)).toEqual(['z 100 x 0.05', 'z funds']);
  });
});
