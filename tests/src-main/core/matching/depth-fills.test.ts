import { describe, expect, it } from 'vitest';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import type { ClientOrderId } from '../../../../src-shared/kernel/ids.ts';
import { DepthRun, DepthScript, quietBook } from './depth-fixture.ts';
import { order } from './venue-fixture.ts';

describe('taking', () => {
  it('walks the levels, best first, as taker', () => {
    const run = new DepthRun(quietBook()).at(100, order({ lots: 130 })).play();
    expect(run.fills()).toEqual(['10001 x 30 taker @100', '10002 x 100 taker @100']);
  });

  it('never takes a level twice; once it shows another size it is new', () => {
    const script = quietBook()
      .diff(500, [], [[10_003, 5]])
      .diff(600, [], [[10_001, 40]]);
    const run = new DepthRun(script)
      .at(100, order({ id: 'a', lots: 30 }))
      .at(200, order({ id: 'b', lots: 10 }))
      .at(700, order({ id: 'c', lots: 10 }))
      .play();
    expect(run.fills('b')).toEqual(['10002 x 10 taker @200']);
    expect(run.fills('c')).toEqual(['10001 x 10 taker @700']);
  });

  it('what the book does not hold waits for its next change', () => {
    const script = quietBook().diff(500, [], [[10_005, 80]]);
    const run = new DepthRun(script).at(100, order({ lots: 300 })).play();
    expect(run.fills()).toEqual(['10001 x 30 taker @100', '10002 x 200 taker @100', '10005 x 70 taker @500']);
  });

  it('a sale takes from the bids', () => {
    const run = new DepthRun(quietBook()).at(100, order({ side: 'sell', lots: 120 })).play();
    expect(run.fills()).toEqual(['9999 x 100 taker @100', '9998 x 20 taker @100']);
  });

  it('arrives after its latency and meets the book of that instant', () => {
    const script = quietBook()
      .diff(250, [], [[10_001, 0]])
      .diff(351, [], [[10_001, 9]]);
    const run = new DepthRun(script, { costs: { latencyMs: 250 } }).at(100, order({ lots: 5 })).play();
    expect(run.fills()).toEqual(['10002 x 5 taker @350']);
  });

  it('pays the taker’s fee exactly, level by level', () => {
    const run = new DepthRun(quietBook(), { costs: { takerFeeBps: 10 } }).at(100, order({ lots: 31 })).play();
    const fees = run.reports.flatMap((report) => (report.kind === 'fill' ? [report.fill.fee.toString()] : []));
    // 100.01 x 0.030 and 100.02 x 0.001, a thousandth of each.
    expect(fees).toEqual(['0.0030003', '0.00010002']);
  });

  it('by amount it buys what the money pays for at each level', () => {
    const run = new DepthRun(quietBook()).at(100, order({ quoteAmount: Decimal.parse('4') })).play();
    // 30 lots cost 3.0003; 0.9997 buy 9 more at 100.02.
    expect(run.fills()).toEqual(['10001 x 30 taker @100', '10002 x 9 taker @100']);
  });

  it('ends with funds when the money does not reach further', () => {
    const run = new DepthRun(quietBook(), { balances: { USD: '5' } }).at(100, order({ id: 'a', lots: 200 })).play();
    expect(run.fills()).toEqual(['10001 x 30 taker @100', '10002 x 19 taker @100']);
    expect(run.ends()).toEqual(['a funds']);
  });

  it('IOC takes what is within its limit, of all levels, and ends', () => {
    const script = quietBook().diff(50, [], [[10_003, 500]]);
    const run = new DepthRun(script).at(100, order({ id: 'a', type: 'limit', limitTicks: 10_002, timeInForce: 'ioc', lots: 400 })).play();
    expect(run.fills()).toEqual(['10001 x 30 taker @100', '10002 x 200 taker @100']);
    expect(run.ends()).toEqual(['a ioc']);
  });

  it.each([
    { lots: 230, limitTicks: null, usd: '1000', fills: ['10001 x 30 taker @100', '10002 x 200 taker @100'], ends: [] },
    { lots: 231, limitTicks: null, usd: '1000', fills: [], ends: ['a fok'] },
    { lots: 31, limitTicks: 10_001, usd: '1000', fills: [], ends: ['a fok'] },
    { lots: 230, limitTicks: null, usd: '20', fills: [], ends: ['a fok'] },
  ])('FOK of $lots within $limitTicks for $usd is filled whole or not at all', ({ lots, limitTicks, usd, fills, ends }) => {
    const type = limitTicks === null ? 'market' : 'limit';
    const run = new DepthRun(quietBook(), { balances: { USD: usd } })
      .at(100, order({ id: 'a', type, limitTicks, timeInForce: 'fok', lots }))
      .play();
    expect(run.fills()).toEqual(fills);
    expect(run.ends()).toEqual(ends);
  });
});

