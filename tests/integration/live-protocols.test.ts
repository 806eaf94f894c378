import { afterEach, describe, expect, it } from 'vitest';
import type { OrderGroup } from '../../src-shared/domain/order.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import { DAY_MS } from '../../src-shared/kernel/time.ts';
import { replayJournal } from '../../src-main/run-paper.ts';
import type { StrategyPlacement } from '../../src-main/sessions/backtest-types.ts';
import { LiveHome, liveIntent, type LiveMoment, type LiveScript, SetClock } from '../support/live-kit.ts';
import type { Protocol } from '../venue/protocols.ts';
import { ENDPOINTS, STOP_ENDPOINTS } from './fixtures/trading.ts';

let live: LiveHome;

afterEach(() => live.close());

type Step = LiveScript[number];

const READY: Step = ({ opened: { engine } }) => !engine.gate.recovering && engine.account.market.markTicks[0]! > 0;
const SETTLED: Step = ({ opened: { engine } }) => engine.account.orders.size === 0;
const of = (role: OrderGroup['role']): OrderGroup => ({ id: 'g1', role });
const leg = { side: 'sell', reduceOnly: true } as const;
/** Buys at the market, with a stop and a target far from it. */
const BRACKET: Step = ({ command }) =>
  command({
    type: 'place',
    intents: [
      liveIntent({ group: of('entry') }),
      liveIntent({ ...leg, type: 'stop', triggerTicks: 5_500_000, group: of('stop') }),
      liveIntent({ ...leg, type: 'limit', limitTicks: 7_000_000, group: of('target') }),
    ],
  }).ok;
const fall = (): boolean => {
  live.venue.control.run({ do: 'move price', symbol: 'BTCUSDT', price: '54000' });
  return true;
};
const stopOf = ({ opened }: LiveMoment) => opened.engine.account.orders.all().find(({ order }) => order.type === 'stop');
const standing = () => live.orders.filter(({ status }) => status === 'NEW');

function agrees({ opened: { engine } }: LiveMoment): boolean {
  for (const [asset, amount] of engine.account.balances.entries())
    expect([asset, amount.toString()]).toEqual([asset, Decimal.parse(live.held(asset)).toString()]);
  return true;
}

/** A price of 30,000 in steps of a hundredth. */
const TICKS = 3_000_000;

describe.each<{ readonly protocol: Protocol; readonly lots: number; readonly limitTicks: number }>([
  // A thousandth of the coins is the fee, or of the money.
  { protocol: 'okx', lots: 999, limitTicks: TICKS },
  { protocol: 'kraken', lots: 1_000, limitTicks: TICKS },
  // Its steps are thousandths.
  { protocol: 'hyperliquid', lots: 999, limitTicks: TICKS * 10 },
])('a live session at $protocol', ({ protocol, lots, limitTicks }) => {
  it('buys, holds in doubt what is not answered, learns that it stands there, and ends in agreement with nothing left', async () => {
    live = await LiveHome.open(protocol);
    const states: string[] = [];
    const outcome = await live.session([
      ({ opened: { engine } }) => !engine.gate.recovering && engine.account.market.markTicks[0]! > 0,
      ({ command }) => command({ type: 'place', intents: [liveIntent()] }).ok,
      ({ opened: { engine } }) => engine.account.orders.size === 0,
      ({ opened: { engine } }) => {
        expect(engine.account.positions.lots(0)).toBe(lots);
        for (const [asset, amount] of engine.account.balances.entries())
          expect([asset, amount.toString()]).toEqual([asset, Decimal.parse(live.held(asset)).toString()]);
        // The answer is lost, and so is what the venue tells by itself: only asking proves anything.
        const { control } = live.venue;
        control.run({ do: 'add fault', rule: { surface: 'rest', endpoint: ENDPOINTS[protocol].place, fault: { kind: 'lose reply' } } });
        control.run({ do: 'add fault', rule: { surface: 'user', times: 10, fault: { kind: 'drop' } } });
        return true;
      },
      ({ command }) => command({ type: 'place', intents: [liveIntent({ type: 'limit', limitTicks })] }).ok,
      ({ opened: { engine } }) => {
        const state = engine.account.orders.all()[0]?.state;
        if (state !== undefined && state !== states.at(-1)) states.push(state);
        return state === 'acknowledged';
      },
    ]);
    expect(states).toEqual(['submitted', 'in-doubt', 'acknowledged']);
    expect(outcome).toMatchObject({ orders: 2, inDoubt: 0, differences: [], agreed: true, leftOpen: 0, lost: null });
    expect(outcome.ledger).toMatchObject({ balanced: true, problems: [] });
    expect(live.orders).toMatchObject([{ status: 'FILLED' }, { status: 'CANCELED' }]);
    expect(replayJournal(live.home, outcome.session)).toMatchObject({ firstDifference: null, difference: '' });
  });
});

