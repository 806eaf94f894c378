import type { SignalCode } from '../../../src-shared/domain/signals.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { HedgeFit } from './building/hedge-fit.ts';
import { roundedTo } from './building/reasons.ts';
import type { PairDesk, PairStrategy } from './building/pair-strategy.ts';
import { checkedParameters } from './parameters.ts';
import type { StrategyDefinition } from './strategy.ts';

/** Hedge ratios beyond which two instruments are no pair: one leg would be next to nothing, or both on the same side. */
const LEAST_RATIO = 0.1;
const MOST_RATIO = 10;

interface PairsSettings {
  readonly bars: number;
  /** Deviations of the spread. */
  readonly entry: number;
  readonly exit: number;
  readonly stop: number;
  /** Bars after which both legs are closed whatever the spread does. */
  readonly hold: number;
}

/**
 * Sells what has become dear against the other and buys what has become cheap, by a line through the logarithms of both (E. Gatev,
 * W. Goetzmann, G. Rouwenhorst, 2006, with a fitted ratio in place of equal values). What is held is measured by the line of its entry:
 * the rolling one learns the new level and would come back to it by itself.
 */
class Pairs implements PairStrategy {
  private readonly settings: PairsSettings;
  private readonly fit: HedgeFit;
  /** Its spread has been within the entry since it last asked to go in. */
  private armed = true;
  /** The line of the entry, and the side of the first leg: 1 long, -1 short. */
  private slope = Number.NaN;
  private intercept = Number.NaN;
  private deviation = Number.NaN;
  private way = 0;
  private bars = 0;

  constructor(settings: PairsSettings) {
    this.settings = settings;
    this.fit = new HedgeFit(settings.bars);
  }

  onPair(closes: Float64Array, desk: PairDesk): void {
    this.fit.take(closes);
    if (desk.phase === 'flat') this.consider(desk);
    else {
      this.bars += 1;
      if (desk.phase === 'held') this.watch(closes, desk);
    }
  }

  private consider(desk: PairDesk): void {
    const { z, slope } = this.fit;
    const { entry, stop } = this.settings;
    const away = Math.abs(z);
    if (away < entry) this.armed = true;
    // A spread beyond the stop would be closed at once; without one no comparison holds.
    if (!this.armed || !(away >= entry && away < stop) || !(slope >= LEAST_RATIO && slope <= MOST_RATIO)) return;
    this.armed = false;
    const way = z < 0 ? 'long' : 'short';
    if (!desk.enter(way, slope)) return;
    this.slope = slope;
    this.intercept = this.fit.intercept;
    this.deviation = this.fit.deviation;
    this.way = z < 0 ? 1 : -1;
    this.bars = 0;
    const [first, second] = desk.symbols;
    desk.signal(`pairs.${way}` satisfies SignalCode, { z: roundedTo(away, 2), ratio: roundedTo(slope, 3), first, second });
  }

  private watch(closes: Float64Array, desk: PairDesk): void {
    const spread = Math.log(closes[0]!) - this.intercept - this.slope * Math.log(closes[1]!);
    // Deviations that the spread still lies on the side it was entered at; below zero where it went through its mean.
    const away = (-this.way * spread) / this.deviation;
    const { exit, stop, hold } = this.settings;
    const code: SignalCode | null =
      away >= stop ? 'pairs.stopped' : away <= exit ? 'pairs.back' : this.bars >= hold ? 'pairs.expired' : null;
    if (code === null) return;
    desk.leave();
    desk.signal(code, { z: roundedTo(away, 2), bars: this.bars });
  }
}

export const PAIRS: StrategyDefinition = {
  spec: {
    id: 'pairs',
    family: 'arbitrage',
    description:
      'Short of the dearer of two perpetuals and long of the cheaper one until their spread is back: many small gains, and a large loss when they part for good.',
    perpetualOnly: true,
    pair: true,
    parameters: [
      { name: 'bars', label: 'Line through', unit: 'bars', default: 120, min: 10, max: 2_000, integer: true },
      { name: 'entry', label: 'In at', unit: 'dev', default: 2, min: 0.2, max: 10, integer: false },
      { name: 'exit', label: 'Out at', unit: 'dev', default: 0.5, min: 0, max: 5, integer: false },
      { name: 'stop', label: 'Stop at', unit: 'dev', default: 4, min: 0.5, max: 50, integer: false },
      { name: 'hold', label: 'Held at most', unit: 'bars', default: 60, min: 1, max: 10_000, integer: true },
    ],
  },
  conflict: ({ entry = 0, exit = 0, stop = 0 }) => {
    if (exit >= entry) return { parameter: 'exit', problem: `${String(exit)} must be less than entry, ${String(entry)}.` };
    return stop > entry ? null : { parameter: 'stop', problem: `${String(stop)} must be more than entry, ${String(entry)}.` };
  },
  warmupBars: (parameters) => checkedParameters(PAIRS, parameters)('bars'),
  create: () => {
    throw new Fault('strategy.pair', { strategy: PAIRS.spec.id, problem: 'it needs the second one beside the first.' });
  },
  createPair: (parameters) => {
    const value = checkedParameters(PAIRS, parameters);
    return new Pairs({ bars: value('bars'), entry: value('entry'), exit: value('exit'), stop: value('stop'), hold: value('hold') });
  },
};
