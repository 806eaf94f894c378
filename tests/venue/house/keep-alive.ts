import type { Clock } from '../../../src-main/ports/clock.ts';
import type { Releasable } from '../../../src-shared/kernel/disposable.ts';
import type { Wire, WireLimits } from './wire.ts';

/** Pings a connection, ends one that does not answer, and every one after its day. */
export class KeepAlive implements Releasable {
  private readonly wire: Wire;
  private readonly limits: WireLimits;
  private readonly clock: Pick<Clock, 'now' | 'after'>;
  private heardAt: number;
  private timer: Releasable;
  private readonly life: Releasable;

  constructor(wire: Wire, limits: WireLimits, clock: Pick<Clock, 'now' | 'after'>) {
    this.wire = wire;
    this.limits = limits;
    this.clock = clock;
    this.heardAt = clock.now();
    this.timer = this.next();
    this.life = clock.after(limits.lifetimeMs, () => wire.close(1_000, 'expired'));
  }

  heard(): void {
    this.heardAt = this.clock.now();
  }

  dispose(): void {
    this.timer.dispose();
    this.life.dispose();
  }

  private next(): Releasable {
    return this.clock.after(this.limits.pingEveryMs, () => {
      if (this.clock.now() - this.heardAt > this.limits.pongWithinMs) return this.wire.close(1_008, 'Pong timeout');
      this.wire.ping(String(this.clock.now()));
      this.timer = this.next();
    });
  }
}
