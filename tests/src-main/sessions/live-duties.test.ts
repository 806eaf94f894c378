import { ELSEWHERE, type IdentifiedOrder } from '../../../src-shared/domain/order.ts';
import { clientOrderId } from '../../../src-shared/kernel/ids.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { LiveDuties } from '../../../src-main/sessions/live-duties.ts';
import type { OrderCanceller } from '../../../src-main/sessions/last-cancels.ts';
import type { OpenedSession } from '../../../src-main/sessions/open-session.ts';
import type { AccountKeys, AccountWatch, VenueLink } from '../../../src-main/ports/venue-orders.ts';
import { HEALTH } from '../../support/invented-orders.ts';
import { SteppedClock } from '../../support/stepped-clock.ts';
import { EngineKit, intent } from '../core/engine/engine-kit.ts';
import { NOW } from '../core/risk/desk-of-one.ts';

let clock: SteppedClock;
let kit: EngineKit;
let link: VenueLink;
let looks: number;
let kept: number[];
let notes: string[];
let lost: string[];
let sent: string[];
/** Orders that the venue was asked to end with no session, and those that it keeps all the same. */
let cancelled: string[];
let stuck: Set<string>;
let failed: boolean;
/** The command that the ledger cannot keep. */
let failsAt: string | null;
/** The venue says at once what became of its dead man's switch, and what the account holds. */
let answersSwitch: boolean;
let answersLook: boolean;

const WELL: VenueLink = { health: null, lookedAt: null, heldUntil: null, switchAsked: false, deaths: 0, ended: null };

beforeEach(() => {
  clock = new SteppedClock(NOW);
  kit = new EngineKit({ reconciles: true });
  kit.look({ USD: '100000' });
  kit.quote(100);
  [link, looks, kept, failsAt] = [WELL, 0, [], null];
  [notes, lost, sent, cancelled, stuck] = [[], [], [], [], new Set()];
  [answersSwitch, answersLook, failed] = [true, true, false];
});

/** A session whose events go straight into the engine. */
function session(): OpenedSession {
  const { engine } = kit;
  const part = {
    get time() {
      return clock.now();
    },
    get failed() {
      return failed;
    },
    handle: (event: Parameters<EngineKit['step']>[0]) => kit.step(event),
    command: (command: { type: string }) => {
      sent.push(command.type);
      if (failsAt === command.type) {
        failed = true;
        throw new Error('The disk is full.');
      }
      return kit.command(command as never).outcome;
    },
    pump: () => 0,
  };
  return { session: part, engine, fresh: false, close: () => undefined } as unknown as OpenedSession;
}

function duties(deadMansSwitch = false, keys?: AccountKeys): LiveDuties {
  const account: AccountWatch & OrderCanceller = {
    isOpen: (id) => stuck.has(id) || !cancelled.includes(id),
    cancel: (id) => cancelled.push(id),
    get link() {
      return link;
    },
    look: () => {
      looks += 1;
      if (answersLook) link = { ...link, lookedAt: (link.lookedAt ?? clock.now()) + 1 };
    },
    keepAlive: (ms) => {
      kept.push(ms);
      if (answersSwitch) link = { ...link, heldUntil: ms === 0 ? null : clock.now() + ms };
      else link = { ...link, switchAsked: true };
    },
  };
  return new LiveDuties({
    ...{ opened: session(), account, clock, machine: clock, deadMansSwitch, ...(keys === undefined ? {} : { keys }) },
    onNote: (sentence) => notes.push(sentence),
    onLost: (problem) => lost.push(problem),
  });
}

/** Lets so much time pass in turns of a tenth of a second. */
function turns(of: LiveDuties, ms: number): void {
  for (let passed = 0; passed < ms; passed += 100) {
    clock.pass(100);
    of.turn();
  }
}

/** Lets time pass for somebody who waits. */
async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 20) {
    clock.pass(20);
    for (let i = 0; i < 4; i += 1) await Promise.resolve();
  }
}