describe.each(['okx', 'kraken', 'hyperliquid'] as const)('a live session at %s', (protocol) => {
  it('keeps the book of what a strategy trades: while changes of it are missing nothing opens, and it goes on with the whole book', async () => {
    live = await LiveHome.open(protocol);
    const cross: StrategyPlacement = {
      ...{ instance: 'cross', strategy: 'sma-cross', instrument: 0, timeframe: '1h', parameters: { fast: 3, slow: 9 } },
      size: { kind: 'all' },
    };
    const endpoint = { okx: 'books', kraken: 'book', hyperliquid: 'l2Book' }[protocol];
    const stale = ({ opened: { engine } }: LiveMoment) => engine.gate.bookStaleSince(0) > 0;
    const { control } = live.venue;
    let turns = 0;
    const { notes, ...outcome } = await live.session(
      [
        ({ opened: { engine } }) => !engine.gate.recovering && engine.account.market.markTicks[0]! > 0 && (turns += 1) > 100,
        () => {
          // From now on nothing of the book comes whole: neither what changes nor the whole of it.
          control.run({ do: 'add fault', rule: { surface: 'stream', endpoint, times: 3, fault: { kind: 'drop' } } });
          control.run({ do: 'add fault', rule: { surface: 'stream', endpoint, nth: 5, times: 10_000, fault: { kind: 'drop' } } });
          return true;
        },
        stale,
        ({ command }) => {
          expect(command({ type: 'place', intents: [liveIntent()] })).toMatchObject({ ok: false, fault: { code: 'risk.stale-book' } });
          control.run({ do: 'clear faults' });
          return true;
        },
        (moment) => !stale(moment),
        ({ command }) =>
          command({ type: 'place', intents: [liveIntent({ type: 'limit', limitTicks: protocol === 'hyperliquid' ? TICKS * 10 : TICKS })] })
            .ok,
      ],
      { placements: [cross] },
    );
    const said = notes.filter((sentence) => sentence.startsWith('BTC/USDT: the book'));
    const why = {
      okx: /changes are missing/u,
      kraken: /the venue’s sum|a bid stands at or above an ask/u,
      hyperliquid: /nothing is heard/u,
    };
    expect(said[0]).toMatch(why[protocol]);
    expect(said.at(-1)).toBe('BTC/USDT: the book is known.');
    expect(outcome).toMatchObject({ orders: 1, differences: [], agreed: true, leftOpen: 0 });
    expect(replayJournal(live.home, outcome.session)).toMatchObject({ firstDifference: null, difference: '' });
  });
});

