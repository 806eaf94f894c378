import { rmSync } from 'node:fs';
import { CcxtFeed } from '../../../src-main/adapters/exchange-ccxt/ccxt-feed.ts';
import { SystemClock } from '../../../src-main/adapters/system-clock/system-clock.ts';
import { findStrategy } from '../../../src-main/core/strategies/catalog.ts';
import { completeParameters } from '../../../src-main/core/strategies/parameters.ts';
import type { MarketFeed } from '../../../src-main/ports/market-feed.ts';
import { runLive } from '../../../src-main/run-live.ts';
import type { StrategyPlacement } from '../../../src-main/sessions/backtest-types.ts';
import type { LiveSpec } from '../../../src-main/sessions/live-types.ts';
import type { OpenedSession } from '../../../src-main/sessions/open-session.ts';
import { IDEAL } from '../../../src-shared/domain/costs.ts';
import { NO_LIMITS } from '../../../src-shared/domain/limits.ts';
import { unwrap } from '../../../src-shared/kernel/result.ts';
import { Sfc32 } from '../../../src-shared/kernel/random.ts';
import { liveIntent } from '../../support/live-kit.ts';
import { addressOf } from '../../venue/address-of.ts';
import { accountHome } from './account-home.ts';
import { LoadWatch } from './load-watch.ts';
import { BELOW_TICKS, type LoadReport } from './probe-messages.ts';

// A live session as `cryptoorch live` runs it, with the account in a process of its own, at a venue on the loopback.
// `session-child.ts probe ADDRESS`: each new best bid leads to an order. `session-child.ts load ADDRESS INSTRUMENTS SECONDS`: strategies on
// every instrument, and what the process is like meanwhile.

const [mode = 'probe', address = '', instruments = '1', seconds = '20'] = process.argv.slice(2);
const clock = new SystemClock();
const to = { sandbox: false, address: addressOf({ address }), clock, random: new Sfc32(1) };

/** How often the library's feed tells anything. */
let heard = 0;

function counting(feed: MarketFeed): MarketFeed {
  return {
    instruments: (symbols) => feed.instruments(symbols),
    bars: (symbol, timeframe, since, most) => feed.bars(symbol, timeframe, since, most),
    listen: (symbols, listener) =>
      feed.listen(symbols, {
        heard: (event) => {
          heard += 1;
          listener.heard(event);
        },
        health: (health) => listener.health(health),
      }),
    close: () => feed.close(),
  };
}

function isReady({ engine }: OpenedSession): boolean {
  return !engine.gate.recovering && engine.account.instruments.every(({ index }) => engine.account.market.markTicks[index]! > 0);
}

/** Hears the market first, then decides: a best bid that was not seen before leads to an order that cannot trade. */
function onProbe(): NonNullable<LiveSpec['onTurn']> {
  let [seen, number, told] = [0, 0, false];
  return (opened) => {
    const { session, engine } = opened;
    session.pump(clock.now());
    const bid = engine.account.market.bidTicks[0]!;
    if (!isReady(opened) || bid === seen) return 'on';
    if (told) {
      number += 1;
      const intent = liveIntent({ type: 'limit', timeInForce: 'ioc', limitTicks: bid - BELOW_TICKS });
      session.command({ id: `probe-${String(number)}`, type: 'place', intents: [intent] });
    } else process.send?.('ready');
    told = true;
    seen = bid;
    return 'on';
  };
}

function placements(count: number): readonly StrategyPlacement[] {
  const strategy = 'sma-cross';
  const parameters = unwrap(completeParameters(findStrategy(strategy)!, {}));
  return Array.from({ length: count }, (_, instrument) => ({
    ...{ instance: `${strategy}-${String(instrument + 1)}`, strategy, instrument, timeframe: '1m' as const, parameters },
    size: { kind: 'quote' as const, amount: '100' },
  }));
}

async function run(symbols: readonly string[], over: Partial<LiveSpec>) {
  const { folder, home, account, orders } = await accountHome(address);
  const feed = counting(await CcxtFeed.open('binance', to));
  try {
    return await runLive(
      home,
      {
        ...{ account, venue: 'BINANCE', sandbox: true, receiveWindowMs: 5_000, orders, feed, symbols, placements: [] },
        ...{ purpose: 'trade', limits: NO_LIMITS, costs: IDEAL, seed: 1, durationMs: null, signal: new AbortController().signal },
        onNote: (sentence) => process.stderr.write(`${sentence}\n`),
        ...over,
      },
      { engineVersion: 'bench', clock },
    );
  } finally {
    await orders.close();
    await feed.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function symbolsOf(count: number): Promise<readonly string[]> {
  const answer = await fetch(`${address}/api/v3/exchangeInfo`);
  const { symbols } = (await answer.json()) as { readonly symbols: readonly { baseAsset: string; quoteAsset: string }[] };
  return symbols
    .filter(({ quoteAsset }) => quoteAsset === 'USDT')
    .slice(0, count)
    .map(({ baseAsset, quoteAsset }) => `${baseAsset}/${quoteAsset}`);
}

async function load(): Promise<LoadReport> {
  const watch = new LoadWatch(Number(seconds));
  const symbols = await symbolsOf(Number(instruments));
  const outcome = await run(symbols, {
    placements: placements(symbols.length),
    onTurn: (opened) => (isReady(opened) ? watch.turn(heard) : 'on'),
  });
  return { ...watch.report(), instruments: symbols.length, orders: outcome.orders, agreed: outcome.agreed };
}

if (mode === 'load') process.send?.(await load());
else {
  const end = new AbortController();
  process.once('message', () => end.abort());
  await run(['BTC/USDT'], { signal: end.signal, onTurn: onProbe() });
}
process.disconnect();
