import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MarketFiles } from '../../../../src-main/adapters/market-files/market-files.ts';
import type { VenueMarkets } from '../../../../src-shared/domain/venue-markets.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'market-files-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function listed(venue: string, fetchedAt: number): VenueMarkets {
  const market = { symbol: 'BTC/USDT', base: 'BTC', quote: 'USDT', tick: '0.01', lot: '0.00001', minNotional: '5' };
  return { venue, name: venue, fetchedAt, leftOut: 3, markets: [{ ...market, last: 104_000.5, open24h: null, quoteVolume24h: 0 }] };
}

describe('the markets of venues on disk', () => {
  it('are those that were kept last, by venue', () => {
    const files = new MarketFiles(join(folder, 'markets'));
    expect(files.all()).toEqual([]);
    files.keep(listed('KRAKEN', 1));
    files.keep(listed('BINANCE', 2));
    files.keep(listed('KRAKEN', 3));
    expect(new MarketFiles(join(folder, 'markets')).all()).toEqual([listed('BINANCE', 2), listed('KRAKEN', 3)]);
    expect(readdirSync(join(folder, 'markets'))).toEqual(['BINANCE.json', 'KRAKEN.json']);
  });

  it.each([
    ['half a file', '{"version":1,"venue":"KRA'],
    ['a price that is none', JSON.stringify({ version: 1, ...listed('KRAKEN', 1) }).replace('104000.5', '"dear"')],
    ['another venue', JSON.stringify({ version: 1, ...listed('BINANCE', 1) })],
    ['a later version', JSON.stringify({ version: 2, ...listed('KRAKEN', 1) })],
  ])('%s is put aside and nothing of it is shown; the others stay', (_, text) => {
    const files = new MarketFiles(folder);
    files.keep(listed('OKX', 5));
    writeFileSync(join(folder, 'KRAKEN.json'), text);
    expect(files.all()).toEqual([listed('OKX', 5)]);
    expect(readdirSync(folder).sort()).toEqual(['KRAKEN.json.broken', 'OKX.json']);
  });

  it('say so when the disk does not take or give them', () => {
    writeFileSync(join(folder, 'file'), '');
    const files = new MarketFiles(join(folder, 'file'));
    expect(() => files.all()).toThrow(expect.objectContaining({ code: 'disk.failed' }));
    expect(() => {
      files.keep(listed('OKX', 5));
    }).toThrow(expect.objectContaining({ code: 'disk.failed' }));
  });
});