/** An order that was made at the venue itself rests in the account. */
function adopt(decision: string): void {
  const made: IdentifiedOrder = {
    ...intent({ type: 'limit', limitTicks: 9_900, lots: 10_000 }),
    id: clientOrderId({ book: 'live', account: 'a', instrument: 'BTC', origin: ELSEWHERE, decision, leg: 0 }),
    ...{ origin: ELSEWHERE, tag: null, decidedAt: utcMs(NOW), decisionTicks: 0 },
  };
  kit.report({ kind: 'adopted', order: made.id, made, time: utcMs(NOW) });
}

describe('looks', () => {
  it('come every ten seconds while all is well', () => {
    const mine = duties();
    mine.turn();
    expect(looks).toBe(1);
    turns(mine, 30_000);
    expect(looks).toBe(4);
  });

  it('come every two seconds while something is unsure', () => {
    const mine = duties();
    mine.turn();
    kit.look({ USD: '99000' });
    turns(mine, 4_000);
    expect(looks).toBe(3);
    kit.look({ USD: '99000' });
    expect(kit.engine.gate.differing).toBe(true);
    turns(mine, 4_000);
    expect(looks).toBe(5);
  });
});

describe('pauses', () => {
  const paused = (): boolean => kit.engine.gate.recovering && looks > 0;

  it('when the machine slept: nothing is opened until a look agrees', () => {
    const mine = duties();
    mine.turn();
    clock.pass(100);
    clock.sleep(3_600_000);
    mine.turn();
    expect([paused(), looks]).toEqual([true, 2]);
    expect(notes[0]).toContain('3600.0 s');
    expect(kit.place(intent()).fault).toBe('risk.recovering');
    kit.look({ USD: '100000' });
    expect(kit.place(intent()).fault).toBeNull();
  });

  it('when the clock was set back, and when the program stood still, but not for a second', () => {
    const mine = duties();
    mine.turn();
    clock.sleep(-1_900);
    mine.turn();
    expect(notes).toEqual([]);
    clock.sleep(-2_100);
    mine.turn();
    expect(notes[0]).toContain('-2.1 s');
    clock.pass(20_000);
    mine.turn();
    expect(notes).toHaveLength(1);
    clock.pass(20_001);
    mine.turn();
    expect(notes[1]).toContain('stood still for 20.0 s');
  });

  it('when the account is not heard any more, once', () => {
    const mine = duties();
    const health = { reconnects: 0, garbled: 0, clockOffsetMs: null, roundTripMs: null, limitUse: 0 };
    link = { ...WELL, health: { ...health, state: 'silent', problem: null } };
    turns(mine, 300);
    expect(notes).toEqual([]);
    link = { ...WELL, health: { ...health, state: 'silent', problem: 'The connection was lost.' } };
    turns(mine, 300);
    expect([notes.length, kit.engine.gate.recovering]).toEqual([1, true]);
  });

  it('when the account’s process died and was started again, also where it is heard by then', () => {
    const mine = duties();
    mine.turn();
    link = { ...WELL, health: { ...HEALTH, state: 'silent', problem: 'It died. It is started again in 0.5 s.' }, deaths: 1 };
    turns(mine, 300);
    expect([notes.length, notes[0], kit.engine.gate.recovering]).toEqual([1, expect.stringContaining('It died.'), true]);
    kit.look({ USD: '100000' });
    expect(kit.engine.gate.recovering).toBe(false);
    // Dead and back again between two turns.
    link = { ...WELL, health: HEALTH, deaths: 2 };
    turns(mine, 300);
    expect([notes.length, kit.place(intent()).fault]).toEqual([2, 'risk.recovering']);
    expect(sent).toEqual([]);
  });

  it('when it died again and again: trading is halted with the reason, and the session is told to end', () => {
    const mine = duties();
    link = { ...WELL, deaths: 4, ended: 'It died for the 5th time.' };
    turns(mine, 1_000);
    expect([lost, sent]).toEqual([['It died for the 5th time.'], ['kill']]);
    expect(kit.engine.control.record).toMatchObject({ state: 'HALTED', reason: 'account-process' });
    kit.look({ USD: '100000' });
    expect(kit.place(intent()).fault).toBe('risk.halted');
  });

  it('when the way to the account has ended: the session is told to end, and nothing is asked any more', () => {
    const mine = duties(true);
    link = { ...WELL, ended: 'It died.' };
    turns(mine, 60_000);
    expect([lost, looks, kept]).toEqual([['It died.'], 1, []]);
  });
});

