import { beforeEach, describe, expect, it } from 'vitest';
import type { MarketHeard } from '../../../src-main/ports/market-feed.ts';
import type { VenueHealth, VenueLink } from '../../../src-main/ports/venue-orders.ts';
import type { VenueTalk } from '../../../src-main/ports/venue-talk.ts';
import { VenueCalls } from '../../../src-main/sessions/desk/venue-calls.ts';
import type { LiveDuties } from '../../../src-main/sessions/live-duties.ts';
import { LiveKnowledge } from '../../../src-main/sessions/live-knowledge.ts';
import type { OpenedSession } from '../../../src-main/sessions/open-session.ts';
import type { LedgerScope } from '../../../src-main/ports/ledger.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';
import { SteppedClock } from '../../support/stepped-clock.ts';
import { EngineKit } from '../core/engine/engine-kit.ts';
import { NOW } from '../core/risk/desk-of-one.ts';

const QUIET: VenueTalk = {
  times: { place: null, cancel: null, ask: null, look: null },
  counts: {
    ...{ placed: 0, refused: 0, unsent: 0, unknown: 0, cancelsRefused: 0, cancelsUnknown: 0, unanswered: 0, looks: 0, looksFailed: 0 },
  },
  ...{ heardAt: null, toldAt: null, lookProblem: null },
  deadMansSwitch: { askedAt: null, answeredAt: null, until: null, problem: null },
};
const WELL: VenueHealth = {
  ...{ state: 'pushed', problem: null, reconnects: 1, garbled: 2, clockOffsetMs: 400, roundTripMs: 12, limitUse: 0.25 },
};

let kit: EngineKit;
let clock: SteppedClock;
let link: VenueLink;
let talk: VenueTalk;
let heard: MarketHeard;
let looks: number;
let duties: { paused: LiveDuties['paused']; stopping: boolean; lookEveryMs: number; look: () => void };

beforeEach(() => {
  kit = new EngineKit({ reconciles: true });
  clock = new SteppedClock(NOW);
  link = { health: null, lookedAt: null, heldUntil: null, switchAsked: false, deaths: 0, ended: null };
  talk = QUIET;
  heard = { health: null, at: null };
  looks = 0;
  duties = { paused: null, stopping: false, lookEveryMs: 10_000, look: () => void (looks += 1) };
});

function knowledge({ book = 'live', deadMansSwitch = true }: { book?: 'live' | 'testnet'; deadMansSwitch?: boolean } = {}): LiveKnowledge {
  const venue = {
    get link() {
      return link;
    },
    get talk() {
      return talk;
    },
    ...{ look: () => undefined, keepAlive: () => undefined, trail: () => null },
  };
  return new LiveKnowledge({
    opened: { engine: kit.engine } as unknown as OpenedSession,
    scope: { book, account: '488c3z7c157ournq', venue: 'KRAKEN', session: 's1' } as unknown as LedgerScope,
    names: { account: 'main', venue: 'Kraken' },
    ...{ venue, duties: duties as LiveDuties, heard: () => heard, deadMansSwitch, clock },
  });
}

describe('how a session stands', () => {
  it('is recovering until it has looked, and trades then', () => {
    expect(knowledge().row()).toMatchObject({
      environment: 'LIVE',
      account: 'main',
      venue: 'Kraken',
      standing: 'recovering',
      waits: ['look'],
    });
    expect(knowledge({ book: 'testnet' }).row().environment).toBe('TESTNET');
    kit.look({ USD: '1000' });
    expect(knowledge().row()).toMatchObject({ standing: 'trading', waits: [], differences: [], suspected: false });
  });

  it('says that a look has to show again what it found, and then what differs: held less booked', () => {
    kit.look({ USD: '1000' });
    kit.look({ USD: '749.5' });
    expect(knowledge().row()).toMatchObject({ standing: 'trading', suspected: true, differences: [] });
    kit.look({ USD: '749.5' });
    const row = knowledge().row();
    expect(row).toMatchObject({ standing: 'differing', suspected: false, uncertain: false });
    expect(row.differences).toEqual([{ asset: 'USD', booked: '1000', held: '749.5', amount: '-250.5' }]);
  });

  it('waits for the orders whose fate is not known, and for a look that agrees', () => {
    kit.look({ USD: '1000' });
    kit.quote(100);
    const order = kit.order();
    kit.report({ kind: 'no-answer', order, time: utcMs(kit.now) });
    kit.step({ kind: 'lifecycle', time: utcMs(kit.now), phase: 'paused' });
    duties.paused = { why: 'The program stood still for 30.0 s.', at: NOW };
    expect(knowledge().row()).toMatchObject({ standing: 'recovering', waits: ['orders'], inDoubt: 1, paused: { at: NOW } });
    kit.ack(order);
    expect(knowledge().row()).toMatchObject({ waits: ['agreement'], inDoubt: 0 });
  });

  it('is ending behind its fence, and lost when the way to the account is', () => {
    duties.stopping = true;
    expect(knowledge().row()).toMatchObject({ standing: 'stopping', waits: [] });
    link = { ...link, ended: 'the process ended' };
    expect(knowledge().row()).toMatchObject({ standing: 'lost', ended: 'the process ended' });
  });
});

