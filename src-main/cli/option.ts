/** Ends the reading of a value with what is wrong with it. */
export type Refuse = (problem: string) => never;

/** One option of a command: its help line, its default and its errors all follow from this. */
export interface Option<Value> {
  /** Without the dashes. */
  readonly name: string;
  /** What stands for the value in the help, `FILE`; null for a switch. */
  readonly placeholder: string | null;
  /** One or two sentences. */
  readonly about: string;
  /** The default as the help shows it; null when the option is needed. */
  readonly shownDefault: string | null;
  /** May be given more than once. */
  readonly repeats: boolean;
  /** Reads the text of a value; refuses what it cannot be. */
  read(text: string, refuse: Refuse): Value;
}

/** A switch: given or not. */
export function switchOption(name: string, about: string): Option<true> {
  return { name, placeholder: null, about, shownDefault: 'off', repeats: false, read: () => true };
}

/** An option with a value; `shownDefault` null makes it needed. */
export function valueOption<Value>(
  option: Omit<Option<Value>, 'placeholder' | 'repeats'> & { readonly placeholder: string; readonly repeats?: true },
): Option<Value> {
  return { ...option, repeats: option.repeats ?? false };
}
