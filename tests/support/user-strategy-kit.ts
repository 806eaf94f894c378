import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { simulatedInstruments } from '../../src-main/command-services.ts';
import { backtest } from '../../src-main/run-backtest.ts';
import type { BacktestOutcome } from '../../src-main/sessions/backtest-types.ts';
import { USER_STRATEGIES } from '../../src-main/user-strategies.ts';
import { candleColumns } from '../../src-shared/domain/candle.ts';
import { IDEAL } from '../../src-shared/domain/costs.ts';
import { NO_LIMITS } from '../../src-shared/domain/limits.ts';
import type { StrategyParameters } from '../../src-shared/domain/strategy-spec.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';

/** A folder of strategies that is gone after the tests. */
export class StrategyFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'strategies-'));

  /** Writes a file and gives its path. */
  write(name: string, text: string): string {
    const file = join(this.path, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** A strategy whose onBar is the given text, which begins in line 4. */
export function scriptOf(onBar: string, rest = ''): string {
  return `export default { id: 'mine', description: 'For a test.', create({ parameters, indicator, instrument }) {
  ${rest}
  return { onBar(bars, desk) {
${onBar}
  } }; } };\n`;
}

/** Minutes that swing by a fifth around 100,000. */
export function swingingBars(length: number) {
  const bars = candleColumns(length);
  for (let i = 0; i < length; i += 1) {
    const close = Math.round(10_000_000 + 2_000_000 * Math.sin(i / 9) + 300_000 * Math.sin(i * 1.7)) / 100;
    bars.time[i] = 1_700_000_040_000 + i * 60_000;
    bars.open[i] = bars.close[i] = close;
    bars.high[i] = close + 50;
    bars.low[i] = close - 50;
    bars.volume[i] = 1_000;
  }
  return bars;
}

/** Runs a strategy file over swinging bars, in a process of its own that is ended afterwards. */
export function runFile(file: string, options: { readonly bars?: number; readonly parameters?: StrategyParameters } = {}): BacktestOutcome {
  const own = USER_STRATEGIES.open(file, 7);
  try {
    const strategy = own.definition.spec.id;
    return runOver(strategy, { own: own.definition, ...options });
  } finally {
    own.close();
  }
}

/** Runs a strategy by its id over swinging bars. */
export function runOver(
  strategy: string,
  options: { readonly own?: Parameters<typeof backtest>[1]; readonly bars?: number; readonly parameters?: StrategyParameters },
): BacktestOutcome {
  const { own, bars = 200, parameters = {} } = options;
  return backtest(
    {
      instruments: [simulatedInstruments()[0]!],
      series: [{ instrument: 0, timeframe: '1m', candles: swingingBars(bars) }],
      placements: [
        { instance: 'run-1', strategy, instrument: 0, timeframe: '1m', parameters, size: { kind: 'equity-fraction', fraction: 0.5 } },
      ],
      cash: Decimal.of(1_000_000n),
      costs: IDEAL,
      limits: NO_LIMITS,
      seed: 7,
    },
    own,
  );
}