describe.each<{ readonly protocol: Protocol; readonly lots: number }>([
  { protocol: 'okx', lots: 999 },
  { protocol: 'kraken', lots: 1_000 },
])('a live session at $protocol, which takes stops', ({ protocol, lots }) => {
  it('keeps the stop of a bracket at the venue, moves it there, and has sold everything when its price comes', async () => {
    live = await LiveHome.open(protocol);
    const amended: string[] = [];
    const outcome = await live.session([
      READY,
      BRACKET,
      () => standing().some((order) => order.type === 'STOP_LOSS' && order.quantity === BigInt(lots) * 1_000n),
      (moment) => {
        const stop = stopOf(moment);
        return stop !== undefined && moment.command({ type: 'amend', order: stop.order.id, terms: { triggerTicks: 5_600_000 } }).ok;
      },
      () => standing().some(({ stopPrice }) => stopPrice === 5_600_000_000_000n),
      (moment) => stopOf(moment)?.order.triggerTicks === 5_600_000,
      (moment) => {
        amended.push(...live.orders.map(({ clientId }) => clientId));
        return fall() && moment.opened.engine.account.orders.size > 0;
      },
      SETTLED,
      (moment) => moment.opened.engine.account.positions.lots(0) === 0 && agrees(moment),
    ]);
    // One buys and one stops: what was moved is the same order.
    expect([new Set(amended).size, live.orders.map(({ status }) => status)]).toEqual([2, ['FILLED', 'FILLED']]);
    expect(outcome).toMatchObject({ inDoubt: 0, differences: [], agreed: true, leftOpen: 0, lost: null });
    expect(outcome.ledger).toMatchObject({ balanced: true, problems: [] });
  });
});

describe('a live session at okx', () => {
  it('takes a target that it keeps itself in place of the stop', async () => {
    live = await LiveHome.open('okx');
    const outcome = await live.session([
      READY,
      BRACKET,
      () => standing().some(({ type }) => type === 'STOP_LOSS'),
      () => {
        live.venue.control.run({ do: 'move price', symbol: 'BTCUSDT', price: '71000' });
        return true;
      },
      SETTLED,
      (moment) => moment.opened.engine.account.positions.lots(0) === 0 && agrees(moment),
    ]);
    expect(standing()).toEqual([]);
    expect(live.orders.at(-1)).toMatchObject({ type: 'LIMIT', timeInForce: 'IOC', status: 'FILLED' });
    expect(outcome).toMatchObject({ inDoubt: 0, differences: [], agreed: true, leftOpen: 0 });
  });

  it.each([
    ['still stands', false],
    ['sold while nobody was there', true],
  ])('finds the stop of an earlier session that %s', async (_name, sold) => {
    live = await LiveHome.open('okx');
    await live.session([
      READY,
      BRACKET,
      () => standing().some(({ type }) => type === 'STOP_LOSS'),
      (moment) => stopOf(moment) !== undefined,
    ]);
    expect(standing()).toMatchObject([{ type: 'STOP_LOSS' }]);
    const [stop] = standing();
    if (sold) fall();
    const outcome = await live.session([
      READY,
      ({ opened: { engine } }) => engine.account.positions.lots(0) === (sold ? 0 : 999),
      sold ? SETTLED : (moment) => stopOf(moment) !== undefined,
      (moment) => agrees(moment),
    ]);
    expect(standing().map(({ id }) => id)).toEqual(sold ? [] : [stop!.id]);
    expect(outcome).toMatchObject({ inDoubt: 0, differences: [], agreed: true, lost: null });
    expect(outcome.ledger).toMatchObject({ balanced: true, problems: [] });
  });

  it('proves what became of a stop whose answer is lost, and books what it sold under its own name', async () => {
    live = await LiveHome.open('okx');
    const states: string[] = [];
    const outcome = await live.session([
      READY,
      ({ command }) => command({ type: 'place', intents: [liveIntent()] }).ok,
      SETTLED,
      () => {
        const { control } = live.venue;
        const endpoint = STOP_ENDPOINTS.okx.place;
        control.run({ do: 'add fault', rule: { surface: 'rest', endpoint, fault: { kind: 'lose reply' } } });
        control.run({ do: 'add fault', rule: { surface: 'user', times: 4, fault: { kind: 'drop' } } });
        return true;
      },
      ({ command }) => command({ type: 'place', intents: [liveIntent({ ...leg, lots: 998, type: 'stop', triggerTicks: 5_500_000 })] }).ok,
      (moment) => {
        const state = stopOf(moment)?.state;
        if (state !== undefined && state !== states.at(-1)) states.push(state);
        return state === 'acknowledged';
      },
      fall,
      SETTLED,
      (moment) => moment.opened.engine.account.positions.lots(0) === 1 && agrees(moment),
    ]);
    expect(states).toEqual(['submitted', 'in-doubt', 'acknowledged']);
    expect(live.venue.venue.log.of(STOP_ENDPOINTS.okx.place)).toHaveLength(1);
    expect(outcome).toMatchObject({ inDoubt: 0, differences: [], agreed: true, leftOpen: 0, lost: null });
  });
});