describe('resting', () => {
  const buy = (changes = {}) => order({ id: 'a', type: 'limit', limitTicks: 9_999, lots: 50, ...changes });

  it('waits behind what the level showed: 100 ahead, prints of 70 and 50 give 20', () => {
    const script = quietBook().trade(300, 9_999, 70, 'sell').trade(400, 9_999, 50, 'sell');
    expect(new DepthRun(script).at(100, buy()).play().fills()).toEqual(['9999 x 20 maker @400']);
  });

  it('those who buy do not meet a buy at its price', () => {
    const script = quietBook().trade(300, 9_999, 500, 'buy');
    expect(new DepthRun(script).at(100, buy()).play().fills()).toEqual([]);
  });

  it('a print beyond its price fills it at its price, as far as the print goes', () => {
    const script = quietBook().trade(300, 9_998, 20, 'sell').trade(400, 9_990, 70, 'buy');
    expect(new DepthRun(script).at(100, buy()).play().fills()).toEqual(['9999 x 20 maker @300', '9999 x 30 maker @400']);
  });

  it('inside the spread it is first in its queue', () => {
    const script = quietBook().ticker(50, [9_999, 100], [10_001, 30]).trade(300, 10_000, 8, 'sell');
    expect(
      new DepthRun(script)
        .at(100, buy({ limitTicks: 10_000 }))
        .play()
        .fills(),
    ).toEqual(['10000 x 8 maker @300']);
  });

  it('two orders share a print, the better price first', () => {
    const script = quietBook().trade(300, 9_997, 60, 'sell');
    const run = new DepthRun(script).at(100, buy({ id: 'b', limitTicks: 9_998 }), buy({ id: 'a' })).play();
    expect(run.fills('a')).toEqual(['9999 x 50 maker @300']);
    expect(run.fills('b')).toEqual(['9998 x 10 maker @300']);
  });

  it('the other side comes to its price: who stands there trades with it', () => {
    const script = quietBook()
      .diff(300, [[9_999, 0]], [[9_999, 20]])
      .diff(400, [], [[9_999, 25]]);
    expect(new DepthRun(script).at(100, buy()).play().fills()).toEqual(['9999 x 20 maker @300', '9999 x 25 maker @400']);
  });

  it('takes what crosses and rests with what is left', () => {
    const script = quietBook()
      .diff(150, [], [[10_001, 0]])
      .trade(300, 10_001, 40, 'sell');
    const run = new DepthRun(script).at(100, buy({ limitTicks: 10_001, lots: 50 })).play();
    expect(run.fills()).toEqual(['10001 x 30 taker @100', '10001 x 20 maker @300']);
  });

  it('post-only ends where it would take', () => {
    expect(
      new DepthRun(quietBook())
        .at(100, buy({ limitTicks: 10_001, postOnly: true }))
        .play()
        .ends(),
    ).toEqual(['a post-only']);
  });

  it('good till an instant it fills nothing from then on', () => {
    const script = quietBook().trade(300, 9_998, 500, 'sell');
    const run = new DepthRun(script).at(100, buy({ timeInForce: 'gtd', expiresAt: 300 })).play();
    expect([run.fills(), run.ends()]).toEqual([[], ['a gtd']]);
  });

  it('a larger size goes to the end of the queue, a smaller one keeps its place', () => {
    const play = (lots: number) => {
      const script = quietBook()
        .trade(200, 9_999, 60, 'sell')
        .diff(250, [[9_999, 140]])
        .trade(400, 9_999, 70, 'sell');
      const run = new DepthRun(script).at(100, buy({ lots: 50 })).at(300);
      run.replay.amend({
        order: 'a',
        number: 1,
        terms: { lots, limitTicks: 9_999, triggerTicks: null, trailTicks: null, expiresAt: null },
      } as never);
      return run.play().fills();
    };
    expect(play(40)).toEqual(['9999 x 30 maker @400']);
    expect(play(60)).toEqual([]);
  });

  it('is cancelled', () => {
    const run = new DepthRun(quietBook()).at(100, buy()).at(200);
    run.replay.cancel('a' as ClientOrderId, 'user');
    expect(run.play().ends()).toEqual(['a user']);
  });
});

