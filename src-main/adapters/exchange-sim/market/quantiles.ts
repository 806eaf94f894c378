/** Entries of each table: 12 bits of a hash choose one. */
export const QUANTILES = 4096;

/** The standard normal quantile function (P. J. Acklam's rational approximation, relative error 1.15e-9). */
function normalQuantile(p: number): number {
  if (p > 0.5) return -normalQuantile(1 - p);
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(p));
    const top =
      ((((-7.784894002430293e-3 * q - 0.3223964580411365) * q - 2.400758277161838) * q - 2.549732539343734) * q + 4.374664141464968) * q +
      2.938163982698783;
    return top / ((((7.784695709041462e-3 * q + 0.3224671290700398) * q + 2.445134137142996) * q + 3.754408661907416) * q + 1);
  }
  const q = p - 0.5;
  const r = q * q;
  const top =
    ((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r + 138.357751867269) * r - 30.66479806614716) * r +
    2.506628277459239;
  return (
    (top * q) /
    (((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r + 66.80131188771972) * r - 13.28068155288572) * r + 1)
  );
}

function normals(): Float64Array {
  const table = Float64Array.from({ length: QUANTILES }, (_, i) => normalQuantile((i + 0.5) / QUANTILES));
  const variance = table.reduce((sum, value) => sum + value * value, 0) / QUANTILES;
  return table.map((value) => value / Math.sqrt(variance));
}

function scaledToMeanOne(table: Float64Array): Float64Array {
  const mean = table.reduce((sum, value) => sum + value, 0) / table.length;
  return table.map((value) => value / mean);
}

/** Standard normal quantiles in rising order: symmetric, so the mean is 0, and scaled to variance 1. */
export const NORMAL: Float64Array = normals();

/** Log-normal quantiles of mean 1 with log standard deviation 1.3: sizes of prints, many small and a few large. */
export const PRINT_SIZE: Float64Array = scaledToMeanOne(NORMAL.map((z) => Math.exp(1.3 * z)));

/** Log-normal quantiles of mean 1 with log standard deviation 0.8: sizes of book levels. */
export const LEVEL_SIZE: Float64Array = scaledToMeanOne(NORMAL.map((z) => Math.exp(0.8 * z)));

/** Exponential quantiles of mean about 1: gaps between prints. */
export const GAP: Float64Array = Float64Array.from({ length: QUANTILES }, (_, i) => -Math.log(1 - (i + 0.5) / QUANTILES));
