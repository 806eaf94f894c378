import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ELSEWHERE, type OrderIntent } from '../../src-shared/domain/order.ts';
import type { VenueRow } from '../../src-shared/contract/venue.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import type { StrategyPlacement } from '../../src-main/sessions/backtest-types.ts';
import type { OpenedSession } from '../../src-main/sessions/open-session.ts';
import { callControl } from '../../src-main/adapters/home/control-call.ts';
import type { ControlAnswer, ControlRequest } from '../../src-main/ports/session-control.ts';
import { replayJournal } from '../../src-main/run-paper.ts';
import { LiveHome, liveIntent, type LiveMoment, type LiveScript } from '../support/live-kit.ts';

let live: LiveHome;

beforeEach(async () => {
  live = await LiveHome.open();
});

afterEach(() => live.close());

type Step = LiveScript[number];

/** The start has been checked and prices are heard. */
const READY: Step = ({ opened: { engine } }) => !engine.gate.recovering && engine.account.market.markTicks[0]! > 0;
/** No order is out. */
const SETTLED: Step = ({ opened: { engine } }) => engine.account.orders.size === 0;

/** Does something once. */
const once =
  (deed: (opened: OpenedSession) => void): Step =>
  ({ opened }) => {
    deed(opened);
    return true;
  };

const place =
  (over: Partial<OrderIntent> = {}): Step =>
  ({ command }) => {
    expect(command({ type: 'place', intents: [liveIntent(over)] })).toMatchObject({ ok: true });
    return true;
  };

/** Far below the market, where it rests. */
const RESTING: Partial<OrderIntent> = { type: 'limit', limitTicks: 3_000_000 };

/** A strategy that decides nothing within a session of seconds. */
const CROSS: StrategyPlacement = {
  ...{ instance: 'cross', strategy: 'sma-cross', instrument: 0, timeframe: '1h', parameters: { fast: 3, slow: 9 } },
  size: { kind: 'all' },
};

/** Ledger and venue hold the same of each asset. */
function agrees({ engine }: OpenedSession): void {
  for (const [asset, amount] of engine.account.balances.entries())
    expect([asset, amount.toString()]).toEqual([asset, Decimal.parse(live.held(asset)).toString()]);
}

