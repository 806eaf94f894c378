import type { Releasable } from '../../../src-shared/kernel/disposable.ts';
import type { ClientOrderId } from '../../../src-shared/kernel/ids.ts';
import type { UtcMs } from '../../../src-shared/kernel/time.ts';
import type { AccountScope, BookedTrades, Ledger, LedgerBatch, LedgerSnapshot } from '../../../src-main/ports/ledger.ts';
import type { SessionRegister, SessionStart } from '../../../src-main/ports/session-register.ts';
import type { ExitAbilities, VenueMessage, VenueOrders, VenueRequest } from '../../../src-main/ports/venue-orders.ts';

/** Where a live session may die: around everything that passes ledger and venue. `on its way` is a few milliseconds after a message left. */
export const VENUE_CROSSINGS = ['before commit', 'after commit', 'before send', 'on its way', 'before answer', 'after answer'] as const;

export type VenueCrossing = (typeof VENUE_CROSSINGS)[number];

/** The place of a death: the so-manieth crossing of its kind, from 1. */
export interface DeathAt {
  readonly kind: VenueCrossing;
  readonly number: number;
}

/** How long after its sending a message is somewhere between here and its answer, ms; they take turns. */
const ON_ITS_WAY_MS = [0, 1, 2, 3, 5, 8, 13];

/** Counts the crossings of each kind, and dies at one of them. */
export class VenueCrossings {
  private readonly counts = Object.fromEntries(VENUE_CROSSINGS.map((kind) => [kind, 0])) as Record<VenueCrossing, number>;
  private readonly dieAt: DeathAt | null;
  private readonly die: () => void;

  constructor(dieAt: DeathAt | null, die: () => void) {
    this.dieAt = dieAt;
    this.die = die;
  }

  cross(kind: VenueCrossing): void {
    this.counts[kind] += 1;
    if (this.dieAt?.kind !== kind || this.dieAt.number !== this.counts[kind]) return;
    if (kind === 'on its way') setTimeout(this.die, ON_ITS_WAY_MS[this.counts[kind] % ON_ITS_WAY_MS.length]);
    else this.die();
  }
}

type LiveLedger = Ledger & BookedTrades & SessionRegister;

/** The ledger of a live session, with a crossing before and after each commit. */
export class CrossedLiveLedger implements LiveLedger {
  private readonly ledger: LiveLedger;
  private readonly crossings: VenueCrossings;

  constructor(ledger: LiveLedger, crossings: VenueCrossings) {
    this.ledger = ledger;
    this.crossings = crossings;
  }

  begin(start: SessionStart): void {
    this.ledger.begin(start);
  }
  end(session: Parameters<LiveLedger['end']>[0]): void {
    this.ledger.end(session);
  }
  commit(batch: LedgerBatch): void {
    this.crossings.cross('before commit');
    this.ledger.commit(batch);
    this.crossings.cross('after commit');
  }
  hasCommand(id: string): boolean {
    return this.ledger.hasCommand(id);
  }
  hasFill(order: ClientOrderId, fill: string): boolean {
    return this.ledger.hasFill(order, fill);
  }
  hasOrder(order: ClientOrderId): boolean {
    return this.ledger.hasOrder(order);
  }
  hasTrade(scope: AccountScope, instrument: string, trade: string): boolean {
    return this.ledger.hasTrade(scope, instrument, trade);
  }
  snapshot(scope: AccountScope, instruments: readonly { readonly id: string }[], endedSince?: UtcMs): LedgerSnapshot {
    return this.ledger.snapshot(scope, instruments, endedSince);
  }
}

/** The orders of an account, with a crossing around each message to the venue and each answer or news of it. How the way stands is no crossing. */
export class CrossedOrders implements VenueOrders {
  private readonly orders: VenueOrders;
  private readonly crossings: VenueCrossings;

  constructor(orders: VenueOrders, crossings: VenueCrossings) {
    this.orders = orders;
    this.crossings = crossings;
  }

  get deadMansSwitch(): boolean {
    return this.orders.deadMansSwitch;
  }
  get exits(): ExitAbilities | null {
    return this.orders.exits ?? null;
  }
  send(request: VenueRequest): void {
    this.crossings.cross('before send');
    this.orders.send(request);
    this.crossings.cross('on its way');
  }
  listen(listener: (message: VenueMessage) => void): Releasable {
    return this.orders.listen((message) => {
      if (message.kind === 'health' || message.kind === 'ended') {
        listener(message);
        return;
      }
      this.crossings.cross('before answer');
      listener(message);
      this.crossings.cross('after answer');
    });
  }
  close(): Promise<void> {
    return this.orders.close();
  }
}
