import { Worker } from 'node:worker_threads';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { BarRows, StrategyProcess, StrategyRequest } from '../../ports/strategy-process.ts';
import { decodeFrame, encodeFrame } from './frames.ts';
import {
  ANSWERED,
  CONTROL_BYTES,
  ENDED,
  LARGEST_ANSWER,
  LENGTH,
  STATE,
  toldLater,
  WAITING,
  waitUntilTold,
  type LinkStart,
  type ProcessEnd,
} from './link-signals.ts';

/** Wall time after which a process that was ended by force is taken as gone, ms. */
const END_MS = 5_000;

/** How a strategy's process is started and bounded. */
export interface StrategyProcessOptions {
  /** Name of the strategy in what is said about it. */
  readonly name: string;
  /** The link's own thread, and the program of the process. */
  readonly linkFile: URL;
  readonly childFile: string;
  /** Files and folders that the process may read: its own program. */
  readonly readable: readonly string[];
  /** Wall time within which every call is answered, ms; the first one starts the process too. */
  readonly deadlineMs: number;
  readonly startMs: number;
  /** Memory that the strategy may use, MB. */
  readonly memoryMb: number;
}

/** A strategy in a process of its own. `call` and `close` wait: they are for command lines and workers, never for the trading thread. */
export class StrategyProcessLink implements StrategyProcess {
  private readonly options: StrategyProcessOptions;
  private readonly control = new Int32Array(new SharedArrayBuffer(CONTROL_BYTES));
  private readonly data = new SharedArrayBuffer(LARGEST_ANSWER);
  private readonly worker: Worker;
  private started = false;
  private ended: Fault | null = null;

  constructor(options: StrategyProcessOptions) {
    this.options = options;
    const workerData: LinkStart = {
      control: this.control.buffer,
      data: this.data,
      program: process.execPath,
      arguments: processArguments(options),
      environment: process.versions['electron'] === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' },
    };
    this.worker = new Worker(options.linkFile, { workerData });
    this.worker.unref();
  }

  call(request: StrategyRequest, bars?: BarRows): unknown {
    if (!this.started) this.exchange({ kind: 'ready' }, undefined, this.options.startMs);
    this.started = true;
    return this.exchange(request, bars, this.options.deadlineMs);
  }

  async callLater(request: StrategyRequest, bars?: BarRows): Promise<unknown> {
    const { deadlineMs, startMs } = this.options;
    if (!this.started) await this.exchangeLater({ kind: 'ready' }, undefined, startMs);
    this.started = true;
    return this.exchangeLater(request, bars, deadlineMs);
  }

  private async exchangeLater(request: StrategyRequest, bars: BarRows | undefined, patience: number): Promise<unknown> {
    this.send(request, bars);
    const told = toldLater(this.control, patience);
    // Nothing else may keep the program running until the answer is there.
    this.worker.ref();
    const inTime = await told;
    this.worker.unref();
    return this.answer(inTime, { request, bars, patience });
  }

  private exchange(request: StrategyRequest, bars: BarRows | undefined, patience: number): unknown {
    this.send(request, bars);
    try {
      return this.answer(waitUntilTold(this.control, patience), { request, bars, patience });
    } catch (thrown) {
      this.close();
      throw thrown;
    }
  }

  private send(request: StrategyRequest, bars: BarRows | undefined): void {
    if (this.ended !== null) throw this.ended;
    const frame = encodeFrame(request, bars);
    Atomics.store(this.control, STATE, WAITING);
    this.worker.postMessage(frame, [frame.buffer]);
  }

  private answer(
    inTime: boolean,
    { request, bars, patience }: { readonly request: StrategyRequest; readonly bars: BarRows | undefined; readonly patience: number },
  ): unknown {
    const { control } = this;
    if (!inTime) {
      this.end();
      throw this.stop(`it did not answer within ${String(patience)} ms${where(request, bars)}; it loops, or works too long.`);
    }
    const bytes = new Uint8Array(this.data).slice(0, Atomics.load(control, LENGTH));
    if (Atomics.load(control, STATE) === ENDED) throw this.stop(this.endProblem(bytes) + where(request, bars));
    try {
      return decodeFrame(bytes).json;
    } catch (thrown) {
      this.end();
      throw this.stop('it wrote what is no answer.', thrown);
    }
  }

  end(): void {
    if (this.ended !== null) return;
    this.ended = this.stop('it was ended.');
    this.worker.postMessage(null);
  }

  close(): void {
    this.end();
    const { control } = this;
    while (Atomics.load(control, STATE) !== ENDED) {
      if (!waitUntilTold(control, END_MS)) return;
      // An answer may still come in between; the end follows it.
      Atomics.compareExchange(control, STATE, ANSWERED, WAITING);
    }
  }

  private stop(problem: string, cause?: unknown): Fault {
    const fault = new Fault('strategy.failed', { strategy: this.options.name, problem }, { cause });
    this.ended = fault;
    return fault;
  }

  private endProblem(bytes: Uint8Array): string {
    const { code, signal, said } = JSON.parse(new TextDecoder().decode(bytes)) as ProcessEnd;
    if (/heap out of memory|Allocation failed/iu.test(said))
      return `it used more than the ${String(this.options.memoryMb)} MB of memory that a strategy may use`;
    if (said === 'it wrote what is no answer') return said;
    const how = signal === null ? `code ${String(code)}` : signal;
    const last = said.trim().split('\n').at(-1) ?? '';
    return `its process ended with ${how}${last === '' ? '' : ` (${last})`}`;
  }
}

function where(request: StrategyRequest, bars?: BarRows): string {
  if (request.kind !== 'bars' || bars === undefined) return request.kind === 'load' ? ' while it was loaded' : '';
  return ` at the bar of ${new Date(bars.columns.time[bars.from]!).toISOString()} or soon after it`;
}

function processArguments({ readable, memoryMb, childFile }: StrategyProcessOptions): readonly string[] {
  return [
    '--permission',
    // For the one that watches the program; it takes the means to start another away before a strategy is loaded.
    '--allow-worker',
    ...readable.map((path) => `--allow-fs-read=${path}`),
    `--max-old-space-size=${String(memoryMb)}`,
    '--disallow-code-generation-from-strings',
    '--disable-proto=throw',
    '--experimental-vm-modules',
    // What a promise of the strategy's ends with is awaited by nobody.
    '--unhandled-rejections=none',
    '--no-warnings',
    childFile,
  ];
}
