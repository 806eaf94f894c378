import type { UtcMs } from '../../../src-shared/kernel/time.ts';
import type { Clock } from '../../ports/clock.ts';
import { presentOf } from '../paper.ts';
import type { TradingSession } from '../trading-session.ts';
import type { Pace } from './market-pace.ts';

/** The time that it is: a venue's market is neither sped up nor caught up with. */
export class WallPace implements Pace {
  readonly speed = 1;
  private readonly session: TradingSession;
  private readonly clock: Clock;

  constructor(session: TradingSession, clock: Clock) {
    this.session = session;
    this.clock = clock;
  }

  present(): UtcMs {
    return presentOf(this.session, this.clock);
  }

  target(): number {
    return this.present();
  }

  /** A burst that took more than one slice is gone on with at the next. */
  rebase(): void {
    return undefined;
  }
}
