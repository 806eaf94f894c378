import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCandleStore } from '../../../src-main/market-services.ts';
import type { SeriesInfo } from '../../../src-main/ports/candle-store.ts';
import { rowsOf, walkBars } from '../../support/candle-kit.ts';
import { type CliCall, callCli } from './call-cli.ts';

export const folder = mkdtempSync(join(tmpdir(), 'data-commands-'));
/** Takes every file of the tests away. */
export function removeFiles(): void {
  rmSync(folder, { recursive: true, force: true });
}

let home = '';
let count = 0;

/** Begins with an empty home folder and gives its path. */
export function freshHome(): string {
  count += 1;
  mkdirSync(folder, { recursive: true });
  home = join(folder, `home-${count}`);
  return home;
}

export const HOUR = 3_600_000;
/** 2024-03-30T00:00:00Z, two days before Berlin's clocks go forward. */
export const START = Date.UTC(2024, 2, 30);
const BARS = walkBars({ bars: 48, from: START, timeframe: '1h' });
export const ROWS = rowsOf(BARS);

export function file(content: string | Uint8Array, name = 'bars.csv'): string {
  count += 1;
  const path = join(folder, `${count}-${name}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, content);
  return path;
}

export function csv(rows: readonly (readonly (string | number)[])[], header: string | null = 'ts,open,high,low,close,volume'): string {
  return `${[...(header === null ? [] : [header]), ...rows.map((row) => row.join(','))].join('\n')}\n`;
}

/** The answer of `data import --json`. */
export interface Report {
  readonly imported: boolean;
  readonly added: number;
  readonly unchanged: number;
  readonly replaced: number;
  readonly series: SeriesInfo;
  readonly error?: { readonly code: string; readonly message: string };
  readonly files: readonly {
    readonly bars: number;
    readonly time: { readonly means: string; readonly how: string; readonly written: readonly string[] } | null;
    readonly gaps: { readonly count: number; readonly missing: number; readonly first: readonly { readonly line: number }[] };
    readonly problems: readonly {
      readonly kind: string;
      readonly count: number;
      readonly lines: readonly number[];
      readonly repaired: string | null;
    }[];
    readonly notes: readonly string[];
    readonly refusal: string | null;
  }[];
}

export async function bring(path: string | readonly string[], ...options: string[]): Promise<CliCall & { readonly report: Report }> {
  const files = typeof path === 'string' ? [path] : path;
  const call = await callCli(['data', 'import', ...files, '--instrument', 'btc/usd.test', '--timeframe', '1h', '--json', ...options], {
    context: { home },
  });
  return { ...call, report: JSON.parse(call.lastLine) as Report };
}

export function stored(): number[][] {
  const store = openCandleStore(home);
  try {
    return store.list().length === 0 ? [] : rowsOf(store.read('BTC/USD.TEST:1h').columns);
  } finally {
    store.close();
  }
}

export function clock(time: number, zoneHours = 0): string {
  return new Date(time + zoneHours * HOUR).toISOString().slice(0, 19).replace('T', ' ');
}

/** Calls a data command on this test's home folder. */
export async function data(...argv: string[]): Promise<CliCall & { readonly json: Record<string, unknown> }> {
  const call = await callCli(['data', ...argv], { context: { home, cwd: folder } });
  return { ...call, json: argv.includes('--json') ? (JSON.parse(call.lastLine) as Record<string, unknown>) : {} };
}