describe('stops', () => {
  it('trigger on a print and walk the book', () => {
    const script = quietBook().trade(300, 9_998, 1, 'sell').trade(400, 9_997, 1, 'sell');
    const run = new DepthRun(script).at(100, order({ side: 'sell', type: 'stop', triggerTicks: 9_997, lots: 110 })).play();
    expect(run.fills()).toEqual(['9999 x 100 taker @400', '9998 x 10 taker @400']);
  });

  it('a stop-limit rests where it cannot take within its limit, and its own print does not fill it', () => {
    const script = quietBook().trade(300, 9_997, 900, 'sell').trade(400, 10_000, 5, 'buy');
    const run = new DepthRun(script)
      .at(100, order({ side: 'sell', type: 'stop-limit', triggerTicks: 9_997, limitTicks: 10_000, lots: 20 }))
      .play();
    expect(run.fills()).toEqual(['10000 x 5 maker @400']);
  });

  it('a trailing one follows the prints from the bid on', () => {
    const script = quietBook().trade(300, 10_010, 1, 'buy').trade(400, 10_000, 1, 'sell');
    const run = new DepthRun(script).at(100, order({ side: 'sell', type: 'trailing-stop', trailTicks: 10, lots: 5 })).play();
    expect(run.fills()).toEqual(['9999 x 5 taker @400']);
  });

  it('the legs of a bracket wake with its entry', () => {
    const group = (role: string) => ({ group: { id: 'g', role } as never, reduceOnly: role !== 'entry' });
    const script = quietBook().trade(500, 9_990, 1, 'sell');
    const run = new DepthRun(script, { balances: { USD: '1000000' } })
      .at(
        100,
        order({ id: 'entry', lots: 20, ...group('entry') }),
        order({ id: 'stop', side: 'sell', type: 'stop', triggerTicks: 9_990, lots: 20, ...group('stop') }),
        order({ id: 'target', side: 'sell', type: 'limit', limitTicks: 10_100, lots: 20, ...group('target') }),
      )
      .play();
    expect(run.fills()).toEqual(['10001 x 20 taker @100', '9999 x 20 taker @500']);
    expect(run.ends()).toEqual(['target oco']);
  });
});

it('an empty side is met by nobody, until somebody comes', () => {
  const script = quietBook()
    .diff(50, [
      [9_999, 0],
      [9_998, 0],
    ])
    .trade(300, 10_001, 1, 'buy')
    .diff(400, [[9_990, 30]])
    .trade(500, 9_991, 1, 'sell');
  const group = (role: string) => ({ group: { id: 'g', role } as never, reduceOnly: role !== 'entry' });
  const run = new DepthRun(script)
    .at(
      100,
      order({ id: 'market', side: 'sell', lots: 5 }),
      order({ id: 'trailing', side: 'sell', type: 'trailing-stop', trailTicks: 10, lots: 5 }),
      order({ id: 'limit', side: 'sell', type: 'limit', limitTicks: 9_000, postOnly: true, lots: 5 }),
      order({ id: 'entry', lots: 2, ...group('entry') }),
      order({ id: 'stop', side: 'sell', type: 'stop', triggerTicks: 9_000, lots: 2, ...group('stop') }),
    )
    .play();
  expect(run.fills('entry')).toEqual(['10001 x 2 taker @100']);
  expect(run.fills('market')).toEqual(['9990 x 5 taker @400']);
  expect(run.fills('limit')).toEqual(['9000 x 1 maker @300', '9000 x 4 maker @400']);
  expect(run.fills('trailing')).toEqual(['9990 x 5 taker @500']);
});

