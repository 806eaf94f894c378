/** A strategy with its parameters, short: `sma-cross 20/50`. */
export function strategyWords({
  strategy,
  parameters,
}: {
  readonly strategy: string;
  readonly parameters: Readonly<Record<string, number>>;
}): string {
  const values = Object.values(parameters).map(String);
  return values.length === 0 ? strategy : `${strategy} ${values.join('/')}`;
}
