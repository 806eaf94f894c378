import { once } from 'node:events';
import { startChild } from './event-to-order.ts';
import type { LoadReport, LoadSample, VenueDoors, VenueTask } from './live/probe-messages.ts';

/** A live session that hears many markets. */
export interface LiveLoadBench extends Omit<LoadReport, 'samples'> {
  /** By how much memory grew over the whole time, as a straight line through all looks at it says, bytes. */
  readonly heapGrowth: number;
  readonly rssGrowth: number;
  /** Of the first and the last look, bytes. */
  readonly heap: readonly [first: number, last: number];
  readonly rss: readonly [first: number, last: number];
}

const INSTRUMENTS = 50;
/** The venue's markets; one of the first eight is traded in another money. */
const SYMBOLS = INSTRUMENTS + 1;
/** What each market tells a second, prices and trades together. */
const PER_SECOND = 20;

/** Rise of the straight line that lies nearest to the looks, over their whole time. */
function growth(samples: readonly LoadSample[], of: 'heap' | 'rss'): number {
  const mean = (read: (sample: LoadSample) => number) => samples.reduce((sum, each) => sum + read(each), 0) / samples.length;
  const [time, value] = [mean(({ atMs }) => atMs), mean((each) => each[of])];
  const slope = mean((each) => (each.atMs - time) * (each[of] - value)) / mean((each) => (each.atMs - time) ** 2);
  return Math.round(slope * (samples.at(-1)?.atMs ?? 0));
}

/** Lets a live session with strategies hear fifty markets, each of which tells at least twenty things a second. */
export async function benchLiveLoad(seconds: number, execArgv: readonly string[] = []): Promise<LiveLoadBench> {
  const { child: venue, word: doors } = await startChild<VenueDoors>('venue-child.ts', [String(SYMBOLS)]);
  try {
    // The one that nobody listens to says nothing, but takes its turn.
    venue.send({ do: 'walk', perSecond: INSTRUMENTS * PER_SECOND } satisfies VenueTask);
    const { child, word } = await startChild<LoadReport>(
      'session-child.ts',
      ['load', doors.address, String(INSTRUMENTS), String(seconds)],
      ['--expose-gc', ...execArgv],
    );
    if (child.exitCode === null) await once(child, 'exit');
    const { samples, ...report } = word;
    const ends = (of: 'heap' | 'rss') => [samples[0]?.[of] ?? Number.NaN, samples.at(-1)?.[of] ?? Number.NaN] as const;
    return {
      ...report,
      ...{ heapGrowth: growth(samples, 'heap'), rssGrowth: growth(samples, 'rss'), heap: ends('heap'), rss: ends('rss') },
    };
  } finally {
    if (venue.connected) venue.disconnect();
  }
}
