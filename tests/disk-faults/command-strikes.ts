import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SqliteCandleStore } from '../../src-main/adapters/candles-sqlite/sqlite-candle-store.ts';
import { DepthServices } from '../../src-main/depth-services.ts';
import { type DiskCall, diskCalls, failingDisk, type Strike } from './failing-disk.ts';
import { type Findings, noFindings, unclearEnd } from './findings.ts';
import { lookAtLedger, sentOrders } from './look-at-ledger.ts';
import type { Outcome, Struck } from './struck.ts';

const PROGRAM = join(import.meta.dirname, '../../dist/main/cli.js');

/** What a command says when the disk fails: where it cannot even take its home, in other words. */
const HALT = /^(?:The disk is full: \S+ could not be written\. |\S+ could not be read or written: |\S+ cannot be written: )/u;

/** A command of the built program that writes. */
export interface StruckCommand {
  readonly name: string;
  /** Files that its disk fails on, as patterns below the home folder. */
  readonly files: readonly string[];
  readonly argv: readonly string[];
  /** Makes what it reads, in the folder that it runs in. */
  prepare(folder: string): void;
  /** What is in the home, as text; adds what is wrong with it. */
  look(home: string, findings: Findings): string;
}

const DAYS = 70;
const BARS = Array.from({ length: DAYS * 24 }, (_, i) => {
  const close = 100 + Math.round(2_000 * Math.sin(i / 7)) / 100;
  return `${1_704_067_200_000 + i * 3_600_000},${close},${close + 1},${close - 1},${close},1000.5`;
});

/** Frames of two days, as Binance sends them. */
function frames(): readonly string[] {
  const start = 1_723_247_999_000;
  const first = `${start}000000 {"lastUpdateId":9,"bids":[["100","2"]],"asks":[["100.5","2"]]}`;
  return [
    first,
    ...Array.from({ length: 3_000 }, (_, i) => {
      const [bids, asks] = [`["${99 - (i % 20) * 0.5}","${1 + (i % 7)}"]`, `["${101 + (i % 20) * 0.5}","${1 + (i % 5)}"]`];
      return `${start + 1 + i}000000 {"e":"depthUpdate","E":1,"s":"BTCUSDT","U":${10 + i},"u":${10 + i},"b":[${bids}],"a":[${asks}]}`;
    }),
  ];
}

/** The commands that write: a session, an import of candles, an import and a recording of an order book. */
export const COMMANDS: readonly StruckCommand[] = [
  {
    name: 'paper',
    files: ['ledger.db*', 'sessions/*', 'sim-venue/*', 'home.*'],
    argv: ['paper', '--for', '300ms', '--speed', '400', '--seed', '7', '--json'],
    prepare: () => undefined,
    look: (home, findings) => {
      lookAtLedger(join(home, 'ledger.db'), sentOrders(join(home, 'sim-venue')), findings);
      // Each session trades in an account of its own: there is no one state to come to.
      return '';
    },
  },
  {
    name: 'data import',
    files: ['market.db*'],
    argv: ['data', 'import', 'bars.csv', '--instrument', 'BTC/USDT.TEST', '--timeframe', '1h', '--json'],
    prepare: (folder) => {
      writeFileSync(join(folder, 'bars.csv'), `ts,open,high,low,close,volume\n${BARS.join('\n')}\n`);
    },
    look: (home, findings) => {
      const store = SqliteCandleStore.open(join(home, 'market.db'));
      findings.corrupt.push(...store.verify().map(({ problem }) => problem));
      const held = store.list().map(({ id }) => `${id} ${store.read(id).hash}`);
      store.close();
      return held.join('\n');
    },
  },
  {
    name: 'depth import',
    files: ['depth/*.depth', 'depth/home.*'],
    argv: ['depth', 'import', 'raw.txt', '--instrument', 'BTC/USDT', '--tick', '0.5', '--lot', '1', '--json'],
    prepare: (folder) => {
      writeFileSync(join(folder, 'raw.txt'), frames().join('\n'));
    },
    look: lookAtDepth,
  },
];

function lookAtDepth(home: string, findings: Findings): string {
  const checks = new DepthServices().verify(home, null);
  for (const { damage, gaps } of checks) if (damage !== null || gaps > 0) findings.corrupt.push(damage ?? 'a gap in the book');
  return checks.map(({ id, messages, tornBytes }) => `${id} ${String(messages)} ${String(tornBytes)}`).join('\n');
}

/** A command that is struck once, and then called again on a sound disk. */
export class CommandStrikes implements Struck {
  private readonly command: StruckCommand;
  private readonly folder: string;
  /** What is in the home of the undisturbed command. */
  private ground: string | null = null;

  constructor(command: StruckCommand, folder: string) {
    this.command = command;
    this.folder = join(folder, command.name.replace(' ', '-'));
    mkdirSync(this.folder, { recursive: true });
    command.prepare(this.folder);
  }

  async undisturbed(): Promise<readonly DiskCall[]> {
    const home = join(this.folder, 'undisturbed');
    const { exitCode, errors } = await this.call(home, null);
    if (exitCode !== 0) throw new Error(`${this.command.name} broke down undisturbed: ${errors}`);
    this.ground = this.command.look(home, noFindings());
    return diskCalls(`${home}.trace`);
  }

  async strike(name: string, strike: Strike): Promise<Outcome> {
    const home = join(this.folder, name);
    const findings = noFindings();
    const struck = await this.call(home, strike);
    if (!diskCalls(`${home}.trace`).some((call) => call.struck)) findings.unclear.push('the disk did not fail');
    const halted = struck.exitCode !== 0;
    const unclear = halted ? unclearEnd(struck, HALT) : null;
    if (unclear !== null) findings.unclear.push(unclear);
    const left = this.command.look(home, findings);
    if (halted || this.command.name === 'paper') {
      const again = await this.call(home, null);
      if (again.exitCode !== 0) findings.diverged.push(`called again it broke down: ${again.errors}`);
    }
    const content = halted ? this.command.look(home, findings) : left;
    if (content !== this.ground) findings.lost.push(`it holds ${content}; undisturbed it is ${String(this.ground)}`);
    rmSync(home, { recursive: true });
    return { findings, halted };
  }

  private async call(home: string, strike: Strike | null): Promise<{ readonly exitCode: number | null; readonly errors: string }> {
    mkdirSync(home, { recursive: true });
    const files = this.command.files.map((pattern) => join(home, pattern));
    const child = spawn(process.execPath, [PROGRAM, ...this.command.argv], {
      cwd: this.folder,
      env: { PATH: process.env['PATH'], CRYPTOORCH_HOME: home, ...failingDisk({ files, trace: `${home}.trace`, strike }) },
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: 60_000,
    });
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk.toString();
    });
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    // How far a session has come is told while it runs.
    return { exitCode, errors: errors.replaceAll(/^paper session: .*\n/gmu, '') };
  }
}
