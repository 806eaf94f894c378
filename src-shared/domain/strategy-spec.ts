/** One parameter of a strategy: it draws its own form field and checks its own value. Values are numbers. */
export interface StrategyParameter {
  readonly name: string;
  /** Field label, `Fast average`. */
  readonly label: string;
  readonly unit: string;
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
}

/** What a strategy says of itself. */
export interface StrategySpec {
  /** `sma-cross` */
  readonly id: string;
  /** `trend` */
  readonly family: string;
  /** One honest sentence. */
  readonly description: string;
  readonly parameters: readonly StrategyParameter[];
  /** Its rule can be played on the short side too, mirrored, where the instrument can be held short. */
  readonly shorts?: true;
  /** It trades nothing but perpetuals. */
  readonly perpetualOnly?: true;
  /** It trades two instruments against each other, one of them always short; so both are perpetuals. */
  readonly pair?: true;
}

/** The sides that a strategy may hold: long as ever, short in place of it, or each in its turn. */
export type Ways = 'long' | 'short' | 'both';

/** How much an entry trades: all free quote money, a fixed base size, a fixed quote amount, or a fraction of equity. Amounts as decimal text. */
export type SizeRule =
  | { readonly kind: 'all' }
  | { readonly kind: 'base'; readonly amount: string }
  | { readonly kind: 'quote'; readonly amount: string }
  | { readonly kind: 'equity-fraction'; readonly fraction: number };

/** Parameter values by name. */
export type StrategyParameters = Readonly<Record<string, number>>;
