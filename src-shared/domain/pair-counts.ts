/** What a strategy over two instruments met in a run. */
export interface PairCounts {
  /** Name of the instance, `pairs-1`. */
  readonly instance: string;
  /** Instants at which both instruments had closed a bar and the strategy was asked. */
  readonly asked: number;
  /** Instants at which only one of them had, so that it was not. */
  readonly missed: number;
  /** How often both legs were closed because one of them was not held as it was meant to be. */
  readonly unwound: number;
}