it('takes over what was traded elsewhere while the program was away for days', async () => {
  const clock = new SetClock();
  live = await LiveHome.open('binance', clock);
  const script: LiveScript = [READY, ({ knowledge }) => knowledge.row().standing === 'trading'];
  await live.session(script);
  live.venue.control.run({ do: 'trade elsewhere', account: 'trader', symbol: 'BTCUSDT', side: 'BUY', quantity: '0.02' });
  clock.pass(2 * DAY_MS);
  const outcome = await live.session([READY, ({ opened }) => opened.engine.account.positions.lots(0) > 0]);
  expect(new Set(outcome.fills.map(({ origin, side }) => `${origin} ${side}`))).toEqual(new Set(['elsewhere buy']));
  expect(outcome).toMatchObject({ differences: [], agreed: true });
});

it('spends all the money at kraken, where the fee comes on top', async () => {
  live = await LiveHome.open('kraken');
  const all = live.held('USDT');
  const script: LiveScript = [
    ({ opened: { engine } }) => !engine.gate.recovering && engine.account.market.markTicks[0]! > 0,
    ({ command }) => command({ type: 'place', intents: [liveIntent({ lots: 0, quoteAmount: Decimal.parse(all) })] }).ok,
    ({ opened: { engine } }) => engine.account.orders.size === 0 && engine.account.positions.lots(0) > 0,
  ];
  // Real money’s first hour would not let it.
  const outcome = await live.session(script, { sandbox: true });
  expect(outcome).toMatchObject({ orders: 1, inDoubt: 0, differences: [], agreed: true, leftOpen: 0, lost: null });
  expect(live.orders).toMatchObject([{ type: 'MARKET', quoteQuantity: 9_960_159_362_549n }]);
  expect(Decimal.parse(live.held('USDT')).sign()).toBe(1);
});

it('buys at hyperliquid for an amount of money, in whole steps and never for more, and the session knows its end', async () => {
  live = await LiveHome.open('hyperliquid');
  const outcome = await live.session([
    ({ opened: { engine } }) => !engine.gate.recovering && engine.account.market.markTicks[0]! > 0,
    ({ command }) => command({ type: 'place', intents: [liveIntent({ lots: 0, quoteAmount: Decimal.parse('600') })] }).ok,
    ({ opened: { engine } }) => engine.account.orders.size === 0 && engine.account.positions.lots(0) > 0,
  ]);
  expect(outcome).toMatchObject({ orders: 1, inDoubt: 0, differences: [], agreed: true, leftOpen: 0, lost: null });
  expect(outcome.ledger).toMatchObject({ balanced: true, problems: [] });
  const spent = Decimal.parse('100000').sub(Decimal.parse(live.held('USDT')));
  expect(spent.compare(Decimal.parse('600'))).toBeLessThan(0);
  expect(spent.compare(Decimal.parse('585'))).toBeGreaterThan(0);
  expect(live.orders).toMatchObject([{ status: 'FILLED', type: 'LIMIT', timeInForce: 'IOC' }]);
});
