import { beforeEach, expect, test } from 'vitest';
import type { BookExchange } from '../../../../src-main/adapters/exchange-ccxt/book-exchange.ts';
import { ContractFigures } from '../../../../src-main/adapters/exchange-ccxt/contract-figures.ts';
import { KRAKENFUTURES_FIGURES } from '../../../../src-main/adapters/exchange-ccxt/venues/krakenfutures-figures.ts';
import { OKX_FIGURES } from '../../../../src-main/adapters/exchange-ccxt/venues/okx-figures.ts';
import { USDM_FIGURES } from '../../../../src-main/adapters/exchange-ccxt/venues/usdm-figures.ts';
import type { FigureChannel } from '../../../../src-main/adapters/exchange-ccxt/venues/figure-channel.ts';
import type { FigureEvent } from '../../../../src-main/ports/market-feed.ts';
import type { Releasable } from '../../../../src-shared/kernel/disposable.ts';
import { Sfc32 } from '../../../../src-shared/kernel/random.ts';
import { SteppedClock } from '../../../support/stepped-clock.ts';

// Marks and funding of perpetuals over a connection that does what the test says.

const [BTC, ETH] = ['BTC/USDT:USDT', 'ETH/USDT:USDT'];

/** A clock that knows how many wait on it. */
class CountingClock extends SteppedClock {
  waiting = 0;

  override after(ms: number, callback: () => void): Releasable {
    this.waiting += 1;
    let over = false;
    const end = (): void => {
      if (!over) this.waiting -= 1;
      over = true;
    };
    const timer = super.after(ms, () => {
      end();
      callback();
    });
    return {
      dispose: () => {
        end();
        timer.dispose();
      },
    };
  }
}

let clock: CountingClock;
let figures: ContractFigures;
/** What was sent over the socket and asked for, in its order. */
let sent: string[];
let subscribed: number[];
let asked: string[];
/** What a question for a mark is answered; null for a venue that does not answer. */
let answer: object | null;
let heard: FigureEvent[];
let garbled: number;
/** Breaks the connection of every subscription that stands. */
let cut: () => void;
let push: (message: object | string) => void;

const listener = { heard: (event: FigureEvent) => void heard.push(event), garbled: () => void (garbled += 1) };

beforeEach(() => {
  clock = new CountingClock(0);
  [sent, subscribed, asked, heard, garbled] = [[], [], [], [], 0];
  answer = { code: '0', data: [{ instId: 'BTC-USDT-SWAP', markPx: '60000.5' }] };
  hearFrom(OKX_FIGURES);
});

/** Hears a venue that tells its figures so, over a connection of its own. */
function hearFrom(channel: FigureChannel): void {
  const { exchange, passed } = exchangeOf();
  figures = new ContractFigures({
    ...{ exchange, clock, random: new Sfc32(5), ready: () => Promise.resolve() },
    rules: { profile: { id: 'okx', name: 'OKX' } as never, figures: channel },
  });
  exchange.client('ws');
  push = (message) => passed(typeof message === 'string' ? message : JSON.stringify(message));
}

interface Sent {
  readonly op?: string;
  readonly args?: readonly { readonly channel: string; readonly instId: string }[];
}

function wordsOf({ op, args, ...rest }: Sent): string {
  return op === undefined ? JSON.stringify(rest) : `${op} ${args!.map(({ channel, instId }) => `${channel} ${instId}`).join(', ')}`;
}