describe('the way to the venue', () => {
  it('is opening until something was said of it', () => {
    const opening = { state: 'opening', problem: null, reconnects: 0, garbled: 0, heardAt: null };
    expect(knowledge().row()).toMatchObject({ user: opening, market: opening, clockOffsetMs: null, limitUse: null });
    link = { ...link, health: { ...WELL, state: 'silent' } };
    expect(knowledge().row().user.state).toBe('opening');
    link = { ...link, health: WELL };
    talk = { ...QUIET, heardAt: NOW - 5 };
    expect(knowledge().row()).toMatchObject({
      user: { state: 'pushed', reconnects: 1, garbled: 2, heardAt: NOW - 5 },
      ...{ clockOffsetMs: 400, roundTripMs: 12, limitUse: 0.25 },
    });
    link = { ...link, health: { ...WELL, state: 'silent', problem: 'gone' } };
    expect(knowledge().row().user).toMatchObject({ state: 'silent', problem: 'gone' });
  });

  it('to the market is pushed once it is heard, until the feed says otherwise', () => {
    heard = { health: null, at: NOW };
    expect(knowledge().row().market).toEqual({ state: 'pushed', problem: null, reconnects: 0, garbled: 0, heardAt: NOW });
    heard = { health: { state: 'asked', problem: 'closed', reconnects: 3, garbled: 1 }, at: NOW };
    expect(knowledge().row().market).toEqual({ state: 'asked', problem: 'closed', reconnects: 3, garbled: 1, heardAt: NOW });
  });
});

describe('the dead man’s switch', () => {
  const shown = (of: Partial<VenueTalk['deadMansSwitch']>, deadMansSwitch = true) => {
    talk = { ...QUIET, deadMansSwitch: { ...QUIET.deadMansSwitch, ...of } };
    return knowledge({ deadMansSwitch }).row().deadMansSwitch;
  };

  it('is none, off or awaited', () => {
    expect(shown({}, false).state).toBe('none');
    expect(shown({}).state).toBe('off');
    expect(shown({ askedAt: NOW }).state).toBe('waiting');
    expect(shown({ askedAt: NOW, answeredAt: NOW, problem: 'no right' })).toMatchObject({ state: 'off', problem: 'no right' });
  });

  it('holds until a time of ours, holds without having been renewed, and has fallen', () => {
    link = { ...link, health: WELL };
    const armed = { askedAt: NOW, answeredAt: NOW, until: NOW + 60_400 };
    // The venue's clock is 400 ms ahead of ours.
    expect(shown(armed)).toEqual({ state: 'armed', until: NOW + 60_000, renewedAt: NOW, problem: null });
    expect(shown({ ...armed, problem: 'busy' }).state).toBe('not-renewed');
    clock.pass(60_000);
    expect(shown(armed).state).toBe('fallen');
  });
});

describe('what a window asks', () => {
  const calls = (parts: { knowledge: LiveKnowledge | null } = { knowledge: knowledge() }): VenueCalls =>
    new VenueCalls({
      ...parts,
      reader: { orderStory: () => null },
      send: (command) => {
        const { outcome } = kit.command(command);
        if (outcome?.ok === false) throw outcome.fault;
      },
    });

  it('books what was shown, and refuses what was not', () => {
    for (const usd of ['1000', '900', '900']) kit.look({ USD: usd });
    expect(() => calls().accept({ command: 'a', differences: [{ asset: 'USD', amount: '-99' }] })).toThrow(new Fault('reconcile.changed'));
    expect(kit.balance()).toBe('1000');
    expect(calls().accept({ command: 'b', differences: [{ asset: 'USD', amount: '-100' }] })).toMatchObject({
      standing: 'trading',
      differences: [],
    });
    expect(kit.balance()).toBe('900');
  });

  it('looks again, and where there is no venue says so', () => {
    expect([calls().look(), looks]).toEqual([true, 1]);
    expect(calls({ knowledge: null }).row()).toBeNull();
    expect(() => calls({ knowledge: null }).look()).toThrow(new Fault('venue.none'));
    expect(() => calls().evidence('o9')).toThrow(new Fault('order.unknown', { order: 'o9' }));
  });
});
