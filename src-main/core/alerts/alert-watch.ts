import { candleColumns, type CandleColumns } from '../../../src-shared/domain/candle.ts';
import type { AlertRecord } from '../../../src-shared/domain/alert.ts';
import type { AlertSpec } from '../../../src-shared/domain/alert-spec.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { LevelRule } from './level-rule.ts';
import { LineBars } from './line-bars.ts';
import { MoveWindow } from './move-window.ts';

/** Room for what a division of doubles leaves over. */
const SLACK = 1e-9;
const NO_BARS = candleColumns(0);

/** One alert at work: how it stands, and what it has heard. */
export class AlertWatch {
  record: AlertRecord;
  readonly spec: AlertSpec;
  /** Dense index of its instrument; -1 where it looks at no single one. */
  readonly instrument: number;
  readonly rule: LevelRule | null;
  readonly window: MoveWindow | null;
  readonly bars: LineBars | null;
  /** The next value is the first since a start after which the market was heard anew. */
  away = false;

  constructor(record: AlertRecord, instrument: Instrument | null, history: CandleColumns = NO_BARS) {
    const { spec } = record;
    this.record = record;
    this.spec = spec;
    this.instrument = instrument?.index ?? -1;
    this.rule = ruleOf(spec, instrument);
    this.window = spec.kind === 'move' ? new MoveWindow(spec.minutes) : null;
    this.bars = spec.kind === 'indicator' ? new LineBars(history) : null;
  }

  /** The value that an indicator alert compares with its level, at the newest bar; NaN while it is not warm. */
  get lineValue(): number {
    return this.spec.kind === 'indicator' && this.bars !== null ? this.bars.value(this.spec.line) : Number.NaN;
  }

  /** What an indicator alert's line is held against, at the newest bar. */
  get otherValue(): number {
    const { spec, bars } = this;
    if (spec.kind !== 'indicator' || bars === null) return Number.NaN;
    return typeof spec.against === 'number' ? spec.against : bars.value(spec.against);
  }
}

/** The level of an alert in the unit of the values that it is held against: ticks for a price, the lead over the other line for an indicator. */
function ruleOf(spec: AlertSpec, instrument: Instrument | null): LevelRule | null {
  switch (spec.kind) {
    case 'price': {
      const ticks = instrument?.ticksOf(Decimal.parse(spec.level)) ?? Number.NaN;
      const rearm = Math.ceil(spec.rearm / (instrument?.toPrice(1) ?? 1) - SLACK);
      return new LevelRule(ticks, { ...spec, rearm });
    }
    case 'indicator':
      return new LevelRule(0, spec);
    case 'pnl':
      return new LevelRule(spec.amount, spec);
    case 'limit':
      return new LevelRule(spec.percent, { cross: 'above', rearm: spec.rearm });
    case 'move':
    case 'feed':
    case 'doubt':
      return null;
  }
}