function exchangeOf() {
  const waits = new Map<string, { readonly resolve: (value: unknown) => void; readonly reject: (why: Error) => void }>();
  const socket = {
    subscriptions: {} as Record<string, unknown>,
    isOpen: () => true,
    send: (message: Sent) => Promise.resolve(sent.push(wordsOf(message))),
    resolve: (_: unknown, hash: string) => waits.get(hash)?.resolve(null),
    // The library's own handler: what is not taken comes here.
    onMessage: ({ data }: { readonly data: unknown }) => void sent.push(`left ${String(data)}`),
  };
  cut = () => {
    for (const [hash, { reject }] of waits) {
      Reflect.deleteProperty(socket.subscriptions, hash);
      reject(new Error('the line broke'));
    }
    waits.clear();
  };
  let numbers = 0;
  const exchange = {
    requestId: () => (numbers += 1),
    ...{
      options: {},
      urls: { api: {} },
      getUrl: () => 'ws',
      getWsUrl: () => 'ws',
      clients: { ws: socket, 'ws/0': socket },
      client: () => socket,
    },
    loadMarkets: () => Promise.resolve({ [BTC]: { id: 'BTC-USDT-SWAP' }, [ETH]: { id: 'ETH-USDT-SWAP' }, 'BTC/USDT': { id: 'BTC-USDT' } }),
    watch: (_url: string, hash: string, message: Sent) => {
      subscribed.push(clock.now());
      socket.subscriptions[hash] = {};
      void socket.send(message);
      return new Promise((resolve, reject) => waits.set(hash, { resolve, reject }));
    },
    publicGetTickersSymbol: ({ symbol }: { readonly symbol: string }) => {
      asked.push(`ticker ${symbol} at ${String(Math.round(clock.now() / 1_000))}`);
      return Promise.resolve({ result: 'success', ticker: { symbol, markPrice: 60_000.5, indexPrice: 60_000, fundingRate: 0.6 } });
    },
    publicGetPublicMarkPrice: ({ instId }: { readonly instId: string }) => {
      asked.push(`mark ${instId} at ${String(Math.round(clock.now() / 1_000))}`);
      return answer === null ? Promise.reject(new Error('no answer')) : Promise.resolve(answer);
    },
    publicGetPublicFundingRate: ({ instId }: { readonly instId: string }) => {
      asked.push(`funding ${instId} at ${String(Math.round(clock.now() / 1_000))}`);
      return Promise.resolve({ code: '0', data: [{ instId, fundingRate: '0.0001', fundingTime: '1700726400000' }] });
    },
  };
  return { exchange: exchange as unknown as BookExchange, passed: (text: string) => socket.onMessage({ data: text }) };
}

async function pass(ms: number): Promise<void> {
  for (let gone = 0; gone < ms; gone += 100) {
    clock.pass(100);
    for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
  }
}

const mark = (markPx: unknown, instId = 'BTC-USDT-SWAP') => ({ arg: { channel: 'mark-price', instId }, data: [{ instId, markPx }] });
const funding = (fundingRate: string, instId = 'BTC-USDT-SWAP') => ({
  arg: { channel: 'funding-rate', instId },
  data: [{ instId, fundingRate, fundingTime: '1700726400000' }],
});

test('tells what is pushed of a perpetual that is listened to, exactly as it was written, and leaves the rest to the library', async () => {
  const going = figures.listen([BTC, 'BTC/USDT'], listener);
  await pass(200);
  // Nothing is subscribed for coins.
  expect(sent).toEqual(['subscribe mark-price BTC-USDT-SWAP, funding-rate BTC-USDT-SWAP']);
  push(mark('60000.50'));
  push(funding('0.0001875391284828'));
  push(mark('3000', 'ETH-USDT-SWAP'));
  expect(heard).toEqual([
    { kind: 'mark', symbol: BTC, price: '60000.50' },
    { kind: 'funding', symbol: BTC, rate: '0.0001875391284828', nextAt: 1_700_726_400_000 },
  ]);
  push({ arg: { channel: 'tickers' } });
  push('pong "mark-price"');
  expect(sent.slice(1)).toEqual(['left {"arg":{"channel":"tickers"}}', 'left pong "mark-price"']);
  going.dispose();
});

test('counts what does not parse, which becomes no figure', async () => {
  figures.listen([BTC], listener);
  await pass(200);
  push(mark('about sixty'));
  push(mark(null));
  expect([heard, garbled]).toEqual([[], 2]);
});

test('asks for what does not come, once for as long as it may take, and goes on when there is no answer', async () => {
  figures.listen([BTC], listener);
  await pass(4_100);
  expect(asked).toEqual(['mark BTC-USDT-SWAP at 3', 'funding BTC-USDT-SWAP at 3']);
  expect(heard).toMatchObject([
    { kind: 'mark', price: '60000.5' },
    { kind: 'funding', rate: '0.0001' },
  ]);
  answer = null;
  await pass(30_000);
  expect(asked.slice(2)).toEqual(['mark BTC-USDT-SWAP at 18', 'mark BTC-USDT-SWAP at 33']);
  answer = { code: '0', data: [{ instId: 'BTC-USDT-SWAP', markPx: 'none' }] };
  await pass(15_000);
  expect([heard.length, garbled]).toEqual([2, 1]);
  // While marks come, none is asked for.
  asked = [];
  for (let second = 0; second < 40; second += 10) {
    push(mark('60001'));
    await pass(10_000);
  }
  expect(asked).toEqual([]);
});