describe('the dead man’s switch', () => {
  it('is renewed long before it falls, where the venue has one', () => {
    const mine = duties(true);
    mine.turn();
    turns(mine, 40_000);
    expect(kept).toEqual([60_000, 60_000, 60_000]);
    const without = duties();
    turns(without, 40_000);
    expect(kept).toHaveLength(3);
  });
});

describe('the end', () => {
  it('is a fence: cancels go out, nothing that opens does, and the switch is taken off', async () => {
    const mine = duties(true);
    const id = kit.order({ type: 'limit', limitTicks: 9_000 });
    kit.ack(id);
    const left = mine.stop('s1');
    expect(sent).toEqual(['cancel']);
    expect(kit.place(intent()).fault).toBe('risk.recovering');
    // A look that agrees does not lift the fence.
    kit.look({ USD: '100000' });
    expect(kit.place(intent()).fault).toBe('risk.recovering');
    kit.end('cancelled', id);
    clock.pass(20);
    expect(await left).toBe(0);
    expect(kept.at(-1)).toBe(0);
  });

  it('leaves what was made elsewhere, and what protects a position', async () => {
    const mine = duties();
    adopt('77');
    const before = kit.engine.account.orders.size;
    expect([await mine.stop('s1'), sent, kit.engine.account.orders.size]).toEqual([0, [], before]);
  });

  it('waits until the switch is off, and says it when the venue does not', async () => {
    const mine = duties(true);
    answersSwitch = false;
    const left = mine.stop('s1');
    await pass(1_000);
    link = { ...link, switchAsked: false };
    await pass(20);
    expect([await left, notes]).toEqual([0, []]);
    link = { ...link, heldUntil: NOW + 60_000 };
    const again = duties(true).stop('s2');
    await pass(6_000);
    expect([await again, notes]).toEqual([0, [expect.stringContaining('could not be taken off')]]);
  });

  it('looks at the account once more when nothing is open any more: what was filled meanwhile is booked, and a first difference is looked into', async () => {
    const mine = duties();
    answersLook = false;
    let done = false;
    void mine.stop('s1').then(() => (done = true));
    await pass(100);
    expect([looks, done]).toEqual([1, false]);
    kit.look({ USD: '99000' });
    link = { ...link, lookedAt: NOW + 100 };
    await pass(1_000);
    expect(done).toBe(false);
    kit.look({ USD: '100000' });
    await pass(100);
    expect([done, notes]).toEqual([true, []]);
  });

  it('does not wait for ever: what is left is counted, and what could not be read is said', async () => {
    answersLook = false;
    kit.order({ type: 'limit', limitTicks: 9_000 });
    const left = duties().stop('s1');
    await pass(42_000);
    expect([await left, notes]).toEqual([1, [expect.stringContaining('could not be read once more at the end')]]);
  });
});

