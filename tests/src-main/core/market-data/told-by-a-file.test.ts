import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rolesOfHeader, rolesOfRow, unplayedRoles } from '../../../../src-main/core/market-data/column-roles.ts';
import { detectTimeframe } from '../../../../src-main/core/market-data/detect-timeframe.ts';
import { TRADE_ROLES, barRoles } from '../../../../src-main/core/market-data/layout.ts';
import { namedInFile } from '../../../../src-main/core/market-data/named-in-file.ts';
import { TIMEFRAMES, type Timeframe } from '../../../../src-shared/domain/candle.ts';

describe('the spacing of rows', () => {
  test('tells the timeframe whichever way they go and however few of them are missing', () => {
    const names = fc.constantFrom(...(Object.keys(TIMEFRAMES) as Timeframe[]));
    fc.assert(
      fc.property(names, fc.boolean(), fc.uniqueArray(fc.integer({ min: 0, max: 99 }), { maxLength: 20 }), (name, falling, missing) => {
        const rows = [...Array(100).keys()]
          .filter((row) => !missing.includes(row))
          .map((row) => 1_700_000_000_000 + row * TIMEFRAMES[name]);
        expect(detectTimeframe(Float64Array.from(falling ? rows.reverse() : rows))).toBe(name);
      }),
    );
  });

  test('tells nothing where no step is usual', () => {
    expect(detectTimeframe(Float64Array.from([0, 60_000, 120_000, 130_000, 150_000, 180_000]))).toBeNull();
    expect(detectTimeframe(Float64Array.from([0, 7_000, 14_000]))).toBeNull();
    expect(detectTimeframe(Float64Array.from([5, 5, Number.NaN, 5]))).toBeNull();
    expect(detectTimeframe(new Float64Array(0))).toBeNull();
  });
});

test.each([
  ['BTCUSDT-1m-2024-01.csv', 'BTC/USDT', null],
  ['Binance_ETHUSDT_d.csv.gz', 'ETH/USDT', 'BINANCE'],
  ['kraken eth-eur 1h.parquet', 'ETH/EUR', 'KRAKEN'],
  ['nautilus-BTC-PERP-1m.csv.gz', null, null],
  ['sol_btc.csv', 'SOL/BTC', null],
  ['candles.csv', null, null],
  ['okx.csv', null, 'OKX'],
  ['HYPE_USDC_hyperliquid_1m.csv', 'HYPE/USDC', 'HYPERLIQUID'],
])('the name %s', (name, symbol, venue) => {
  expect(namedInFile(name)).toEqual({ symbol, venue });
});

describe('the columns of a file', () => {
  test('by its header, as far as it names them', () => {
    const header = ['Open time', 'Open', 'High', 'Low', 'Last', 'Volume USDT', 'Volume BTC', 'Trades'];
    const { columns, guessed } = rolesOfHeader(header, barRoles('BTC'), 'f');
    expect(columns).toEqual(['time', 'open', 'high', 'low', '-', '-', 'volume', '-']);
    expect(guessed).toBe(false);
    expect(unplayedRoles(columns, barRoles('BTC'))).toEqual(['close']);
    expect(unplayedRoles(['time', 'price', 'price', 'size'], TRADE_ROLES)).toEqual(['price']);
  });

  test('by the order that is usual, where there is no header', () => {
    const roles = barRoles('');
    expect(rolesOfRow(['2025-01-01', '1', '2', '1', '2', '9'], roles).columns).toEqual(['time', 'open', 'high', 'low', 'close', 'volume']);
    expect(rolesOfRow(['1735689600', '1', '2', '1', '2'], roles).columns).toEqual(['time', 'open', 'high', 'low', 'close']);
    expect(rolesOfRow(['a', 'b'], roles).columns).toEqual(['time', 'open']);
    expect(rolesOfRow([], roles)).toEqual({ columns: [], guessed: true });
    expect(rolesOfRow(['900000001', '5.5', '2', '11', '1735689600000', 'true', 'true'], TRADE_ROLES).columns).toEqual([
      '-',
      'price',
      'size',
      '-',
      'time',
      '-',
      '-',
    ]);
  });
});
