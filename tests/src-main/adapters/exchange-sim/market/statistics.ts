/** Textbook statistics for tests, written out plainly. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function variance(values: readonly number[]): number {
  const center = mean(values);
  return values.reduce((sum, value) => sum + (value - center) ** 2, 0) / (values.length - 1);
}

export function kurtosis(values: readonly number[]): number {
  const center = mean(values);
  return mean(values.map((value) => (value - center) ** 4)) / mean(values.map((value) => (value - center) ** 2)) ** 2;
}

export function correlation(a: readonly number[], b: readonly number[]): number {
  const [centerA, centerB] = [mean(a), mean(b)];
  const covariance = a.reduce((sum, value, i) => sum + (value - centerA) * ((b[i] ?? 0) - centerB), 0) / (a.length - 1);
  return covariance / Math.sqrt(variance(a) * variance(b));
}

export function autocorrelation(values: readonly number[], lag: number): number {
  return correlation(values.slice(lag), values.slice(0, values.length - lag));
}

export function tStatistic(values: readonly number[]): number {
  return mean(values) / Math.sqrt(variance(values) / values.length);
}

export function logReturns(closes: Float64Array): number[] {
  return Array.from({ length: closes.length - 1 }, (_, i) => Math.log((closes[i + 1] ?? 0) / (closes[i] ?? 0)));
}
