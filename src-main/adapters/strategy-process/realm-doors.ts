/** What the strategy's realm may ask of the process around it: single values alone cross, never an object of this side. */
export interface RealmDoors {
  /** Values of a bar, by name of its column; NaN where there is none so far back. */
  readonly bar: (column: string, back: number) => number;
  readonly bars: () => number;
  /** Makes an indicator of the catalogue: the names of its outputs joined by commas, after its number and a colon; or a sentence that begins with `!`. */
  readonly makeIndicator: (id: string, parameters: string) => string;
  /** The value of an indicator's output at the newest bar, or at the one before it. */
  readonly indicator: (handle: number, output: number, before: boolean) => number;
  /** The next number of the strategy's own seeded stream. */
  readonly random: () => number;
  /** Market time, ms UTC. */
  readonly now: () => number;
}

/** What the process calls in the realm. Texts are JSON; an answer that is empty means that nothing is asked for. */
export interface Realm {
  /** Takes what the strategy's file exports; its description as JSON, or a failure. */
  load(namespace: object): string;
  measure(parameters: string): string;
  create(instance: number, parameters: string, instrument: string): string;
  /** Lets go of every instance. */
  forget(): void;
  /** Says which account the next calls see. */
  view(text: string): void;
  decide(instance: number): string;
  fill(instance: number, text: string): string;
}
