/** What a calibration found. */
export interface CalibrationOutcome {
  /** The figures, as the JSON object of the last line. */
  readonly report: Readonly<Record<string, unknown>>;
  /** What a person reads above it. */
  readonly lines: readonly string[];
  /** Whether every bound was held; false ends the program with 1. */
  readonly held: boolean;
}

/** One calibration: a measurement of what the program's own checks let through and stop. */
export interface Calibration {
  /** What is typed after `npm run calibrate --`. */
  readonly name: string;
  /** Reads its own options and measures; throws an `Error` with a plain sentence where an option is wrong. */
  run(args: readonly string[], say: (line: string) => void): Promise<CalibrationOutcome>;
}
