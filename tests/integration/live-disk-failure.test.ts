import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CcxtFeed } from '../../src-main/adapters/exchange-ccxt/ccxt-feed.ts';
import { CcxtOrders } from '../../src-main/adapters/exchange-ccxt/ccxt-orders.ts';
import { openHome } from '../../src-main/adapters/home/home.ts';
import { SqliteLedger } from '../../src-main/adapters/ledger-sqlite/sqlite-ledger.ts';
import { SystemClock } from '../../src-main/adapters/system-clock/system-clock.ts';
import type { LedgerBatch } from '../../src-main/ports/ledger.ts';
import { playLive } from '../../src-main/run-live.ts';
import { IDEAL } from '../../src-shared/domain/costs.ts';
import { NO_LIMITS } from '../../src-shared/domain/limits.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import type { AccountId, SessionId, VenueId } from '../../src-shared/kernel/ids.ts';
import { Sfc32 } from '../../src-shared/kernel/random.ts';
import { addressOf } from '../venue/address-of.ts';
import { FIRST_CUSTOMER } from '../venue/control/customer.ts';
import { type StartedVenue, startVenue } from '../venue/start-venue.ts';
import { intent } from '../src-main/core/engine/engine-kit.ts';

let venue: StartedVenue;
let home: string;
beforeEach(async () => {
  venue = await startVenue({ stepMs: 20, symbols: 1 });
  home = mkdtempSync(join(tmpdir(), 'live-disk-'));
});
afterEach(async () => {
  await venue.stop();
  rmSync(home, { recursive: true, force: true });
});

test('when the ledger cannot be written any more, what rests at the venue to buy is ended there all the same', async () => {
  const clock = new SystemClock();
  const to = { sandbox: false, address: addressOf(venue), clock, random: new Sfc32(1) };
  const feed = await CcxtFeed.open('binance', to);
  const orders = await CcxtOrders.open('binance', { key: FIRST_CUSTOMER.key, secret: FIRST_CUSTOMER.secret, passphrase: null }, to);
  const paths = openHome(home, 'test', clock.now());
  const ledger = await SqliteLedger.open({ file: paths.ledger, backups: paths.backups, clock });
  let full = false;
  const failing = Object.create(ledger, {
    commit: {
      value: (batch: LedgerBatch) => {
        if (full) throw new Fault('disk.full', { file: 'ledger.db' });
        ledger.commit(batch);
      },
    },
  }) as SqliteLedger;
  const states = () =>
    [...venue.venue.exchange.state.accounts.values()]
      .flatMap(({ id }) => venue.venue.exchange.state.ordersOf(id))
      .map(({ status }) => status);
  const notes: string[] = [];
  let placed = false;
  const specs = await feed.instruments(['BTC/USDT']);
  const scope = { book: 'live' as const, account: 'mine' as AccountId, venue: 'BINANCE' as VenueId, session: 's1' as SessionId };
  const session = playLive(
    {
      ...{
        account: 'mine',
        venue: 'BINANCE',
        sandbox: false,
        receiveWindowMs: 3_000,
        orders,
        feed,
        symbols: ['BTC/USDT'],
        purpose: 'trade',
      },
      ...{ placements: [], limits: NO_LIMITS, costs: IDEAL, seed: 1, durationMs: 30_000, signal: new AbortController().signal },
      arm: () => Promise.resolve({ account: 'mine', by: 'test', code: 'test', override: false, strategies: [] }),
      onNote: (sentence) => notes.push(sentence),
      onTurn: ({ session: trading, engine }) => {
        const mark = engine.account.market.markTicks[0] ?? 0;
        if (engine.gate.recovering || mark === 0) return 'on';
        const resting = { ...intent({ type: 'limit', lots: 1_000 }), limitTicks: Math.round(mark * 0.9) };
        if (!placed) trading.command({ type: 'place', id: 'one', intents: [resting] });
        placed = true;
        if (!states().includes('NEW')) return 'on';
        full = true;
        trading.command({ type: 'place', id: 'two', intents: [resting] });
        return 'on';
      },
    },
    { paths, ledger: failing, clock, specs, scope, heldSince: clock.monotonic() },
    'test',
  );
  await expect(session).rejects.toMatchObject({ code: 'disk.full' });
  expect(states()).toEqual(['CANCELED']);
  expect(notes.at(-1)).toContain('1 of 1 orders that could open a position were ended at the venue');
  await Promise.all([orders.close(), feed.close()]);
  ledger.close();
  paths.release();
});
