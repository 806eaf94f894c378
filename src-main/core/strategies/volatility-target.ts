import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import { DAY_MS, DAYS_PER_YEAR } from '../../../src-shared/kernel/time.ts';
import { Reasons, roundedTo } from './building/reasons.ts';
import { Tail } from './building/tail.ts';
import { checkedParameters } from './parameters.ts';
import type { Strategy, StrategyDefinition, StrategyDesk, StrategyFill } from './strategy.ts';

const YEAR_MS = DAYS_PER_YEAR * DAY_MS;

interface VolatilitySettings {
  readonly period: number;
  /** Shares, not percent. */
  readonly target: number;
  readonly band: number;
  readonly most: number;
}

/** Holds the share of its size whose volatility is the target: the target over that of the instrument (A. Moreira, T. Muir, 2017, with deviations). */
class VolatilityTarget implements Strategy {
  private readonly settings: VolatilitySettings;
  private readonly returns: Tail;
  private readonly times: Tail;
  private readonly reasons = new Reasons();
  private before = Number.NaN;
  private kept = '';

  constructor(settings: VolatilitySettings) {
    this.settings = settings;
    this.returns = new Tail(settings.period);
    // One more, so that the first of them is where the first return began.
    this.times = new Tail(settings.period + 1);
  }

  warm(history: CandleColumns): void {
    for (let row = 0; row < history.length; row += 1) this.take(history, row);
  }

  onBar(columns: CandleColumns, row: number, desk: StrategyDesk): void {
    this.take(columns, row);
    const volatility = this.volatility();
    if (Number.isNaN(volatility) || desk.outstandingLots('buy') > 0 || desk.outstandingLots('sell') > 0) return;
    const { target, band, most } = this.settings;
    const { capital } = desk;
    if (!(capital > 0)) return;
    const share = Math.min(most, target / volatility);
    const lotValue = desk.instrument.lotSize * columns.close[row]!;
    const move = share - (desk.positionLots * lotValue) / capital;
    if (Math.abs(move) <= band) return;
    this.trade(
      move * capital,
      { lotValue, figures: { volatility: roundedTo(100 * volatility, 1), share: roundedTo(100 * share, 1) } },
      desk,
    );
  }

  onFill(fill: StrategyFill, desk: StrategyDesk): void {
    this.reasons.tell(fill, desk);
    this.keep();
  }

  memory(): string {
    return this.kept;
  }

  restore(memory: string): void {
    this.reasons.restore(JSON.parse(memory));
    this.kept = memory;
  }

  private trade(
    money: number,
    why: { readonly lotValue: number; readonly figures: { readonly volatility: number; readonly share: number } },
    desk: StrategyDesk,
  ): void {
    // What the venue would refuse as too small waits until there is more to move.
    if (Math.abs(money) < Number(desk.instrument.spec.minNotional)) return;
    this.reasons.ask(money > 0 ? 'buy' : 'sell', money > 0 ? 'volatility-target.raised' : 'volatility-target.lowered', why.figures);
    if (money > 0) desk.spend(money);
    else desk.sell(Math.round(-money / why.lotValue));
    this.keep();
  }

  private take(columns: CandleColumns, row: number): void {
    const close = columns.close[row]!;
    if (!Number.isNaN(this.before)) this.returns.push(Math.log(close / this.before));
    this.before = close;
    this.times.push(columns.time[row]!);
  }

  /** Deviation of the last log returns over a year, as a share; NaN until there are enough of them. */
  private volatility(): number {
    const { returns, times } = this;
    if (!returns.full) return Number.NaN;
    const span = times.values[times.to - 1]! - times.values[times.from]!;
    return returns.deviation(returns.mean()) * Math.sqrt((YEAR_MS * returns.length) / span);
  }

  private keep(): void {
    const asked = this.reasons.kept();
    this.kept = asked === null ? '' : JSON.stringify(asked);
  }
}

export const VOLATILITY_TARGET: StrategyDefinition = {
  spec: {
    id: 'volatility-target',
    family: 'risk control',
    description:
      'Holds less when prices swing more, so that the swings of the account stay near a target: a steadier ride, not a forecast; it sells late into sudden falls.',
    parameters: [
      { name: 'period', label: 'Returns measured', unit: 'bars', default: 30, min: 5, max: 1_000, integer: true },
      { name: 'target', label: 'Target a year', unit: '%', default: 40, min: 1, max: 200, integer: false },
      { name: 'band', label: 'Trade beyond', unit: '%', default: 10, min: 1, max: 50, integer: false },
      { name: 'most', label: 'Largest share', unit: '%', default: 95, min: 5, max: 100, integer: false },
    ],
  },
  conflict: ({ band = 0, most = 0 }) =>
    band < most ? null : { parameter: 'band', problem: `${String(band)}% must be less than the largest share, ${String(most)}%.` },
  warmupBars: (parameters) => checkedParameters(VOLATILITY_TARGET, parameters)('period') + 1,
  create: (parameters) => {
    const value = checkedParameters(VOLATILITY_TARGET, parameters);
    const settings = { period: value('period'), target: value('target') / 100, band: value('band') / 100, most: value('most') / 100 };
    return new VolatilityTarget(settings);
  },
};
