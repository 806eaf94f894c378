import { monitorEventLoopDelay } from 'node:perf_hooks';
import { rounded } from '../timing.ts';
import type { LoadReport, LoadSample } from './probe-messages.ts';

/** Before anything is measured: what is used for the first time is compiled and allocated then, ms. */
const WARM_MS = 10_000;
/** Looks at memory over the whole time. */
const LOOKS = 20;
const NS = 1e6;

/** Watches this process from within: how late its loop comes round, and what it holds. Needs `--expose-gc`. */
export class LoadWatch {
  private readonly spanMs: number;
  private readonly delay = monitorEventLoopDelay({ resolution: 1 });
  private readonly begun = performance.now();
  private readonly samples: LoadSample[] = [];
  private measuring = false;
  private from = 0;
  private cpuFrom = process.cpuUsage();
  private heardFrom = 0;
  private eventsPerSecond = 0;
  private cpu = 0;

  constructor(seconds: number) {
    this.spanMs = seconds * 1_000;
  }

  /** Once in each turn of the session; `heard` is what its feed has told so far. */
  turn(heard: number): 'end' | 'on' {
    const now = performance.now();
    if (!this.measuring) {
      if (now - this.begun >= WARM_MS) this.begin(now, heard);
      return 'on';
    }
    const past = now - this.from;
    if (past >= (this.samples.length * this.spanMs) / LOOKS) this.look(past);
    if (past < this.spanMs) return 'on';
    this.delay.disable();
    const { user, system } = process.cpuUsage(this.cpuFrom);
    this.cpu = rounded((user + system) / 1e3 / past, 3);
    this.eventsPerSecond = Math.round((heard - this.heardFrom) / (past / 1_000));
    return 'end';
  }

  report(): Omit<LoadReport, 'instruments' | 'orders' | 'agreed'> {
    const { delay, samples, eventsPerSecond, cpu } = this;
    const ms = (ns: number) => rounded(ns / NS, 2);
    return {
      ...{ seconds: this.spanMs / 1_000, eventsPerSecond, cpu, samples },
      ...{ loopP50Ms: ms(delay.percentile(50)), loopP99Ms: ms(delay.percentile(99)), loopMaxMs: ms(delay.max) },
    };
  }

  private begin(now: number, heard: number): void {
    this.measuring = true;
    this.from = now;
    this.heardFrom = heard;
    this.look(0);
    this.cpuFrom = process.cpuUsage();
    this.delay.enable();
  }

  /** Collecting garbage is our work, not the session's: the loop is not watched meanwhile. */
  private look(atMs: number): void {
    this.delay.disable();
    globalThis.gc?.();
    const { heapUsed, rss } = process.memoryUsage();
    this.samples.push({ atMs: Math.round(atMs), heap: heapUsed, rss });
    this.delay.enable();
  }
}
