import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CcxtFeed } from '../../src-main/adapters/exchange-ccxt/ccxt-feed.ts';
import { SystemClock } from '../../src-main/adapters/system-clock/system-clock.ts';
import type { FeedEvent, FeedHealth } from '../../src-main/ports/market-feed.ts';
import { replayJournal, runPaper } from '../../src-main/run-paper.ts';
import { Sfc32 } from '../../src-shared/kernel/random.ts';
import { callCli } from '../src-main/cli/call-cli.ts';
import { addressOf } from '../venue/address-of.ts';
import { type StartedVenue, startVenue } from '../venue/start-venue.ts';

let venue: StartedVenue;
let home: string;

beforeEach(async () => {
  venue = await startVenue({ stepMs: 20, symbols: 4 });
  home = mkdtempSync(join(tmpdir(), 'paper-on-exchange-'));
});

afterEach(async () => {
  await venue.stop();
  rmSync(home, { recursive: true, force: true });
});

/** The real feed, whose addresses are the loopback's. */
function openFeed(name: string): Promise<CcxtFeed> {
  return CcxtFeed.open(name, {
    sandbox: false,
    address: addressOf(venue),
    clock: new SystemClock(),
    random: new Sfc32(1),
    timeoutMs: 2_000,
  });
}

/** Listens until what is wanted has come. */
async function until(come: () => boolean): Promise<void> {
  await expect.poll(come, { timeout: 15_000, interval: 20 }).toBe(true);
}

describe('a market that is heard from its venue', () => {
  it('has the instruments, bars, prices and trades that the venue has', async () => {
    const feed = await openFeed('binance');
    const [btc] = await feed.instruments(['BTC/USDT']);
    expect(btc).toMatchObject({ id: 'BTC/USDT.BINANCE', tick: '0.01', lot: '0.00001', minNotional: '5.00000000', quote: 'USDT' });
    await expect(feed.instruments(['BTC/NOTHING'])).rejects.toMatchObject({ code: 'instrument.unknown' });
    const { bars, time } = await feed.bars('BTC/USDT', '1m', Date.now() - 5 * 60_000, 10);
    expect(bars.length).toBeGreaterThanOrEqual(5);
    expect(Math.abs(time - Date.now())).toBeLessThan(5_000);
    const heard: FeedEvent[] = [];
    feed.listen(['BTC/USDT', 'ETH/USDT'], { heard: (event) => void heard.push(event), health: () => undefined });
    await until(() => new Set(heard.map(({ kind, symbol }) => `${kind} ${symbol}`)).size === 4);
    for (const event of heard) if (event.kind === 'quote') expect(Number(event.bid)).toBeLessThan(Number(event.ask));
    await feed.close();
  });

  it('is asked for while it is not pushed, and heard again afterwards; each trade once', async () => {
    const feed = await openFeed('binance');
    await feed.instruments(['BTC/USDT']);
    const told: FeedHealth[] = [];
    const trades: string[] = [];
    feed.listen(['BTC/USDT'], {
      heard: (event) => {
        if (event.kind === 'trade') trades.push(`${event.time} ${event.price} ${event.size}`);
      },
      health: (health) => void told.push(health),
    });
    await until(() => trades.length > 5);
    venue.control.run({ do: 'cut connections' });
    await until(() => told.some(({ state }) => state === 'asked'));
    await until(() => told.at(-1)?.state === 'pushed');
    expect(told.at(-1)).toMatchObject({ problem: null, garbled: 0 });
    expect(told.at(-1)!.reconnects).toBeGreaterThan(0);
    const after = trades.length;
    await until(() => trades.length > after + 5);
    await feed.close();
  });

  it('is silent where the venue cannot be reached at all, and says why', async () => {
    const feed = await openFeed('binance');
    await feed.instruments(['BTC/USDT']);
    const told: FeedHealth[] = [];
    const listening = feed.listen(['BTC/USDT'], { heard: () => undefined, health: (health) => void told.push(health) });
    await venue.stop();
    await until(() => told.some(({ state }) => state === 'silent'));
    expect(told.find(({ state }) => state === 'silent')?.problem).toMatch(/./u);
    listening.dispose();
    await feed.close();
  });

  it('of a venue that is not known is refused by name', async () => {
    await expect(openFeed('bynance')).rejects.toMatchObject({ code: 'venue.unknown', details: { venue: 'bynance' } });
    await expect(openFeed('coinbase')).rejects.toMatchObject({ code: 'venue.unknown' });
  });
});

describe('paper on a real market from the command line', () => {
  const clock = new SystemClock();
  const paper = (...argv: string[]) =>
    callCli(['paper', ...argv, '--json'], {
      context: { home, clock },
      services: { marketFeed: openFeed, paper: (place, spec) => runPaper(place, spec, '1.2.3') },
    });

  it('keeps the session in a ledger that balances, and its journal reproduces it', async () => {
    const { code, stdout, stderr } = await paper('--instrument', 'BTC/USDT.BINANCE', '--instrument', 'ETH/USDT.BINANCE', '--for', '1500ms');
    expect(code).toBe(0);
    expect(stderr).not.toContain('does not push');
    const answer = JSON.parse(stdout) as { session: string; from: number; to: number; ledger: string; inDoubt: number };
    expect(answer).toMatchObject({ ledger: 'balanced', inDoubt: 0 });
    expect(answer.to - answer.from).toBe(1_500);
    expect(replayJournal(home, answer.session)).toMatchObject({ firstDifference: null });
    expect(replayJournal(home, answer.session).inputs).toBeGreaterThan(10);
  });

  it('asks for nothing when what is wanted cannot be', async () => {
    const mixed = await paper('--instrument', 'BTC/USDT.BINANCE', '--instrument', 'BTC/USD');
    expect(mixed).toMatchObject({ code: 2 });
    expect(mixed.stderr).toContain('One session is at one venue: these instruments are at BINANCE, SIM.');
    const other = await paper('--instrument', 'BTC/USDT.NOWHERE');
    expect(other.stderr).toContain('There is no venue nowhere.');
    const unknown = await paper('--instrument', 'BTC/NOTHING.BINANCE', '--for', '1s');
    expect(unknown.stderr).toContain('There is no instrument BTC/NOTHING at Binance.');
    expect(venue.control.run({ do: 'look' })).toMatchObject({ accounts: [{ orders: [] }] });
  });
});
