import { beforeEach, describe, expect, it } from 'vitest';
import type { EngineCommand } from '../../../../src-main/core/engine/engine-event.ts';
import type { VenueTalk, VenueTalker } from '../../../../src-main/ports/venue-talk.ts';
import type { AccountWatch, VenueLink } from '../../../../src-main/ports/venue-orders.ts';
import type { FeedHealth } from '../../../../src-main/ports/market-feed.ts';
import type { OrderCanceller } from '../../../../src-main/sessions/last-cancels.ts';
import { LiveControl, type LiveGate } from '../../../../src-main/sessions/desk/live-control.ts';
import { WallPace } from '../../../../src-main/sessions/desk/wall-pace.ts';
import type { OpenedSession } from '../../../../src-main/sessions/open-session.ts';
import type { ArmedStrategy, GateWord } from '../../../../src-shared/domain/arming.ts';
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
let armed: Extract<EngineCommand, { type: 'arm' }>[];
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
  armed = [];
  open = [];
});

function control(strategies = false, overfit: LiveGate | null = null): LiveControl {
  const session = {
    get time() {
      return clock.now();
    },
    handle: ({ phase }: { readonly phase: string }) => did.push(phase),
    command: (command: EngineCommand) => {
      did.push(command.type);
      if (command.type === 'arm') armed.push(command);
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
    look: () => {
      did.push('look');
      link = { ...link, lookedAt: (link.lookedAt ?? START) + 1 };
    },
    keepAlive: (ms) => {
      did.push(`keep ${String(ms)}`);
    },
  };
  return new LiveControl({
    ...{
      opened: { session, engine } as unknown as OpenedSession,
      account,
      clock,
      machine: clock,
      strategies,
      gate: overfit,
      deadMansSwitch: true,
    },
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
    // The fence once, a last look, the switch off, and nothing renewed after it.
    expect(did).toEqual(['stopping', 'look', 'keep 0']);
    await expect(live.past(0, '1m', utcMs(START), 3)).rejects.toMatchObject({ code: 'live.off' });
  });

  it('hears the bars of a strategy before it is placed', async () => {
    const place = { instrument: 0, timeframe: '5m' as const };
    const live = control(true);
    await live.ready(place, 30);
    expect(did).toEqual(['hear 0 5m 30']);
    expect((await live.past(0, '1m', utcMs(START), 3)).length).toBe(3);
    void live.end('stop');
    await expect(live.ready(place, 30)).rejects.toMatchObject({ code: 'live.ending' });
  });

  it('arms what the overfit gate vouches for, and what it does not where the account’s name was typed in its place', () => {
    const strategy: ArmedStrategy = {
      ...{ instance: 'cross', strategy: 'sma-cross', instrument: 'BTC/USDT.BINANCE', timeframe: '5m', parameters: { fast: 5 }, hash: null },
    };
    let word: GateWord = 'never';
    const gate: LiveGate = { code: '1.2.3', judge: (asked) => ({ ...asked, gate: word, sentence: `It says ${word}.` }) };
    const live = control(false, gate);
    for (const refused of ['never', 'failed', 'other-parameters', 'older-code', 'tried-since'] as const) {
      word = refused;
      for (const ask of [() => live.check(strategy), () => live.arm(strategy, 'c')])
        expect(ask).toThrow(expect.objectContaining({ code: 'live.unarmed', details: { account: 'main', reason: `It says ${word}.` } }));
    }
    expect(did).toEqual([]);
    word = 'passed';
    live.check(strategy);
    live.arm(strategy, 'c');
    const by = { account: 'main', by: 'window', code: '1.2.3' };
    const judged = { ...strategy, gate: 'passed', sentence: 'It says passed.' };
    expect(armed).toEqual([{ type: 'arm', id: 'arm-c', arming: { ...by, override: false, strategies: [judged] } }]);
    word = 'failed';
    control(true, gate).arm(strategy, 'd');
    expect(armed.at(-1)).toMatchObject({ id: 'arm-d', arming: { ...by, override: true, strategies: [{ gate: 'failed' }] } });
    // A test network needs nothing, and nothing is put down.
    control(true).check(strategy);
    control(true).arm(strategy, 'e');
    expect(armed).toHaveLength(2);
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