describe('a session with an account at a venue', () => {
  it('opens with what the venue holds, buys, books the fee in coins and ends in agreement', async () => {
    const outcome = await live.session([
      READY,
      place(),
      SETTLED,
      once((opened) => {
        // A thousandth of the coins was the fee: 1e-5 coins, a lot.
        expect(opened.engine.account.positions.lots(0)).toBe(999);
        expect(live.held('BTC')).toBe('1.00999000');
        agrees(opened);
      }),
    ]);
    expect(outcome).toMatchObject({ orders: 1, inDoubt: 0, differences: [], agreed: true, leftOpen: 0, lost: null });
    expect(outcome.ledger).toMatchObject({ balanced: true, problems: [] });
    expect(live.orders).toMatchObject([{ status: 'FILLED' }]);
    // What the venue told is in the journal: the session decides the same from it, byte for byte.
    expect(replayJournal(live.home, outcome.session)).toMatchObject({ firstDifference: null, difference: '' });
  });

  it('with real money opens nothing before it was armed', async () => {
    const refused: Step = ({ command }) => {
      expect(command({ type: 'place', intents: [liveIntent()] })).toMatchObject({ ok: false, fault: { code: 'risk.unarmed' } });
      return true;
    };
    const outcome = await live.session([READY, refused], { arm: () => Promise.resolve(null) });
    expect([outcome.orders, live.orders]).toEqual([0, []]);
    expect(replayJournal(live.home, outcome.session)).toMatchObject({ firstDifference: null });
    // A test network needs none.
    await live.session([READY, place(), SETTLED], { arm: () => Promise.resolve(null), sandbox: true, account: 'other' });
    expect(live.orders).toMatchObject([{ status: 'FILLED' }]);
  });

  it('is stopped and flattened through its door, at the venue too', async () => {
    const answers: ControlAnswer[] = [];
    const ask = (request: ControlRequest): Step => {
      let asked = false;
      return () => {
        if (!asked) void callControl(live.home, request).then((answer) => answers.push(answer));
        asked = true;
        return answers.at(-1)?.kind === (request.kind === 'kill' ? 'killed' : 'flattening');
      };
    };
    const outcome = await live.session([
      READY,
      place(),
      SETTLED,
      place(RESTING),
      () => live.orders.at(-1)?.status === 'NEW',
      ask({ kind: 'kill', command: 'k' }),
      SETTLED,
      ask({ kind: 'flatten', command: 'f', confirm: 'FLATTEN' }),
      ({ opened: { engine } }) => engine.account.positions.lots(0) === 0,
    ]);
    expect(answers).toMatchObject([
      { kind: 'killed', cancelled: 1, kept: 0, status: { state: 'HALTED', positions: 1 } },
      { kind: 'flattening', closing: 1, refused: [] },
    ]);
    expect(live.orders.map(({ status, side }) => [side, status])).toEqual([
      ['BUY', 'FILLED'],
      ['BUY', 'CANCELED'],
      ['SELL', 'FILLED'],
    ]);
    expect(outcome).toMatchObject({ inDoubt: 0, agreed: true, leftOpen: 0, lost: null, ledger: { balanced: true } });
  });

  it('that only reconciles leaves its orders and its strategies as they are', async () => {
    const running =
      (count: number): Step =>
      ({ opened }) =>
        opened.engine.director.running.length === count;
    const agreed = ({ opened }: LiveMoment): boolean => !opened.engine.gate.recovering;
    await live.session([READY, running(1)], { placements: [CROSS] });
    await live.session([READY, place(RESTING), () => live.orders.at(-1)?.status === 'NEW'], { purpose: 'reconcile' });
    const outcome = await live.session([agreed, running(0)], { purpose: 'reconcile' });
    expect(outcome).toMatchObject({ orders: 0, inDoubt: 0, differences: [], agreed: true, leftOpen: 0 });
    expect(live.orders.at(-1)?.status).toBe('NEW');
    await live.session([READY, running(1)]);
    expect(live.orders.at(-1)?.status).toBe('CANCELED');
  });

  it('holds an order in doubt whose answer is lost, and learns that it stands there', async () => {
    live.venue.control.run({
      do: 'add fault',
      rule: { surface: 'rest', endpoint: 'POST /api/v3/order', fault: { kind: 'lose reply' } },
    });
    // What the venue tells by itself is lost as well: only asking proves anything.
    live.venue.control.run({ do: 'add fault', rule: { surface: 'user', times: 10, fault: { kind: 'drop' } } });
    const states: string[] = [];
    const trails: (readonly string[])[] = [];
    const known: VenueRow[] = [];
    await live.session([
      READY,
      place(RESTING),
      ({ opened, knowledge }) => {
        const entry = opened.engine.account.orders.all()[0];
        if (entry !== undefined && entry.state !== states.at(-1)) {
          states.push(entry.state);
          known.push(knowledge.row());
          trails.push(knowledge.trail(entry.order.id)?.lines.map(({ code }) => code) ?? []);
        }
        return entry?.state === 'acknowledged';
      },
    ]);
    expect(states).toEqual(['submitted', 'in-doubt', 'acknowledged']);
    // What was asked of the venue and what came back is kept with the order.
    expect(trails[1]?.slice(0, 2)).toEqual(['asked.place', 'venue.unknown']);
    expect(trails[2]?.slice(0, 4)).toEqual(['asked.place', 'venue.unknown', 'asked.ask', 'venue.found']);
    expect(known).toMatchObject([
      { standing: 'trading', inDoubt: 0, counts: { placed: 0, unknown: 0 } },
      { standing: 'trading', inDoubt: 1, counts: { placed: 0, unknown: 1 }, user: { state: 'pushed' }, market: { state: 'pushed' } },
      { standing: 'trading', inDoubt: 0, times: { ask: { count: 1 } }, deadMansSwitch: { state: 'none' } },
    ]);
    // The end in order took it away again.
    expect(live.orders).toMatchObject([{ status: 'CANCELED' }]);
  });

  it('never sends again what was lost on the way, and ends it when it cannot arrive any more', async () => {
    live.venue.control.run({
      do: 'add fault',
      rule: { surface: 'rest', endpoint: 'POST /api/v3/order', fault: { kind: 'lose request' } },
    });
    const outcome = await live.session([READY, place(RESTING), ({ opened }) => opened.engine.account.orders.size === 0]);
    expect(live.orders).toEqual([]);
    expect(outcome).toMatchObject({ orders: 1, inDoubt: 0, agreed: true });
  });

  it('takes over what is traded elsewhere, with its origin', async () => {
    const outcome = await live.session([
      READY,
      once(() => {
        live.venue.control.run({ do: 'trade elsewhere', account: 'trader', symbol: 'BTCUSDT', side: 'BUY', quantity: '0.02' });
      }),
      ({ opened }) => opened.engine.account.positions.lots(0) === 1_998,
      SETTLED,
      once(agrees),
    ]);
    // One level of the walking market, or two.
    expect(new Set(outcome.fills.map(({ origin }) => origin))).toEqual(new Set([ELSEWHERE]));
    expect(outcome.fills.reduce((sum, { lots }) => sum + lots, 0)).toBe(2_000);
    expect(outcome).toMatchObject({ agreed: true, differences: [] });
  });

  it('stops what would enlarge a position when the venue holds something else, until a person accepts it', async () => {
    const outcome = await live.session([
      READY,
      once(() => {
        live.venue.control.run({ do: 'transfer', account: 'trader', asset: 'USDT', amount: '-250.5' });
        // What was not heard while the connection was gone is looked for at once.
        live.venue.control.run({ do: 'cut connections', kind: 'account' });
      }),
      ({ opened }) => opened.engine.gate.differing,
      ({ command, opened }) => {
        expect(command({ type: 'place', intents: [liveIntent()] })).toMatchObject({ ok: false, fault: { code: 'risk.differing' } });
        const differences = opened.engine.reconciliation.differences.map(({ asset, booked, held }) => ({
          asset,
          amount: held.sub(booked),
        }));
        expect(differences.map(({ asset, amount }) => [asset, amount.toString()])).toEqual([['USDT', '-250.5']]);
        expect(command({ type: 'accept-differences', differences })).toMatchObject({ ok: true });
        return true;
      },
      place(),
      SETTLED,
      once(agrees),
    ]);
    expect(outcome).toMatchObject({ agreed: true, differences: [] });
    expect(outcome.ledger.balanced).toBe(true);
  });

  it('keeps the book of what its strategies trade; while that is stale nothing opens, closing works, and it goes on with the whole book', async () => {
    const asks = { surface: 'rest' as const, endpoint: 'GET /api/v3/depth', times: 10_000, fault: { kind: 'lose request' as const } };
    const misses = { surface: 'stream' as const, endpoint: 'btcusdt@depth@100ms', times: 1, fault: { kind: 'drop' as const } };
    const stale = ({ opened: { engine } }: LiveMoment) => engine.gate.bookStaleSince(0) > 0;
    const { control } = live.venue;
    let kept = 0;
    const { notes, ...outcome } = await live.session(
      [
        READY,
        place(),
        SETTLED,
        // The whole book was asked for, and came.
        () => live.venue.venue.log.of('GET /api/v3/depth').length > 0 && (kept += 1) > 100,
        once(() => {
          control.run({ do: 'add fault', rule: asks });
          control.run({ do: 'add fault', rule: misses });
        }),
        stale,
        ({ command }) => {
          expect(command({ type: 'place', intents: [liveIntent()] })).toMatchObject({ ok: false, fault: { code: 'risk.stale-book' } });
          expect(command({ type: 'close', instrument: 0, percent: 100 })).toMatchObject({ ok: true });
          return true;
        },
        SETTLED,
        ({ opened: { engine } }) => engine.account.positions.lots(0) === 0,
        once(() => control.run({ do: 'clear faults' })),
        (moment) => !stale(moment),
        place({ type: 'limit', limitTicks: 3_000_000 }),
      ],
      { placements: [CROSS] },
    );
    const said = notes.filter((sentence) => sentence.startsWith('BTC/USDT: the book'));
    expect(said).toEqual([
      'BTC/USDT: the book is stale: changes are missing. The whole book is asked for.',
      'BTC/USDT: the book is known.',
    ]);
    expect(outcome).toMatchObject({ orders: 3, differences: [], agreed: true, leftOpen: 0 });
    expect(replayJournal(live.home, outcome.session)).toMatchObject({ firstDifference: null, difference: '' });
  });

  it('goes on where the last session ended: late fills are booked, once', async () => {
    await live.session([READY, place(), SETTLED]);
    // The session is over; somebody sells from the same account meanwhile.
    live.venue.control.run({ do: 'trade elsewhere', account: 'trader', symbol: 'BTCUSDT', side: 'SELL', quantity: '0.004' });
    const outcome = await live.session([READY, ({ opened }) => opened.engine.account.positions.lots(0) === 599, once(agrees)]);
    expect(outcome.fills).toMatchObject([{ origin: ELSEWHERE, side: 'sell', lots: 400 }]);
    expect(outcome).toMatchObject({ agreed: true, differences: [] });
  });
});