describe('a book that is not known', () => {
  const gap = () => quietBook().diff(200, [[9_998, 60]], [], 5);

  it('turns orders away with stale-book, and reports how many', () => {
    const run = new DepthRun(gap()).at(300, order({ id: 'a', lots: 5 })).play();
    expect([run.fills(), run.ends()]).toEqual([[], ['a stale-book']]);
    expect(run.replay.facts).toMatchObject({ gaps: 1, turnedAway: 1, snapshots: 1, firstKnownMs: 0 });
  });

  it('lets what only reduces wait until it is known again', () => {
    const script = gap().snapshot(700, [[9_990, 40]], [[9_995, 40]]);
    const run = new DepthRun(script)
      .at(50, order({ id: 'a', lots: 5 }))
      .at(300, order({ id: 'b', side: 'sell', lots: 5, reduceOnly: true }))
      .play();
    expect(run.fills('b')).toEqual(['9990 x 5 taker @700']);
    expect(run.replay.facts.unknownMs).toBe(500);
  });

  it('an order that rests loses its place, but not to prints beyond its price', () => {
    const rest = order({ id: 'a', type: 'limit', limitTicks: 9_999, lots: 50 });
    const at = gap().trade(300, 9_999, 5_000, 'sell');
    expect(new DepthRun(at).at(100, rest).play().fills()).toEqual([]);
    const beyond = gap().trade(300, 9_998, 7, 'sell');
    expect(
      new DepthRun(beyond)
        .at(100, { ...rest, id: 'b' as ClientOrderId })
        .play()
        .fills(),
    ).toEqual(['9999 x 7 maker @300']);
  });

  it('a stop that triggers then takes when it is known', () => {
    const script = gap()
      .trade(300, 9_990, 1, 'sell')
      .snapshot(700, [[9_980, 40]], [[9_995, 40]]);
    const run = new DepthRun(script).at(100, order({ side: 'sell', type: 'stop', triggerTicks: 9_995, lots: 5 })).play();
    expect(run.fills()).toEqual(['9980 x 5 taker @700']);
  });

  it('half a minute without a word makes it unknown, the word that continues it makes it known', () => {
    const script = quietBook()
      .trade(29_000, 9_999, 1, 'sell')
      .trade(35_000, 9_999, 500, 'sell')
      .diff(50_000, [[9_998, 60]])
      .trade(52_000, 9_999, 120, 'sell');
    const rest = order({ id: 'rest', type: 'limit', limitTicks: 9_999, lots: 50 });
    const run = new DepthRun(script, { seconds: 60 })
      .at(100, rest)
      .at(30_000, order({ id: 'known', lots: 1 }))
      .at(30_001, order({ id: 'unknown', lots: 1 }))
      .at(51_000, order({ id: 'again', lots: 1 }))
      .play();
    expect([run.fills('known').length, run.fills('again').length, run.ends()]).toEqual([1, 1, ['unknown stale-book']]);
    // What the silence may have hidden stands before it: 100 of the 120.
    expect(run.fills('rest')).toEqual(['9999 x 20 maker @52000']);
    expect(run.replay.facts.unknownMs).toBe(19_999);
  });

  it('crossed prices make it unknown too', () => {
    const script = quietBook().diff(200, [[10_002, 5]]);
    expect(new DepthRun(script).at(300, order({ id: 'a' })).play().replay.facts).toMatchObject({ crossed: 1, turnedAway: 1 });
  });

  it('a level never named hides its queue: nothing is filled at it until it is named', () => {
    const script = new DepthScript().diff(
      0,
      Array.from({ length: 10 }, (_, i) => [9_990 - 2 * i, 10] as const),
      Array.from({ length: 10 }, (_, i) => [10_010 + 2 * i, 10] as const),
    );
    script.ticker(10, [9_990, 10], [10_010, 10]).trade(300, 9_989, 999, 'buy').trade(400, 9_989, 999, 'sell');
    script.diff(500, [[9_989, 4]]).trade(600, 9_989, 6, 'sell');
    const run = new DepthRun(script).at(100, order({ type: 'limit', limitTicks: 9_989, lots: 50 })).play();
    expect(run.fills()).toEqual(['9989 x 2 maker @600']);
  });
});

describe('the order of events', () => {
  it('quote, bar, messages, arrivals; and it ends with the last bar', () => {
    const script = quietBook()
      .diff(1_000, [], [[10_001, 0]])
      .trade(2_500, 1, 1, 'buy');
    const run = new DepthRun(script, { seconds: 2, costs: { latencyMs: 250 } }).at(750, order({ lots: 1 })).play();
    expect(run.told).toEqual(['quote @1000', 'bar @1000', 'acknowledged @1000', 'fill @1000', 'quote @2000', 'bar @2000']);
    expect(run.fills()).toEqual(['10002 x 1 taker @1000']);
    expect(run.replay.facts.messages).toBe(2);
  });

  it('answers questions as a venue does: what is on its way it has not seen', () => {
    const run = new DepthRun(quietBook(), { costs: { latencyMs: 250 } }).at(100, order({ id: 'a', type: 'limit', limitTicks: 9_000 }));
    const ask = () => {
      run.replay.query('a' as ClientOrderId);
      run.play(run.reports.length === 0 ? 200 : 400);
      return run.reports.at(-1);
    };
    expect(ask()).toMatchObject({ kind: 'status', status: null });
    run.play(360);
    expect(ask()).toMatchObject({ kind: 'status', status: { state: 'working' } });
    expect(run.replay.history(0, '1s', 2_000 as never, 1).time).toEqual(Float64Array.of(1_000));
  });
});
