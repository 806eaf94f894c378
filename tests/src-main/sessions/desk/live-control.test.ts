import { beforeEach, describe, expect, it } from 'vitest';
import type { VenueTalk, VenueTalker } from '../../../../src-main/ports/venue-talk.ts';
import type { AccountWatch, VenueLink } from '../../../../src-main/ports/venue-orders.ts';
import type { FeedHealth } from '../../../../src-main/ports/market-feed.ts';
import type { OrderCanceller } from '../../../../src-main/sessions/last-cancels.ts';
import { LiveControl } from '../../../../src-main/sessions/desk/live-control.ts';
import { WallPace } from '../../../../src-main/sessions/desk/wall-pace.ts';
import type { OpenedSession } from '../../../../src-main/sessions/open-session.ts';
import { candleColumns } from '../../../../src-shared/domain/candle.ts';
import { utcMs } from '../../../../src-shared/kernel/time.ts';
import { SteppedClock } from '../../../support/stepped-clock.ts';

const START = 1_800_000_000_000;
const LINK: VenueLink = { health: null, lookedAt: null, heldUntil: null, switchAsked: false, deaths: 0, ended: null };
const HEARD: FeedHealth = { state: 'pushed', problem: null, reconnects: 0, garbled: 0 };

let clock: SteppedClock;
let link: VenueLink;
let health: FeedHealth;
let gate: { recovering: boolean; differing: boolean };
let did: string[];
let open: {
  readonly order: {
    readonly id: string;
    readonly origin: string;
    readonly reduceOnly: boolean;
    readonly group: null;
    readonly type: string;
  };
}[];

beforeEach(() => {
  clock = new SteppedClock(START);
  link = LINK;
  health = HEARD;
  gate = { recovering: true, differing: false };
  did = [];
  open = [];
});

function control(strategies = false): LiveControl {
  const session = {
    get time() {
      return clock.now();
    },
    handle: ({ phase }: { readonly phase: string }) => did.push(phase),
    command: ({ type }: { readonly type: string }) => {
      did.push(type);
      return { ok: true, orders: [], cancelled: 0, kept: 0 };
    },
    pump: () => 0,
  };
  const engine = { gate, reconciliation: { suspects: false }, account: { orders: { all: () => open } } };
  const account: AccountWatch & VenueTalker & OrderCanceller = {
    isOpen: () => false,
    cancel: (id) => did.push(`cancel ${id}`),
    talk: {} as VenueTalk,
    trail: () => null,
    get link() {
      return link;
    },
    look: () => did.push('look'),
    keepAlive: (ms) => {
      did.push(`keep ${String(ms)}`);
    },
  };
  return new LiveControl({
    ...{ opened: { session, engine } as unknown as OpenedSession, account, clock, machine: clock, strategies, deadMansSwitch: true },
    hearing: {
      get health() {
        return health;
      },
      heard: { health: null, at: null },
      turn: () => undefined,
      show: (books) => did.push(`show ${books.join(' ')}`),
      also: ({ instrument, timeframe }, warmup) => {
        did.push(`hear ${String(instrument)} ${timeframe} ${String(warmup)}`);
        return Promise.resolve();
      },
    },
    view: { past: () => Promise.resolve(candleColumns(3)) },
    publisher: { logLine: (_, area) => did.push(area), notice: (code) => did.push(code) },
    scope: { book: 'live', account: 'main', venue: 'BINANCE', session: 's' } as never,
    keys: { holder: { lock: () => Promise.resolve(), unlock: () => undefined }, locked: () => false },
    ...{ name: 'main', venueName: 'Binance' },
  });
}

describe('the account of a live desk', () => {
  it('keeps the books that are looked at', () => {
    control().look(['BTC/USDT.BINANCE']);
    expect(did).toEqual(['show BTC/USDT.BINANCE']);
  });

  it('says in one word what keeps it from opening anything', () => {
    const live = control();
    expect(live.row()).toEqual({ name: 'main', venue: 'Binance', waits: 'recovering', problem: null, strategies: false });
    gate = Object.assign(gate, { recovering: false, differing: true });
    expect(live.row().waits).toBe('differing');
    gate.differing = false;
    expect(live.row().waits).toBeNull();
    health = { ...HEARD, state: 'silent', problem: 'no prices.' };
    expect([live.row().problem, live.heard()]).toEqual(['no prices.', false]);
    const wrong = {
      state: 'silent' as const,
      problem: 'no answer.',
      reconnects: 0,
      garbled: 0,
      clockOffsetMs: null,
      roundTripMs: null,
      limitUse: 0,
    };
    link = { ...LINK, health: wrong };
    expect(live.row().problem).toBe('no answer.');
    link = { ...LINK, ended: 'It was killed.' };
    expect(live.row()).toMatchObject({ waits: 'lost', problem: 'It was killed.' });
    live.turn();
    expect(did).toContain('live.lost');
  });

  it('has the duties of every live session, and none any more once it ends', async () => {
    const live = control();
    live.turn();
    expect(did).toEqual(['look', 'keep 60000']);
    did = [];
    const [first, second] = [live.end('one'), live.end('two')];
    expect(live.row().waits).toBe('ending');
    for (let turn = 0; turn < 400; turn += 1) {
      clock.pass(20);
      await Promise.resolve();
    }
    expect([await first, await second]).toEqual([0, 0]);
    live.turn();
    // The fence once, the switch off, and nothing renewed after it.
    expect(did).toEqual(['stopping', 'keep 0']);
    await expect(live.past(0, '1m', utcMs(START), 3)).rejects.toMatchObject({ code: 'live.off' });
  });

  it('lets strategies be placed where they may trade, on bars that were fetched before', async () => {
    const place = { instrument: 0, timeframe: '5m' as const };
    await expect(control().ready(place, 30)).rejects.toMatchObject({ code: 'live.gate' });
    expect(() => {
      control().allowOther();
    }).toThrow(expect.objectContaining({ code: 'live.gate' }));
    const live = control(true);
    live.allowOther();
    await live.ready(place, 30);
    expect(did).toEqual(['hear 0 5m 30']);
    expect((await live.past(0, '1m', utcMs(START), 3)).length).toBe(3);
    void live.end('stop');
    await expect(live.ready(place, 30)).rejects.toMatchObject({ code: 'live.ending' });
  });

  it('goes by the time that it is, and never back', () => {
    const session = { time: utcMs(START + 50) };
    const pace = new WallPace(session as never, clock);
    expect([pace.speed, pace.target()]).toEqual([1, START + 50]);
    pace.rebase();
    clock.pass(80);
    expect(pace.present()).toBe(START + 80);
  });
});
