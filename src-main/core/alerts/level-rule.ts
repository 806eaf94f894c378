import type { AlertStatus } from '../../../src-shared/domain/alert.ts';
import type { Crossing } from '../../../src-shared/domain/alert-spec.ts';

/** When a value has crossed a level, and when it has come back far enough to cross it again. */
export class LevelRule {
  private readonly level: number;
  private readonly back: number;
  private readonly above: boolean;

  constructor(level: number, { cross, rearm }: { readonly cross: Crossing; readonly rearm: number }) {
    this.level = level;
    this.above = cross === 'above';
    this.back = this.above ? level - rearm : level + rearm;
  }

  /** The state after a value; `fired` where an armed alert met it at the level or behind it. */
  next(status: AlertStatus, value: number): AlertStatus | 'fired' {
    const near = this.above ? value < this.level : value > this.level;
    if (status === 'new') return near ? 'armed' : 'past';
    if (status === 'armed') return near ? 'armed' : 'fired';
    if (status === 'past' && near && (this.above ? value <= this.back : value >= this.back)) return 'armed';
    return status;
  }
}
