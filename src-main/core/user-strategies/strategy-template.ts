/** The declarations that a strategy of the user is written against, as a file beside it. */
export const API_DECLARATIONS = `/** What a strategy for CryptoOrchestrator is written against. docs/strategy-api.md explains it. */

/** One parameter: its range is checked before a run, and it draws its own field in forms. */
export interface Parameter {
  /** Field label; the name where there is none. */
  readonly label?: string;
  /** What its value counts, "bars" for example. */
  readonly unit?: string;
  readonly default: number;
  readonly min: number;
  readonly max: number;
  /** True for whole numbers alone. */
  readonly integer?: boolean;
}

/** Values of the parameters, by name. */
export type Parameters<Name extends string> = { readonly [name in Name]: number };

/** The bars that have closed up to now. \`back\` counts from the newest, which is 0; NaN where there is none so far back. */
export interface Bars {
  readonly length: number;
  /** Open of the bar, ms UTC. */
  time(back?: number): number;
  open(back?: number): number;
  high(back?: number): number;
  low(back?: number): number;
  close(back?: number): number;
  /** Base units. */
  volume(back?: number): number;
}

/** An indicator over the bars up to now. NaN until it is warm. */
export interface Indicator {
  /** At the newest bar; of its first output unless another is named. */
  value(output?: string): number;
  /** At the bar before the newest one. */
  before(output?: string): number;
}

/** The instrument that is traded. Tick in quote units, lot in base units. */
export interface Instrument {
  readonly id: string;
  readonly base: string;
  readonly quote: string;
  readonly tick: number;
  readonly lot: number;
  /** Whether it can be held short: a perpetual can. */
  readonly canShort: boolean;
}

export type Side = 'buy' | 'sell';

/** What the strategy sees of its own account, and what it may ask for. What it asks for is carried out when onBar or onFill returns. */
export interface Desk {
  /** Market time, ms UTC: the close of the bar. */
  readonly time: number;
  /** Base units that this strategy holds by its own fills; below zero when short. */
  readonly position: number;
  /** Tags of its limit orders that are out, those of this call included. */
  readonly tags: readonly string[];
  /** Base units of its orders that are out on a side. */
  outstanding(side: Side): number;
  /** Goes in at market with as much as the size rule of the run says; short of a perpetual alone. What is held the other way is closed by the same order. */
  enter(way?: 'long' | 'short'): void;
  /** Closes at market everything it holds. */
  exit(): void;
  /** Buys at market for so much money in quote units, fee included; no more than is free. */
  spend(amount: number): void;
  /** Sells so many base units at market, rounded down to lots; at most what it holds. */
  sell(size: number): void;
  /**
   * Places a limit order. Price in quote units, rounded to the tick; size in base units, rounded down to lots, or { parts: n } for the n-th
   * part of what an entry would buy at that price. A tag names one order at a time.
   */
  limit(side: Side, price: number, size: number | { readonly parts: number }, tag: string): void;
  /** Cancels the order of a tag. */
  cancel(tag: string): void;
  /** Says what was done and why, in a sentence that is kept with the trades. */
  signal(sentence: string): void;
}

/** A fill of the strategy's own order. Price in quote units, size in base units. */
export interface Fill {
  readonly side: Side;
  readonly price: number;
  readonly size: number;
  /** Tag of a limit order; null for a market order. */
  readonly tag: string | null;
  /** Whether the order is now complete. */
  readonly complete: boolean;
}

/** A strategy at work on one instrument. */
export interface Running {
  /** Decides at the close of a bar. */
  onBar(bars: Bars, desk: Desk): void;
  onFill?(fill: Fill, desk: Desk): void;
}

/** What a strategy is made with. */
export interface Making<Name extends string> {
  readonly parameters: Parameters<Name>;
  readonly instrument: Instrument;
  /** An indicator of the catalogue by its id: indicator('ema', { period: 20 }). Parameters that are left out have their presets. */
  indicator(id: string, parameters?: Readonly<Record<string, number>>): Indicator;
}

/** A strategy: export it as the default of your file. Name its parameters in the angle brackets. */
export interface Strategy<Name extends string = never> {
  /** Small letters, digits and hyphens. */
  readonly id: string;
  /** \`trend\` for example. */
  readonly family?: string;
  /** One honest sentence. */
  readonly description: string;
  readonly parameters?: { readonly [name in Name]: Parameter };
  /** Bars wanted before the first decision, in paper and live. */
  warmup?(parameters: Parameters<Name>): number;
  /** What is wrong with values that are each within their range but do not fit together; null when nothing is. */
  check?(parameters: Parameters<Name>): string | null;
  create(making: Making<Name>): Running;
}
`;

/** The project file for the user's editor. */
export const TEMPLATE_PROJECT = `${JSON.stringify(
  {
    compilerOptions: {
      target: 'ES2024',
      lib: ['ES2024'],
      types: [],
      module: 'esnext',
      moduleResolution: 'bundler',
      allowImportingTsExtensions: true,
      erasableSyntaxOnly: true,
      verbatimModuleSyntax: true,
      noEmit: true,
      strict: true,
    },
    include: ['**/*.ts'],
  },
  null,
  2,
)}\n`;

/** A strategy to begin with. */
export function strategyTemplate(name: string): string {
  return `import type { Strategy } from './cryptoorch';

export default {
  id: '${name}',
  family: 'trend',
  description: 'Holds while the fast average of closes is above the slow one.',
  parameters: {
    fast: { label: 'Fast average', unit: 'bars', default: 20, min: 1, max: 500, integer: true },
    slow: { label: 'Slow average', unit: 'bars', default: 50, min: 2, max: 1000, integer: true },
  },
  warmup: ({ slow }) => slow + 1,
  check: ({ fast, slow }) => (fast < slow ? null : 'fast must be fewer bars than slow.'),
  create({ parameters, indicator }) {
    const fast = indicator('sma', { period: parameters.fast });
    const slow = indicator('sma', { period: parameters.slow });
    return {
      onBar(bars, desk) {
        const gap = fast.value() - slow.value();
        if (gap > 0 && desk.position === 0 && desk.outstanding('buy') === 0) {
          desk.enter();
          desk.signal(\`The fast average is above the slow one at \${bars.close()}\`);
        } else if (gap < 0 && desk.position > 0 && desk.outstanding('sell') === 0) {
          desk.exit();
          desk.signal(\`The fast average is below the slow one at \${bars.close()}\`);
        }
      },
    };
  },
} satisfies Strategy<'fast' | 'slow'>;
`;
}