test('a subscription that breaks is begun again, later each time while none stands, and soon after one that stood', async () => {
  figures.listen([BTC], listener);
  await pass(100);
  for (let at = 0; at < 120_000; at += 100) {
    cut();
    await pass(100);
  }
  const waits = subscribed.slice(1).map((at, place) => at - subscribed[place]!);
  waits.slice(0, 7).forEach((wait, place) => {
    const most = Math.min(30_000, 1_000 * 2 ** place);
    expect(wait).toBeGreaterThanOrEqual(most / 2);
    expect(wait).toBeLessThanOrEqual(most + 300);
  });
  await pass(60_000);
  const before = subscribed.length;
  cut();
  await pass(1_100);
  expect(subscribed.length).toBe(before + 1);
});

test('two listeners share a subscription, which ends with the last of them and leaves nothing behind', async () => {
  const others: FigureEvent[] = [];
  const first = figures.listen([BTC, ETH], listener);
  const second = figures.listen([BTC], { ...listener, heard: (event) => void others.push(event) });
  await pass(200);
  expect(subscribed).toHaveLength(2);
  push(mark('1'));
  first.dispose();
  first.dispose();
  await pass(100);
  push(mark('2'));
  expect([heard, others]).toMatchObject([[{ price: '1' }], [{ price: '1' }, { price: '2' }]]);
  second.dispose();
  await pass(60_000);
  expect(sent.filter((message) => message.startsWith('unsubscribe'))).toEqual([
    'unsubscribe mark-price ETH-USDT-SWAP, funding-rate ETH-USDT-SWAP',
    'unsubscribe mark-price BTC-USDT-SWAP, funding-rate BTC-USDT-SWAP',
  ]);
  expect([asked, subscribed.length, clock.waiting]).toEqual([[], 2, 0]);
  // Who comes again hears again.
  figures.listen([BTC], listener);
  await pass(200);
  push(mark('3'));
  expect(heard.at(-1)).toMatchObject({ price: '3' });
  figures.close();
  push(mark('4'));
  await pass(60_000);
  expect([heard.at(-1), clock.waiting]).toMatchObject([{ price: '3' }, 0]);
});

test('a subscription begins and ends with a number that no other message of the connection has', async () => {
  hearFrom(USDM_FIGURES);
  const going = figures.listen([BTC, ETH], listener);
  await pass(200);
  going.dispose();
  await pass(200);
  const words = sent.map((text) => JSON.parse(text) as { readonly method: string; readonly id: number });
  expect(words.map(({ method }) => method)).toEqual(['SUBSCRIBE', 'SUBSCRIBE', 'UNSUBSCRIBE', 'UNSUBSCRIBE']);
  expect(new Set(words.map(({ id }) => id)).size).toBe(4);
});

test('figures that come with prices need no subscription, and their messages go on to who reads the prices, also where they do not parse', async () => {
  hearFrom(KRAKENFUTURES_FIGURES);
  const going = figures.listen([BTC], listener);
  await pass(200);
  const told = { feed: 'ticker', product_id: 'BTC-USDT-SWAP', bid: 1, markPrice: 60_000.5 };
  push({ ...told, relative_funding_rate: 0.00001, next_funding_rate_time: 1_700_726_400_000 });
  push({ ...told, markPrice: null });
  expect([subscribed, garbled]).toEqual([[], 1]);
  expect(heard).toEqual([
    { kind: 'mark', symbol: BTC, price: '60000.5' },
    { kind: 'funding', symbol: BTC, rate: '0.00001', nextAt: 1_700_726_400_000 },
  ]);
  expect(sent.map((text) => text.slice(0, 21))).toEqual(['left {"feed":"ticker"', 'left {"feed":"ticker"']);
  // Where no prices come, they are asked for; one answer has both.
  await pass(16_000);
  expect(asked).toEqual(['ticker BTC-USDT-SWAP at 16']);
  going.dispose();
  await pass(60_000);
  expect([sent.length, asked.length, clock.waiting]).toEqual([2, 1, 0]);
});

test('a venue whose figures are not heard here tells none', async () => {
  const { exchange } = exchangeOf();
  const none = new ContractFigures({
    ...{ exchange, clock, random: new Sfc32(5), ready: () => Promise.resolve(), rules: { profile: { id: 'x', name: 'X' } as never } },
  });
  none.listen([BTC], listener).dispose();
  await pass(5_000);
  expect([sent, asked]).toEqual([[], []]);
});
