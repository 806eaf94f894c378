import type { CandleColumns } from '../../src-shared/domain/candle.ts';
import type { Side } from '../../src-shared/domain/order.ts';
import type { StrategyParameters } from '../../src-shared/domain/strategy-spec.ts';

/** The files of a user's strategy as they were read: text by path within their folder, and the one that is run. */
export interface StrategyScript {
  readonly entry: string;
  readonly files: Readonly<Record<string, string>>;
}

/** What a user's strategy sees of its own account. Sizes in base units, time in ms UTC of the market. */
export interface DeskView {
  readonly time: number;
  readonly position: number;
  /** Sizes of its outstanding orders, by side. */
  readonly buying: number;
  readonly selling: number;
  /** Tags of its outstanding orders. */
  readonly tags: readonly string[];
}

/** A fill as a user's strategy is told of it: price in quote units, size in base units. */
export interface FillView {
  readonly side: Side;
  readonly price: number;
  readonly size: number;
  readonly tag: string | null;
  readonly complete: boolean;
}

/** The instrument as a user's strategy sees it: tick in quote units, lot in base units. */
export interface InstrumentView {
  readonly id: string;
  readonly base: string;
  readonly quote: string;
  readonly tick: number;
  readonly lot: number;
  /** Whether it can be held short: a perpetual can. */
  readonly canShort: boolean;
}

/** What is asked of the process that a user's strategy lives in; `instance` is a number of the caller's own. */
export type StrategyRequest =
  /** Whether it is up at all. */
  | { readonly kind: 'ready' }
  | ({ readonly kind: 'load' } & StrategyScript)
  /** How many bars it wants before it starts, and whether the values fit together. */
  | { readonly kind: 'measure'; readonly parameters: StrategyParameters }
  | {
      readonly kind: 'create';
      readonly instance: number;
      readonly parameters: StrategyParameters;
      readonly instrument: InstrumentView;
      readonly seed: number;
    }
  /** Everything that was created is gone. */
  | { readonly kind: 'forget' }
  /** Bars from before the start. */
  | { readonly kind: 'warm'; readonly instance: number }
  /** Bars to decide on, one after the other, up to the first at which something is asked for. `barMs` is their length. */
  | { readonly kind: 'bars'; readonly instance: number; readonly barMs: number; readonly view: DeskView }
  | { readonly kind: 'fill'; readonly instance: number; readonly view: DeskView; readonly fill: FillView };

/** Rows `from` (included) to `to` (excluded) of columns, as they go along with a request. */
export interface BarRows {
  readonly columns: CandleColumns;
  readonly from: number;
  readonly to: number;
}

/** A strategy's process for callers that must not wait: the trading loop's. The answer, and its faults, are those of `StrategyProcess.call`. */
export interface LaterProcess {
  callLater(request: StrategyRequest, bars?: BarRows): Promise<unknown>;
  /** Has the process ended and does not wait for that. */
  end(): void;
}

/**
 * The process that a user's strategy lives in. A call waits for the answer, which is plain data of unknown shape: nothing that comes from
 * there is trusted. Throws the fault `strategy.failed` when the process ended or did not answer in time; it is ended then.
 */
export interface StrategyProcess extends LaterProcess {
  call(request: StrategyRequest, bars?: BarRows): unknown;
  /** Ends the process. */
  close(): void;
}
