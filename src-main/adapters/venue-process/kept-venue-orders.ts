import type { Releasable } from '../../../src-shared/kernel/disposable.ts';
import type { Random } from '../../../src-shared/kernel/random.ts';
import { MINUTE_MS, SECOND_MS } from '../../../src-shared/kernel/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ExitAbilities, KeyHolder, VenueMessage, VenueOrders, VenueRequest } from '../../ports/venue-orders.ts';
import { neverLeft } from './unanswered-requests.ts';
import { UNHEARD } from './unheard.ts';

/** What the orders of an account are kept going by. */
export interface KeptOrdersParts {
  /** Starts a process of the account. */
  readonly start: () => VenueOrders;
  readonly clock: Clock;
  readonly random: Random;
}

/** So many deaths within so long, ms, are no accident: the process is not started again. */
export const MOST_DEATHS = 5;
export const DEATHS_WITHIN_MS = 10 * MINUTE_MS;
/** The wait before a start: doubled with each death of that time, and between half and all of it, so that many programs do not come at once, ms. */
const WAIT_MS = { least: 500, most: 30_000 };

const NEVER_OPEN = 'The account is closed.';
const LOCKED = 'Its key is locked.';

/**
 * The orders of an account whose process is started again when it dies. What was on its way was answered by the process that had it, as unknown;
 * what is asked in between is answered as never sent; and each death is told, so that the session compares ledger and venue before it goes on.
 */
export class KeptVenueOrders implements VenueOrders, KeyHolder {
  readonly deadMansSwitch: boolean;
  readonly exits: ExitAbilities | null;
  private readonly parts: KeptOrdersParts;
  private listener: ((message: VenueMessage) => void) | null = null;
  /** The process that is there; null between a death and the next start, and after the end. */
  private orders: VenueOrders | null;
  private listening: Releasable;
  private wait: Releasable | null = null;
  /** Why nothing is sent while no process is there. */
  private absent = NEVER_OPEN;
  /** Whether the account was ever heard: one that cannot be opened at all is not tried again. */
  private heard = false;
  private closing = false;
  private over = false;
  private locked = false;
  private deaths: number[] = [];

  constructor(parts: KeptOrdersParts) {
    this.parts = parts;
    this.orders = parts.start();
    this.deadMansSwitch = this.orders.deadMansSwitch;
    this.exits = this.orders.exits ?? null;
    this.listening = this.hear(this.orders);
  }

  send(request: VenueRequest): void {
    if (this.orders !== null) {
      this.orders.send(request);
      return;
    }
    const problem = this.absent;
    queueMicrotask(() => {
      this.tell(neverLeft(request, problem));
    });
  }

  listen(listener: (message: VenueMessage) => void): Releasable {
    this.listener = listener;
    return {
      dispose: () => {
        if (this.listener === listener) this.listener = null;
      },
    };
  }

  async close(): Promise<void> {
    this.closing = true;
    this.wait?.dispose();
    if (this.orders !== null) await this.orders.close();
    else if (!this.over) this.end('The process of the account was ended.');
  }

  async lock(): Promise<void> {
    if (this.locked || this.closing || this.over) return;
    this.locked = true;
    this.wait?.dispose();
    if (this.orders === null) this.standLocked();
    else await this.orders.close();
  }

  unlock(): void {
    if (!this.locked) return;
    this.locked = false;
    if (!this.closing && !this.over) this.start();
  }

  /** No process is there, and none comes until the key is unlocked. */
  private standLocked(): void {
    this.absent = LOCKED;
    this.tell({ kind: 'health', health: { ...UNHEARD, problem: LOCKED } });
  }

  private start(): void {
    this.wait = null;
    this.orders = this.parts.start();
    this.listening = this.hear(this.orders);
  }

  private hear(orders: VenueOrders): Releasable {
    return orders.listen((message) => {
      if (message.kind === 'ended') this.onEnd(orders, message.problem);
      else {
        if (message.kind === 'health' && message.health.state !== 'silent') this.heard = true;
        this.tell(message);
      }
    });
  }

  private onEnd(orders: VenueOrders, problem: string): void {
    this.listening.dispose();
    this.orders = null;
    if (this.closing || !this.heard) {
      this.end(problem);
      return;
    }
    if (this.locked) {
      this.standLocked();
      return;
    }
    // Whatever is left of it goes; it has said its last.
    void orders.close();
    const now = this.parts.clock.monotonic();
    this.deaths = [...this.deaths.filter((at) => at > now - DEATHS_WITHIN_MS), now];
    const count = this.deaths.length;
    if (count >= MOST_DEATHS) {
      const minutes = String(DEATHS_WITHIN_MS / MINUTE_MS);
      this.end(`${problem} That was the ${String(count)}th time within ${minutes} min, so it is not started again.`);
      return;
    }
    const most = Math.min(WAIT_MS.most, WAIT_MS.least * 2 ** (count - 1));
    const ms = Math.round(most * (0.5 + this.parts.random.next() / 2));
    this.absent = `${problem} It is started again in ${(ms / SECOND_MS).toFixed(1)} s.`;
    this.tell({ kind: 'health', health: { ...UNHEARD, problem: this.absent } });
    this.tell({ kind: 'died', problem: this.absent });
    this.wait = this.parts.clock.after(ms, () => {
      this.start();
    });
  }

  private end(problem: string): void {
    this.over = true;
    this.absent = problem;
    this.tell({ kind: 'ended', problem });
  }

  private tell(message: VenueMessage): void {
    this.listener?.(message);
  }
}
