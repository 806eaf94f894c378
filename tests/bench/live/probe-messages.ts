/** How far below the best bid the order of a probe lies, ticks: it trades with nobody, and is told by its price from those of other probes. */
export const BELOW_TICKS = 1_000_000;

/** What the venue of the bench is told to do. */
export type VenueTask =
  | { readonly do: 'probe'; readonly of: 'session' | 'echo' | 'request'; readonly count: number; readonly everyMs: number }
  | { readonly do: 'walk'; readonly perSecond: number };

/** Times from an event written to a socket to what came of it, ms, and how many events nothing came of. */
export interface Probed {
  readonly ms: readonly number[];
  readonly missed: number;
}

/** Where the venue listens, and where the server beside it does that only sends back. */
export interface VenueDoors {
  readonly address: string;
  readonly bare: string;
}

/** What a session under load was like. */
export interface LoadSample {
  readonly atMs: number;
  /** After collecting garbage, bytes. */
  readonly heap: number;
  readonly rss: number;
}

/** What a session tells when its time is over. */
export interface LoadReport {
  readonly seconds: number;
  readonly instruments: number;
  /** Prices and trades that the feed told a second. */
  readonly eventsPerSecond: number;
  readonly loopP50Ms: number;
  readonly loopP99Ms: number;
  readonly loopMaxMs: number;
  /** Share of a core, 1 = a whole one. */
  readonly cpu: number;
  readonly samples: readonly LoadSample[];
  readonly orders: number;
  readonly agreed: boolean;
}
