import { afterEach, describe, expect, it } from 'vitest';
import type { OrderGroup } from '../../src-shared/domain/order.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import { SystemClock } from '../../src-main/adapters/system-clock/system-clock.ts';
import type { LiveSpec } from '../../src-main/sessions/live-types.ts';
import { LiveHome, liveIntent, type LiveMoment, type LiveScript } from '../support/live-kit.ts';
import type { AnyProtocol } from '../venue/protocols.ts';

// Whole sessions over perpetuals: what the venue does by itself, and what is done while nobody is there, is in the ledger to the last digit.

type Step = LiveScript[number];

let live: LiveHome;

afterEach(() => live.close());

const READY: Step = ({ opened: { engine } }) => !engine.gate.recovering && engine.account.market.markTicks[0]! > 0;
const LOOKED: Step = ({ knowledge }) => {
  knowledge.look();
  return true;
};
const of = (role: OrderGroup['role']): OrderGroup => ({ id: 'g1', role });

describe.each<{ readonly protocol: AnyProtocol; readonly profile: string; readonly symbol: string; readonly money: string }>([
  { protocol: 'okx', profile: 'okx', symbol: 'BTC/USDT:USDT', money: 'USDT' },
  { protocol: 'binance', profile: 'binanceusdm', symbol: 'BTC/USDT:USDT', money: 'USDT' },
  { protocol: 'hyperliquid', profile: 'hyperliquidperp', symbol: 'BTC/USDC:USDC', money: 'USDC' },
  { protocol: 'krakenfutures', profile: 'krakenfutures', symbol: 'BTC/USD:USD', money: 'USD' },
])('a live session over perpetuals at $profile', ({ protocol, profile, symbol, money }) => {
  const over: Partial<LiveSpec> = { symbols: [symbol], leverage: 5, sandbox: true };

  async function open(): Promise<void> {
    live = await LiveHome.open(protocol, new SystemClock(), 2);
    live.profile = profile;
  }
  const run = (what: Parameters<typeof live.venue.control.run>[0]): Step => {
    return () => {
      live.venue.control.run(what);
      return true;
    };
  };
  const position = (lots: (held: number) => boolean): Step => {
    return ({ opened: { engine } }) => engine.account.orders.size === 0 && lots(engine.account.positions.lots(0));
  };
  const size = ({ opened: { engine } }: LiveMoment) => engine.account.positions.lots(0);
  const trade = (side: 'buy' | 'sell', base: string, reduceOnly = false): Step => {
    return ({ opened, command }) => {
      const lots = opened.engine.account.instruments[0]!.lotsOf(Decimal.parse(base))!;
      return command({ type: 'place', intents: [liveIntent({ side, lots, reduceOnly })] }).ok;
    };
  };
  /** Ledger and venue hold the same money and the same position. */
  const agrees: Step = ({ opened: { engine } }) => {
    const { account, reconciliation } = engine;
    if (reconciliation.looks < 2 || reconciliation.differences.length > 0) return false;
    expect(account.balances.of(money).toString()).toBe(Decimal.parse(live.held(money)).toString());
    return true;
  };
  const told = (outcome: Awaited<ReturnType<typeof live.session>>) => {
    expect(outcome).toMatchObject({ inDoubt: 0, differences: [], agreed: true, leftOpen: 0, lost: null });
    expect(outcome.ledger).toMatchObject({ balanced: true, problems: [] });
  };

  it('is short, is paid funding, turns long and is flat, and all of it is booked', async () => {
    await open();
    let paid = Decimal.ZERO;
    const outcome = await live.session(
      [
        READY,
        trade('sell', '0.05'),
        position((lots) => lots < 0),
        ({ opened: { engine } }) => {
          paid = engine.account.balances.of(money);
          return true;
        },
        run({ do: 'fund', symbol, rate: '0.001' }),
        LOOKED,
        ({ opened: { engine } }) => engine.account.balances.of(money).compare(paid) > 0,
        trade('buy', '0.08'),
        position((lots) => lots > 0),
        trade('sell', '0.03', true),
        position((lots) => lots === 0),
        LOOKED,
        agrees,
      ],
      over,
    );
    told(outcome);
    expect(outcome.fills.map(({ side }) => side)).toEqual(expect.arrayContaining(['sell', 'buy']));
  });

  it('keeps a stop above a short at the venue, which buys it back when its price comes', async () => {
    await open();
    const stop = { side: 'buy', reduceOnly: true } as const;
    const outcome = await live.session(
      [
        READY,
        ({ opened, command }) => {
          const instrument = opened.engine.account.instruments[0]!;
          const lots = instrument.lotsOf(Decimal.parse('0.02'))!;
          const ticks = (price: number) => instrument.toTicks(price);
          return command({
            type: 'place',
            intents: [
              liveIntent({ side: 'sell', lots, group: of('entry') }),
              liveIntent({ ...stop, type: 'stop', lots, triggerTicks: ticks(65_000), group: of('stop') }),
              liveIntent({ ...stop, type: 'limit', lots, limitTicks: ticks(40_000), group: of('target') }),
            ],
          }).ok;
        },
        (moment) => size(moment) < 0 && live.orders.some(({ status, reduceOnly }) => status === 'NEW' && reduceOnly),
        run({ do: 'move price', symbol, price: '66000' }),
        position((lots) => lots === 0),
        LOOKED,
        agrees,
      ],
      over,
    );
    told(outcome);
  });

  it('finds a liquidation and funding of the time between two sessions, and books them as the venue’s', async () => {
    await open();
    told(await live.session([READY, trade('buy', '0.05'), position((lots) => lots > 0), LOOKED, agrees], over));
    live.venue.control.run({ do: 'fund', symbol, rate: '0.0005' });
    live.venue.control.run({ do: 'liquidate', account: 'trader', symbol });
    const outcome = await live.session([READY, position((lots) => lots === 0), LOOKED, agrees], over);
    told(outcome);
    // In as many trades as the book has prices.
    expect(new Set(outcome.fills.map(({ origin, side }) => `${origin} ${side}`))).toEqual(new Set(['you sell']));
    expect(outcome.notes.some((sentence) => sentence.includes('the margin behind it was used up'))).toBe(true);
  });

  it('takes a position that was opened in the venue’s own application as its own', async () => {
    await open();
    told(await live.session([READY, LOOKED, agrees], over));
    live.venue.control.run({ do: 'trade elsewhere', account: 'trader', symbol, side: 'SELL', quantity: '0.02' });
    const outcome = await live.session([READY, position((lots) => lots < 0), LOOKED, agrees], over);
    told(outcome);
    expect(new Set(outcome.fills.map(({ origin, side }) => `${origin} ${side}`))).toEqual(new Set(['elsewhere sell']));
  });
});
