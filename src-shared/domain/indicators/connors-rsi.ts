import { length, ONE_LINE, OverCloses, titled, valueOf } from './building/define.ts';
import { Window } from './building/window.ts';
import type { IndicatorDefinition, StreamingIndicator } from './indicator.ts';
import { Rsi } from './rsi.ts';

/**
 * Connors RSI (L. Connors and C. Alvarez, 2012): the mean of an RSI of the closes, an RSI of how many bars in a row they rose (or fell, counted below 0; 0 at the first bar and where
 * a close equals the one before), and the percentage of the last returns that were lower than this bar's. At rest it is 33.3: no return was lower.
 */
export class ConnorsRsi implements StreamingIndicator {
  private readonly closes: Rsi;
  private readonly streaks: Rsi;
  private readonly returns: Window;
  private before = Number.NaN;
  private streak = 0;

  constructor(rsi: number, streak: number, rank: number) {
    this.closes = new Rsi(rsi);
    this.streaks = new Rsi(streak);
    this.returns = new Window(rank);
  }

  update(value: number): number {
    const { before, streak, returns } = this;
    this.before = value;
    if (value > before) this.streak = Math.max(0, streak) + 1;
    else if (value < before) this.streak = Math.min(0, streak) - 1;
    else this.streak = 0;
    const closes = this.closes.update(value);
    const streaks = this.streaks.update(this.streak);
    const change = (value - before) / before;
    const rank = returns.full ? (100 * returns.countBelow(change)) / returns.size : Number.NaN;
    if (!Number.isNaN(before)) returns.push(change);
    return (closes + streaks + rank) / 3;
  }
}

const RSI_LENGTH = length('rsi', 'RSI length', 3, 2);
const STREAK = length('streak', 'Streak length', 2, 2);
const RANK = length('rank', 'Rank length', 100);

/** The Connors RSI in the catalogue. */
export const CONNORS_RSI: IndicatorDefinition = {
  id: 'connors-rsi',
  label: 'Connors RSI',
  family: 'momentum',
  pane: 'own',
  parameters: [RSI_LENGTH, STREAK, RANK],
  unit: 'plain',
  outputs: ONE_LINE,
  levels: [10, 90],
  warmUp: (parameters) => [Math.max(valueOf(RSI_LENGTH, parameters), valueOf(STREAK, parameters), valueOf(RANK, parameters) + 1)],
  title: titled('Connors RSI', [RSI_LENGTH, STREAK, RANK]),
  make: (parameters) =>
    new OverCloses(new ConnorsRsi(valueOf(RSI_LENGTH, parameters), valueOf(STREAK, parameters), valueOf(RANK, parameters))),
};