describe('the end of a session whose ledger failed', () => {
  it('ends what could open without it, then takes the switch off, so that what protects stays', async () => {
    const mine = duties(true);
    const opening = kit.order({ type: 'limit', limitTicks: 9_000 });
    kit.ack(opening);
    failed = true;
    const left = mine.stop('s1');
    await pass(200);
    expect([await left, cancelled, sent, kept.at(-1)]).toEqual([0, [opening], [], 0]);
    expect(notes).toEqual([expect.stringContaining('1 of 1 orders')]);
  });

  it('leaves the switch on where an order that could open may stand, and says what that ends', async () => {
    const mine = duties(true);
    const opening = kit.order({ type: 'limit', limitTicks: 9_000 });
    stuck.add(opening);
    failed = true;
    const left = mine.stop('s1');
    await pass(6_000);
    expect([await left, kept]).toEqual([1, []]);
    expect(notes.at(-1)).toContain('dead man’s switch is left on: within 60.0 s');
  });

  it('does the same where the ledger fails at the fence itself, and the failure is told', async () => {
    const mine = duties();
    const opening = kit.order({ type: 'limit', limitTicks: 9_000 });
    failsAt = 'cancel';
    const left = expect(mine.stop('s1')).rejects.toThrow('The disk is full.');
    await pass(200);
    await left;
    expect(cancelled).toEqual([opening]);
  });
});

describe('keys that are locked', () => {
  let locked: boolean;
  let holder: string[];
  const keys: AccountKeys = {
    holder: {
      lock: () => Promise.resolve(void holder.push('lock')),
      unlock: () => void holder.push('unlock'),
    },
    locked: () => locked,
  };
  beforeEach(() => {
    locked = false;
    holder = [];
  });

  it('fence first, then the sweep, then the process ends; a look that agrees lifts nothing', async () => {
    const mine = duties(true, keys);
    const id = kit.order({ type: 'limit', limitTicks: 9_000 });
    kit.ack(id);
    turns(mine, 1_000);
    locked = true;
    turns(mine, 1_000);
    expect([sent, holder]).toEqual([['cancel'], []]);
    expect(kit.place(intent()).fault).toBe('risk.recovering');
    kit.look({ USD: '100000' });
    expect(kit.place(intent()).fault).toBe('risk.recovering');
    kit.end('cancelled', id);
    turns(mine, 300);
    await Promise.resolve();
    expect([holder, kept.at(-1)]).toEqual([['lock'], 0]);
    // Nothing is asked of a process that is not there, and its silence is no news.
    const before = [looks, kept.length, notes.length];
    link = { ...link, health: { ...HEALTH, state: 'silent', problem: 'Its key is locked.' } };
    turns(mine, 60_000);
    expect([looks, kept.length, notes.length]).toEqual(before);
    kit.look({ USD: '100000' });
    expect(kit.place(intent()).fault).toBe('risk.recovering');
  });

  it('unlocked, the process is started, and only a look that agrees lets anything be opened', async () => {
    const mine = duties(false, keys);
    locked = true;
    turns(mine, 1_000);
    await Promise.resolve();
    locked = false;
    looks = 0;
    turns(mine, 1_000);
    expect([holder, looks]).toEqual([['lock', 'unlock'], 1]);
    expect(kit.place(intent()).fault).toBe('risk.recovering');
    kit.look({ USD: '100000' });
    expect(kit.place(intent()).fault).toBeNull();
  });

  it('an order whose end is not seen holds the lock up for thirty seconds, and is named', async () => {
    const mine = duties(false, keys);
    kit.order({ type: 'limit', limitTicks: 9_000 });
    locked = true;
    turns(mine, 29_000);
    expect(holder).toEqual([]);
    turns(mine, 2_000);
    await Promise.resolve();
    expect(holder).toEqual(['lock']);
    expect(notes.at(-1)).toContain('1 orders that could open a position were not seen to end');
  });

  it('a switch that does not come off holds it up for five seconds', () => {
    answersSwitch = false;
    const mine = duties(true, keys);
    locked = true;
    turns(mine, 4_000);
    expect(holder).toEqual([]);
    turns(mine, 2_000);
    expect(holder).toEqual(['lock']);
  });
});
