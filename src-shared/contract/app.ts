import { type } from '@orpc/contract';
import * as z from 'zod/mini';
import type { TradingState } from '../domain/limits.ts';
import { call } from './base.ts';
import type { FillRow, OrderRow, RefusalRow } from './rows.ts';

/** Why nobody could follow the desk: no window was there, the program did not run, the machine slept, or the venue was not heard. */
export type AwayReason = 'window' | 'program' | 'sleep' | 'feed';

/** A length of wall time in which something did not go on, ms UTC. */
export interface AwayGap {
  readonly what: AwayReason;
  readonly from: number;
  readonly to: number;
}

/** A change of the trading state, or a block of new entries by a protection, at a market time. */
export interface AwayTrip {
  readonly time: number;
  readonly state: TradingState;
  /** A code of the window's catalogue; '' for a protection. */
  readonly reason: string;
  /** What a breaker saw, or what a protection blocks, a sentence; '' for every other reason. */
  readonly sentence: string;
}

/** What happened while nobody could follow the desk: wall times, rows of the ledger newest first, money as decimal text. */
export interface AwayNote {
  /** Not told in a window yet. */
  readonly isNew: boolean;
  readonly why: AwayReason;
  readonly from: number;
  readonly to: number;
  /** What did not go on in between, oldest first. */
  readonly gaps: readonly AwayGap[];
  /** Whether the program was ended without being asked. */
  readonly crashed: boolean;
  /** Strategies that ran when it began. */
  readonly running: readonly string[];
  readonly fills: number;
  readonly realised: string;
  readonly refusals: number;
  /** Orders that ended without being filled. */
  readonly ended: number;
  readonly fillRows: readonly FillRow[];
  readonly refusalRows: readonly RefusalRow[];
  readonly endedRows: readonly OrderRow[];
  /** How often alerts spoke, and what they said, a sentence each, market time. */
  readonly alerts: number;
  readonly alertRows: readonly { readonly time: number; readonly sentence: string }[];
  readonly trips: readonly AwayTrip[];
  /** Orders that were in doubt when it began, as they are now. */
  readonly doubts: readonly OrderRow[];
  /** Equity when it began and at its end; null where it is not known. */
  readonly equityThen: string | null;
  readonly equityNow: string | null;
  readonly quote: string;
}

/** What the window needs to know once. */
export interface AppInfo {
  readonly version: string;
  readonly host: 'electron' | 'chromium' | 'headless';
  readonly sandbox: string;
  readonly home: string;
  /** Whether the host can show the home folder to a person. */
  readonly opensFolders: boolean;
  /** Everybody that the program has asked for anything since its start. */
  readonly hostsContacted: readonly string[];
  readonly firstStart: boolean;
  /** What the last run left behind, or null after an orderly end: when it ended and what was checked on this start. */
  readonly crashNote: { readonly endedAt: number; readonly fills: number; readonly missing: number; readonly balanced: boolean } | null;
  /** What happened when nobody could follow the desk last, until it is told anew; null where there is nothing to tell. */
  readonly away: AwayNote | null;
  /** Whether the window was closed while strategies run, and the question what is to become of them waits for its answer. */
  readonly leaving: boolean;
  readonly licences: readonly { readonly name: string; readonly licence: string }[];
}

/** What processes have used: processor time since their start, ms, and resident memory, bytes; null where the system does not tell. */
export interface ProcessFigures {
  readonly cpuMs: number;
  readonly memory: number | null;
}

/** What the program uses, at a monotonic time in ms: main with its threads, and everything that draws the window (null without one, or where the host does not tell). */
export interface AppFigures {
  readonly at: number;
  readonly main: ProcessFigures;
  readonly window: ProcessFigures | null;
}

/** What a person wants when the window is closed while strategies run: stay, let them go on without a window, or stop them and end. */
export const leaveChoice = z.enum(['stay', 'keep', 'stop']);

/** What a person wants when the window is closed while strategies run. */
export type LeaveChoice = z.infer<typeof leaveChoice>;

const locked = call.$meta({ openWhileLocked: true });

/** The program itself, and what the window keeps (settings and layouts are JSON text of the window's making). */
export const appContract = {
  /** While the window is locked without `away`, which holds money. */
  info: locked.input(z.object({})).output(type<AppInfo>()),
  /** What the program uses now; a share of a core is the difference of two. */
  figures: call.$meta({ privilege: 'open', ratePerSecond: 2 }).input(z.object({})).output(type<AppFigures>()),
  /** Shows the home folder in the system's own file manager. */
  openHome: call.$meta({ privilege: 'unlocked', ratePerSecond: 1 }).input(z.object({})).output(type<{ readonly opened: boolean }>()),
  /** Answers what a window was asked when it was to be closed; not taken where nobody asked. */
  leave: call
    .$meta({ privilege: 'unlocked', ratePerSecond: 5, openWhileLocked: true })
    .input(z.object({ choice: leaveChoice }))
    .output(type<{ readonly taken: boolean }>()),
  loadSetting: locked
    .input(z.object({ key: z.string().check(z.regex(/^[a-z][a-z0-9.-]{0,60}$/u)) }))
    .output(type<{ readonly value: string | null }>()),
  saveSetting: locked
    .input(
      z.object({ key: z.string().check(z.regex(/^[a-z][a-z0-9.-]{0,60}$/u)), value: z.nullable(z.string().check(z.maxLength(262_144))) }),
    )
    .output(type<{ readonly saved: boolean }>()),
  /** A fault of the window itself, for the log: name and message only. */
  reportFault: call
    .$meta({ privilege: 'open', ratePerSecond: 2, openWhileLocked: true })
    .input(z.object({ area: z.string().check(z.maxLength(60)), message: z.string().check(z.maxLength(500)) }))
    .output(type<{ readonly correlationId: string }>()),
};
