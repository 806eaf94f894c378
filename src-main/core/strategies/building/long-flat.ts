import type { CandleColumns } from '../../../../src-shared/domain/candle.ts';
import type { Instrument } from '../../../../src-shared/domain/instrument.ts';
import type { Side } from '../../../../src-shared/domain/order.ts';
import type { SignalCode } from '../../../../src-shared/domain/signals.ts';
import type { FaultDetails } from '../../../../src-shared/kernel/fault.ts';
import type { BarSpan, Strategy, StrategyDesk, StrategyFill } from '../strategy.ts';
import { Reasons } from './reasons.ts';

/** When to be in the market and when not. */
export interface LongFlatRule {
  /** Takes a closed bar; `held` says whether something is held at its close. */
  take(columns: CandleColumns, row: number, held: boolean): void;
  /** What speaks for buying at the newest bar, or null. */
  entry(): SignalCode | null;
  /** What speaks for selling at the newest bar, or null. */
  exit(): SignalCode | null;
  /** The same on the short side: what speaks for selling short, and for buying back; absent where the rule is for longs alone. */
  shortEntry?(): SignalCode | null;
  shortExit?(): SignalCode | null;
  /** The figures of the newest bar that the sentence of a code is filled with. */
  figures(code: SignalCode, instrument: Instrument): FaultDetails;
  /** Hears that an entry has been asked for at the newest bar. */
  entered?(): void;
  /** A price that belongs to the position and not to the bars, a stop for example: it is kept over a restart. NaN for none. */
  mark?: number;
}

/** What is to be done at a bar, and why. */
interface Step {
  readonly side: Side;
  readonly code: SignalCode;
  /** Into which side, or out. */
  readonly to: 'long' | 'short' | 'flat';
}

/** A strategy that holds all of its size or nothing, by a rule over closed bars; short too where its rule can and it is wanted to. */
export class LongFlat implements Strategy {
  private readonly rule: LongFlatRule;
  private readonly reasons = new Reasons();
  private keptMark = Number.NaN;
  private kept = '';

  constructor(rule: LongFlatRule) {
    this.rule = rule;
  }

  warm(history: CandleColumns): void {
    for (let row = 0; row < history.length; row += 1) this.rule.take(history, row, false);
  }

  onBar(columns: CandleColumns, row: number, desk: StrategyDesk): void {
    const held = desk.positionLots > 0;
    this.rule.take(columns, row, held);
    this.decide(held, desk);
    this.keepMark();
  }

  onBars(span: BarSpan, desk: StrategyDesk): number {
    const { rule } = this;
    const { columns, from, to } = span;
    const held = desk.positionLots > 0;
    const longOnly = desk.ways === 'long';
    for (let row = from; row < to; row += 1) {
      rule.take(columns, row, held);
      const quiet = longOnly ? (held ? rule.exit() : rule.entry()) === null : this.step(desk) === null;
      if (quiet && !this.markMoved()) continue;
      span.reach(row);
      this.decide(held, desk);
      this.keepMark();
      return row + 1;
    }
    return to;
  }

  onFill(fill: StrategyFill, desk: StrategyDesk): void {
    this.reasons.tell(fill, desk);
    this.keep();
  }

  memory(): string {
    return this.kept;
  }

  restore(memory: string): void {
    const { asked, mark } = JSON.parse(memory) as { readonly asked: unknown; readonly mark: number | null };
    this.reasons.restore(asked);
    this.keptMark = mark ?? Number.NaN;
    if (mark !== null) this.rule.mark = mark;
    this.kept = memory;
  }

  private decide(held: boolean, desk: StrategyDesk): void {
    const { rule } = this;
    if (desk.ways !== 'long') {
      this.decideWays(desk);
      return;
    }
    const code = held ? rule.exit() : rule.entry();
    const side = held ? 'sell' : 'buy';
    if (code === null || desk.outstandingLots(side) > 0) return;
    this.reasons.ask(side, code, rule.figures(code, desk.instrument));
    if (held) desk.exit(reasonOf(code));
    else {
      rule.entered?.();
      desk.enter();
    }
    this.keep();
  }

  /** On either side: out when the rule says so, into the other side at once where that has its reason at the same bar. */
  private decideWays(desk: StrategyDesk): void {
    const step = this.step(desk);
    if (step === null || desk.outstandingLots(step.side) > 0) return;
    this.reasons.ask(step.side, step.code, this.rule.figures(step.code, desk.instrument));
    if (step.to === 'flat') desk.exit(reasonOf(step.code));
    else desk.enter(step.to);
    this.keep();
  }

  private step({ positionLots: held, ways }: StrategyDesk): Step | null {
    const { rule } = this;
    const short = ways === 'long' || held < 0 ? null : (rule.shortEntry?.() ?? null);
    const long = ways === 'short' || held > 0 ? null : rule.entry();
    if (held >= 0 && short !== null && (held === 0 || ways === 'both')) return { side: 'sell', code: short, to: 'short' };
    if (held <= 0 && long !== null) return { side: 'buy', code: long, to: 'long' };
    const out = held > 0 ? rule.exit() : held < 0 ? (rule.shortExit?.() ?? null) : null;
    return out === null ? null : { side: held > 0 ? 'sell' : 'buy', code: out, to: 'flat' };
  }

  private markMoved(): boolean {
    return !Object.is(this.rule.mark ?? Number.NaN, this.keptMark);
  }

  private keepMark(): void {
    if (this.markMoved()) this.keep();
  }

  private keep(): void {
    this.keptMark = this.rule.mark ?? Number.NaN;
    const mark = Number.isNaN(this.keptMark) ? null : this.keptMark;
    const asked = this.reasons.kept();
    this.kept = asked === null && mark === null ? '' : JSON.stringify({ asked, mark });
  }
}

/** Whether a rule's reason to leave is its stop. */
function reasonOf(code: SignalCode): 'stop' | undefined {
  return code.endsWith('.stopped') ? 'stop' : undefined;
}
