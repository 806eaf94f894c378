import { expect, it } from 'vitest';
import { rowName } from '../../../src-renderer/format/row-name.ts';

it.each([
  ['BTC/USD', 'SIM', 'BTC/USD SIM'],
  ['BTC/USDT', 'BINANCE', 'BTC/USDT BIN'],
  ['BTC/USDT:USDT', 'BINANCEUSDM', 'BTC/USDT.P BIN'],
  ['BTC/USD:BTC', 'KRAKENFUTURES', 'BTC/USD:BTC KRK'],
  ['ETH/EUR', 'SOMEWHERE', 'ETH/EUR SOMEWHERE'],
])('%s at %s is %s in a row', (symbol, venue, name) => {
  expect(Object.values(rowName(symbol, venue)).join(' ')).toBe(name);
});
