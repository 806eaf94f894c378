import type { Releasable } from '../../../src-shared/kernel/disposable.ts';
import type { ReadAccount } from '../../ports/account-reader.ts';
import type { ChildLink, StartChild } from '../../ports/child-link.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ContractTerms, ExitAbilities, VenueHealth, VenueMessage, VenueOrders, VenueRequest } from '../../ports/venue-orders.ts';
import { childEnvironment } from './child-environment.ts';
import { type ToTradingChild, type TradeStart, venueMessageOf, venueRequestOf } from './order-messages.ts';
import { neverLeft, UnansweredRequests, unproven } from './unanswered-requests.ts';
import { UNHEARD } from './unheard.ts';

/** How the process of an account that trades is started. */
export interface OrdersProcessOptions {
  readonly home: string;
  readonly account: ReadAccount;
  /** Of the venue's profile: the process that knows it is not open yet when it is asked. */
  readonly deadMansSwitch: boolean;
  /** What the venue can do with exits; absent as in `VenueOrders`. */
  readonly exits?: ExitAbilities | null;
  /** What is held of perpetuals, and how. */
  readonly contracts?: readonly ContractTerms[];
  /** Its program. */
  readonly childFile: string;
  readonly start: StartChild;
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
}

/** A process that says nothing for so long hangs, ms; one that is well says something every few seconds. */
export const SILENT_AFTER_MS = 10_000;
/** How long a process that is told to end may take, ms. */
const END_MS = 2_000;

const CLOSED = 'The process of the account was ended.';
const UNREADABLE = 'What came back could not be read.';

/** The orders of an account in a process of its own, which opens the key by itself and lives until it is closed. Whatever becomes of the process, every request has an answer. */
export class ProcessVenueOrders implements VenueOrders {
  readonly deadMansSwitch: boolean;
  readonly exits: ExitAbilities | null;
  private readonly clock: Clock;
  private readonly child: ChildLink;
  private readonly unanswered = new UnansweredRequests();
  private readonly gone = Promise.withResolvers<undefined>();
  private listener: ((message: VenueMessage) => void) | null = null;
  private health: VenueHealth = UNHEARD;
  private garbled = 0;
  private watch: Releasable;
  private closing = false;
  /** Why nothing comes any more; null while the process lives. */
  private over: string | null = null;

  constructor({ home, account, deadMansSwitch, exits, contracts = [], childFile, start, env, clock }: OrdersProcessOptions) {
    this.deadMansSwitch = deadMansSwitch;
    this.exits = exits ?? null;
    this.clock = clock;
    this.child = start(childFile, childEnvironment(env));
    this.watch = this.silence();
    this.child.onMessage((message) => {
      this.receive(message);
    });
    this.child.onEnd((problem) => {
      this.end(this.closing ? CLOSED : `The process of the account has gone: ${problem}`);
      this.gone.resolve(undefined);
    });
    const { id, venue, sandbox, version } = account;
    const held = contracts.length === 0 ? {} : { contracts: [...contracts] };
    this.child.send({ kind: 'trade', home, account: { id, venue, sandbox, version }, ...held } satisfies TradeStart);
  }

  send(request: VenueRequest): void {
    const problem =
      this.over ?? (this.closing ? CLOSED : null) ?? (venueRequestOf(request) === null ? 'It does not read as a request.' : null);
    if (problem !== null) {
      queueMicrotask(() => {
        this.tell(neverLeft(request, problem));
      });
      return;
    }
    this.unanswered.add(request);
    this.sendChild({ kind: 'request', at: this.clock.now(), request });
  }

  listen(listener: (message: VenueMessage) => void): Releasable {
    this.listener = listener;
    return {
      dispose: () => {
        if (this.listener === listener) this.listener = null;
      },
    };
  }

  /** Ends the process: in order where it still listens, else by force. What was sent and not answered is answered as unknown. */
  async close(): Promise<void> {
    if (this.over === null && !this.closing) {
      this.closing = true;
      this.sendChild({ kind: 'close' });
      const patience = this.clock.after(END_MS, () => {
        this.child.kill();
      });
      void this.gone.promise.then(() => {
        patience.dispose();
      });
    }
    await this.gone.promise;
  }

  private sendChild(message: ToTradingChild): void {
    this.child.send(message);
  }

  private receive(raw: unknown): void {
    if (this.over !== null) return;
    this.watch.dispose();
    this.watch = this.silence();
    const message = venueMessageOf(raw);
    if (message === null) this.drop(raw);
    else if (message.kind === 'ended') {
      this.end(this.closing ? CLOSED : message.problem);
      this.child.kill();
    } else {
      this.unanswered.answered(message);
      if (message.kind === 'health') this.tellHealth(message.health);
      else this.tell(message);
    }
  }

  /** What does not read is counted; where it was to be an answer, nothing is proven by it. */
  private drop(raw: unknown): void {
    this.garbled += 1;
    const request = this.unanswered.answered(raw);
    if (request !== null) this.tell(unproven(request, UNREADABLE));
    this.tellHealth(this.health);
  }

  private silence(): Releasable {
    return this.clock.after(SILENT_AFTER_MS, () => {
      const problem = `The process of the account has said nothing for ${String(SILENT_AFTER_MS / 1_000)} s.`;
      this.tellHealth({ ...this.health, state: 'silent', problem });
    });
  }

  private tellHealth(health: VenueHealth): void {
    this.health = health;
    this.tell({ kind: 'health', health: { ...health, garbled: health.garbled + this.garbled } });
  }

  private end(problem: string): void {
    if (this.over !== null) return;
    this.over = problem;
    this.watch.dispose();
    for (const request of this.unanswered.takeAll()) this.tell(unproven(request, problem));
    this.tell({ kind: 'ended', problem });
  }

  private tell(message: VenueMessage): void {
    this.listener?.(message);
  }
}
