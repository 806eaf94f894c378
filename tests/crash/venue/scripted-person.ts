import type { EngineCommand } from '../../../src-main/core/engine/engine-event.ts';
import type { Clock } from '../../../src-main/ports/clock.ts';
import type { OpenedSession } from '../../../src-main/sessions/open-session.ts';
import type { LifeProcess } from './venue-life.ts';
import type { LiveDeed } from './venue-script.ts';

const OPEN_FATES: ReadonlySet<string> = new Set(['recorded', 'submitted', 'in-doubt']);
/** How long nothing is done at the end, so that the last news come, ms; and where something was done elsewhere or an order cancelled, whose end nobody waits for: it may have to be asked for. */
const QUIET_MS = { settled: 250, asked: 3_000 };

/** What the person of a life needs. */
export type PersonParts = Pick<LifeProcess, 'tell' | 'done' | 'die'> & { readonly clock: Clock };

/** Goes through a script once the account is ready, turn by turn. */
export class ScriptedPerson {
  private readonly left: LiveDeed[] | null;
  private readonly at: PersonParts;
  private started = false;
  private ready = false;
  private waitUntil: number | 'settled' = 0;
  private asked: string | null = null;
  private quietSince: number | null = null;
  private quietMs = QUIET_MS.settled;

  /** Without a script it dies as soon as the account is ready. */
  constructor(script: readonly LiveDeed[] | null, at: PersonParts) {
    this.left = script === null ? null : [...script];
    this.at = at;
  }

  turn(opened: OpenedSession): 'end' | 'on' {
    const { gate, account } = opened.engine;
    if (!this.started) this.at.tell({ kind: 'started' });
    this.started = true;
    if (!this.ready) {
      if (gate.recovering) return 'on';
      this.ready = true;
      this.at.tell({ kind: 'ready' });
      if (this.left === null) this.at.die();
    }
    if (gate.recovering || account.market.markTicks[0] === 0 || this.waits(opened)) return 'on';
    const next = this.left?.shift();
    if (next === undefined) return this.isQuiet(opened) ? 'end' : 'on';
    this.carryOut(next, opened);
    this.waitUntil = next.then === 'settled' ? 'settled' : this.at.clock.monotonic() + next.then;
    return 'on';
  }

  private carryOut({ id, deed }: LiveDeed, opened: OpenedSession): void {
    if (deed.type === 'elsewhere' || deed.type === 'cancel') this.quietMs = QUIET_MS.asked;
    if (deed.type === 'elsewhere') {
      this.asked = id;
      this.at.tell({ kind: 'elsewhere', id });
      return;
    }
    const command = commandOf(id, deed, opened);
    if (command !== null) opened.session.command(command);
  }

  private waits(opened: OpenedSession): boolean {
    if (this.asked !== null) {
      if (!this.at.done(this.asked)) return true;
      this.asked = null;
    }
    if (this.waitUntil === 'settled') return !isSettled(opened);
    return this.at.clock.monotonic() < this.waitUntil;
  }

  private isQuiet(opened: OpenedSession): boolean {
    const now = this.at.clock.monotonic();
    this.quietSince ??= now;
    return isSettled(opened) && now >= this.quietSince + this.quietMs;
  }
}

function isSettled({ engine }: OpenedSession): boolean {
  return !engine.account.orders.all().some(({ state }) => OPEN_FATES.has(state));
}

function commandOf(id: string, deed: Exclude<LiveDeed['deed'], { type: 'elsewhere' }>, { engine }: OpenedSession): EngineCommand | null {
  if (deed.type === 'place') return { type: 'place', id, intents: [deed.intent] };
  if (deed.type === 'close') return { type: 'close', id, instrument: null, percent: deed.percent };
  const newest = engine.account.orders
    .all()
    .filter(({ order }) => order.type === 'limit')
    .at(-1);
  return newest === undefined ? null : { type: 'cancel', id, order: newest.order.id };
}
