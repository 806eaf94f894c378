import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { VenueMarkets } from '../../../src-shared/domain/venue-markets.ts';
import { diskFault } from '../../../src-shared/kernel/disk-fault.ts';
import type { MarketCatalogue } from '../../ports/market-lists.ts';

const FIGURE = z.nullable(z.number().check(z.positive()));
const FILE = z.object({
  version: z.literal(1),
  venue: z.string(),
  name: z.string(),
  fetchedAt: z.int(),
  leftOut: z.int(),
  markets: z.array(
    z.object({
      symbol: z.string(),
      base: z.string(),
      quote: z.string(),
      tick: z.string(),
      lot: z.string(),
      minNotional: z.nullable(z.string()),
      last: FIGURE,
      open24h: FIGURE,
      quoteVolume24h: z.nullable(z.number().check(z.nonnegative())),
    }),
  ),
});

/** The markets of venues, a file of JSON each, which is replaced as a whole: it is always the old one or the new one. */
export class MarketFiles implements MarketCatalogue {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  all(): readonly VenueMarkets[] {
    return this.names().flatMap((name) => this.read(name) ?? []);
  }

  keep(markets: VenueMarkets): void {
    const file = join(this.folder, `${markets.venue}.json`);
    // Another process of ours may fetch the same venue.
    const partial = `${file}.${String(process.pid)}.partial`;
    try {
      mkdirSync(this.folder, { recursive: true, mode: 0o700 });
      const handle = openSync(partial, 'w', 0o600);
      try {
        writeFileSync(handle, `${JSON.stringify({ version: 1, ...markets })}\n`);
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
      renameSync(partial, file);
    } catch (thrown) {
      throw diskFault(thrown, file);
    }
  }

  private names(): readonly string[] {
    try {
      return readdirSync(this.folder)
        .filter((name) => name.endsWith('.json'))
        .sort();
    } catch (thrown) {
      if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return [];
      throw diskFault(thrown, this.folder);
    }
  }

  /** The markets in a file; null where it does not hold any: it is put aside, and can be fetched again. */
  private read(name: string): VenueMarkets | null {
    const file = join(this.folder, name);
    try {
      const found = FILE.safeParse(parsed(readFileSync(file, 'utf8')));
      if (found.success && `${found.data.venue}.json` === name) {
        const { version: _, ...markets } = found.data;
        return markets;
      }
      renameSync(file, `${file}.broken`);
      return null;
    } catch (thrown) {
      throw diskFault(thrown, file);
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Half a file, or another program's: not ours to read.
    return null;
  }
}
