import { CcxtOrders } from '../../src-main/adapters/exchange-ccxt/ccxt-orders.ts';
import { ServedOrders } from '../../src-main/adapters/venue-process/served-orders.ts';
import type { ChildLink } from '../../src-main/ports/child-link.ts';
import type { Random } from '../../src-shared/kernel/random.ts';
import type { EventClock } from './event-clock.ts';
import type { ProgramClock } from './program-clock.ts';
import type { WorldProtocol } from './protocols/world-protocol.ts';
import { useWorld } from './simulated-globals.ts';
import type { SimulatedNetwork } from './simulated-network.ts';

/** On the way between two processes, ms. */
const WAY_MS = 1;

/** What the process of an account stands on. */
export interface AccountProcessParts {
  readonly world: EventClock;
  /** The program that started it, and the process itself. */
  readonly parent: ProgramClock;
  readonly own: ProgramClock;
  readonly network: SimulatedNetwork;
  readonly protocol: WorldProtocol;
  readonly random: Random;
}

/** The process of an account: what really runs in one, behind messages that take their time. It can die beside the program that started it. */
export class AccountProcess implements ChildLink {
  private readonly parts: AccountProcessParts;
  private readonly served: ServedOrders;
  private hear: (message: unknown) => void = () => undefined;
  private ended: (problem: string) => void = () => undefined;
  private opened = false;

  constructor(parts: AccountProcessParts) {
    this.parts = parts;
    const { own, network, random, protocol } = parts;
    const { credentials, profile } = protocol;
    this.served = new ServedOrders({
      parent: {
        onMessage: () => undefined,
        send: (message) => this.say(message),
        sendLast: (message) => {
          this.say(message);
          this.die('');
        },
      },
      credentials: () => Promise.resolve(credentials),
      orders: (_address, _credentials, contracts) => {
        useWorld(own, random);
        const address = (url: string) => url.replace(/^(http|ws)s?:\/\/[^/]+/u, '$1://venue.invalid');
        return CcxtOrders.open(profile.id, credentials, { sandbox: false, address, clock: own, random, network, contracts });
      },
      clock: own,
    });
  }

  send(message: unknown): void {
    const { world, own } = this.parts;
    const text = JSON.stringify(message);
    world.after(WAY_MS, () =>
      own.whenAwake(() => {
        const told = JSON.parse(text) as unknown;
        if (this.opened) this.served.hear(told);
        else {
          this.opened = true;
          void this.served.open(told as Parameters<ServedOrders['open']>[0]);
        }
      }),
    );
  }

  onMessage(listener: (message: unknown) => void): void {
    this.hear = listener;
  }

  onEnd(listener: (problem: string) => void): void {
    this.ended = listener;
  }

  kill(): void {
    this.die('it was ended');
  }

  /** Ends it here and now, whatever it is doing. */
  die(problem: string): void {
    const { world, own, parent, network } = this.parts;
    if (own.dead) return;
    own.dead = true;
    network.cut();
    world.after(WAY_MS, () => parent.whenAwake(() => this.ended(problem)));
  }

  private say(message: unknown): void {
    const { world, parent } = this.parts;
    const text = JSON.stringify(message);
    world.after(WAY_MS, () => parent.whenAwake(() => this.hear(JSON.parse(text) as unknown)));
  }
}
