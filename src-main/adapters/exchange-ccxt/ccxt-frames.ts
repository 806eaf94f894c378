import * as z from 'zod/mini';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { Random } from '../../../src-shared/kernel/random.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DepthHead, FrameFeed, FrameListener } from '../../ports/depth.ts';
import { asked } from './asked.ts';
import { marketSpec } from './heard-market.ts';
import { openExchange, type CcxtExchange, type ExchangeAddress, type OpenExchange } from './open-exchange.ts';
import { BINANCE } from './venues/binance.ts';

/** Least and most wait before a connection is made again, ms. */
const WAIT = { least: 500, most: 30_000 };
const MARKETS = z.record(z.string(), z.unknown());
/** Levels of a whole book that are asked for. */
const LEVELS = 5_000;

/** What is used of the class beside what every venue has: the door that every frame comes through, and the raw question for a book. */
interface BinanceFrames extends CcxtExchange {
  handleMessage: (client: unknown, message: unknown) => void;
  watchOrderBook(symbol: string): Promise<unknown>;
  publicGetDepth(params: Readonly<Record<string, unknown>>): Promise<unknown>;
}

/** Binance's frames as they come through ccxt, before the library makes anything of them: a recording is evidence, not what somebody made of it. */
export class CcxtFrames implements FrameFeed {
  private readonly open: OpenExchange<BinanceFrames>;
  private readonly clock: Clock;
  private readonly random: Random;
  private left = false;

  private constructor(open: OpenExchange<BinanceFrames>, { clock, random }: { readonly clock: Clock; readonly random: Random }) {
    this.open = open;
    this.clock = clock;
    this.random = random;
  }

  /** Loads the venue's module. Fails with `venue.unknown` for any but Binance: the others' frames are not read yet. */
  static async open(venue: string, to: ExchangeAddress & { readonly random: Random }): Promise<CcxtFrames> {
    if (venue !== BINANCE.profile.id) throw new Fault('venue.unknown', { venue, venues: BINANCE.profile.id });
    return new CcxtFrames(await openExchange<BinanceFrames>(BINANCE, null, { ...to, pushed: true }), to);
  }

  async head(symbol: string): Promise<DepthHead> {
    const markets = await asked(
      BINANCE,
      () => this.open.exchange.loadMarkets(),
      (answer) => MARKETS.parse(answer),
    );
    const { venue, tick, lot } = marketSpec(BINANCE.profile, symbol, markets);
    return { venue, symbol, tick, lot };
  }

  listen(symbol: string, listener: FrameListener): void {
    const { exchange } = this.open;
    const handle = exchange.handleMessage.bind(exchange);
    exchange.handleMessage = (client, message) => {
      listener.frame(message, this.clock.now());
      handle(client, message);
    };
    void this.follow(() => exchange.watchOrderBook(symbol), listener);
    void this.follow(() => exchange.watchTradesForSymbols([symbol]), listener);
  }

  async snapshot(symbol: string): Promise<unknown> {
    return asked(
      BINANCE,
      () => this.open.exchange.publicGetDepth({ symbol: symbol.replace('/', ''), limit: LEVELS }),
      (answer) => answer,
      'question',
    );
  }

  async close(): Promise<void> {
    this.left = true;
    this.open.limiter.close();
    await this.open.exchange.close();
  }

  /** Keeps a subscription alive: connects again when it is broken, later each time and never when another program does. */
  private async follow(push: () => Promise<unknown>, listener: FrameListener): Promise<void> {
    let failures = 0;
    while (!this.left) {
      try {
        await push();
        failures = 0;
      } catch (thrown) {
        if (this.left) return;
        failures += 1;
        listener.lost(
          `${BINANCE.profile.name} was not heard: ${thrown instanceof Error ? thrown.message.slice(0, 200) : 'the connection was lost'}.`,
        );
        const wait = Math.min(WAIT.most, WAIT.least * 2 ** (failures - 1)) * (0.5 + this.random.next() / 2);
        await new Promise<void>((resolve) => {
          this.clock.after(wait, resolve);
        });
      }
    }
  }
}
