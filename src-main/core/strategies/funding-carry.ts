import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import type { SignalCode } from '../../../src-shared/domain/signals.ts';
import { Reasons, roundedTo } from './building/reasons.ts';
import { checkedParameters } from './parameters.ts';
import type { Strategy, StrategyDefinition, StrategyDesk, StrategyFill } from './strategy.ts';

const BPS = 10_000;

/** What the rule looks at: how many payments, and from which mean of them on it is short, or no longer; basis points each. */
interface CarrySettings {
  readonly payments: number;
  readonly enter: number;
  readonly leave: number;
}

/** Short of a perpetual while the last payments of funding, which shorts receive, were worth it. It knows those that were made, never the next. */
class FundingCarry implements Strategy {
  private readonly settings: CarrySettings;
  private readonly reasons = new Reasons();
  private kept = '';

  constructor(settings: CarrySettings) {
    this.settings = settings;
  }

  warm(): void {
    // Funding is asked for at the bar that is decided on.
  }

  onBar(_columns: CandleColumns, _row: number, desk: StrategyDesk): void {
    const mean = this.mean(desk);
    const short = desk.positionLots < 0;
    const side = short ? 'buy' : 'sell';
    const goes = short ? mean < this.settings.leave : mean > this.settings.enter;
    if (!desk.canShort || !goes || desk.outstandingLots(side) > 0) return;
    const code: SignalCode = short ? 'funding-carry.gone' : 'funding-carry.paid';
    this.reasons.ask(side, code, { rate: roundedTo(mean, 3), payments: this.settings.payments });
    if (short) desk.exit();
    else desk.enter('short');
    this.keep();
  }

  onFill(fill: StrategyFill, desk: StrategyDesk): void {
    this.reasons.tell(fill, desk);
    this.keep();
  }

  memory(): string {
    return this.kept;
  }

  restore(memory: string): void {
    this.reasons.restore(JSON.parse(memory) as unknown);
    this.kept = memory;
  }

  /** NaN while fewer are known, which is above nothing and below nothing. */
  private mean(desk: StrategyDesk): number {
    const { payments } = this.settings;
    let sum = 0;
    for (let back = 0; back < payments; back += 1) sum += desk.fundingRate(back);
    return (sum / payments) * BPS;
  }

  private keep(): void {
    const asked = this.reasons.kept();
    this.kept = asked === null ? '' : JSON.stringify(asked);
  }
}

export const FUNDING_CARRY: StrategyDefinition = {
  spec: {
    id: 'funding-carry',
    family: 'carry',
    description:
      'Short of a perpetual while longs pay for it: earns the funding, and loses all that the coin rises unless somebody holds the coin beside it.',
    perpetualOnly: true,
    parameters: [
      { name: 'payments', label: 'Payments looked at', unit: 'payments', default: 9, min: 1, max: 500, integer: true },
      { name: 'enter', label: 'Short above', unit: 'bp', default: 1, min: -100, max: 100, integer: false },
      { name: 'leave', label: 'Out below', unit: 'bp', default: 0, min: -100, max: 100, integer: false },
    ],
  },
  conflict: ({ enter = 0, leave = 0 }) =>
    leave <= enter ? null : { parameter: 'leave', problem: `${String(leave)} bp must not be more than enter, ${String(enter)}.` },
  warmupBars: () => 0,
  create: (parameters) => {
    const value = checkedParameters(FUNDING_CARRY, parameters);
    return new FundingCarry({ payments: value('payments'), enter: value('enter'), leave: value('leave') });
  },
};
