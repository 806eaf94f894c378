import { describe, expect, test } from 'vitest';
import { binanceRefusal } from '../../../../src-main/adapters/exchange-ccxt/venues/binance-refusals.ts';
import { krakenRefusal } from '../../../../src-main/adapters/exchange-ccxt/venues/kraken-refusals.ts';

describe('what proves that a request was not carried out', () => {
  test.each([
    [400, -2010, 'Account has insufficient balance for requested action.', 'funds'],
    [400, -2010, 'Order would immediately match and take.', 'post-only'],
    [400, -2010, 'Order would trigger immediately.', 'venue'],
    [400, -2010, 'Market is closed.', 'venue'],
    [400, -1013, 'Filter failure: NOTIONAL', 'minimum'],
    [400, -1013, 'Filter failure: LOT_SIZE', 'minimum'],
    [400, -1013, 'Filter failure: PRICE_FILTER', 'venue'],
    [400, -1111, "Parameter 'quantity' has too much precision.", 'venue'],
    [400, -1021, 'Timestamp for this request is outside of the recvWindow.', 'venue'],
    [401, -2015, 'Invalid API-key, IP, or permissions for action.', 'venue'],
    [400, -1022, 'Signature for this request is not valid.', 'venue'],
  ])('binance: %d %d %s: %s', (status, code, msg, reason) => {
    expect(binanceRefusal(status, { code, msg })).toEqual({ reason, problem: msg, clock: code === -1021 });
  });

  test.each([
    [400, -2010, 'Duplicate order sent.'],
    [400, -2010, 'A sentence that nobody knows.'],
    [400, -1000, 'An unknown error occurred while processing the request.'],
    [400, -1001, 'Internal error; unable to process your request.'],
    [400, -1003, 'Too many requests.'],
    [400, -1006, 'Execution status unknown.'],
    [408, -1007, 'Timeout waiting for response from backend server.'],
    [400, -1008, 'Server is currently overloaded with other requests.'],
    [400, -1015, 'Too many new orders.'],
    [429, -1013, 'Filter failure: LOT_SIZE'],
    [418, -1013, 'Filter failure: LOT_SIZE'],
    [500, -1013, 'Filter failure: LOT_SIZE'],
    [200, -1013, 'Filter failure: LOT_SIZE'],
  ])('binance: %d %d %s proves nothing', (status, code, msg) => {
    expect(binanceRefusal(status, { code, msg })).toBeNull();
  });

  test.each([
    ['EOrder:Insufficient funds', 'funds'],
    ['EOrder:Order minimum not met', 'minimum'],
    ['EOrder:Cost minimum not met', 'minimum'],
    ['EOrder:Post only order', 'post-only'],
    ['EOrder:Tick size check failed', 'venue'],
    ['EGeneral:Invalid arguments:volume', 'venue'],
    ['EAPI:Invalid nonce', 'venue'],
    ['EAPI:Invalid signature', 'venue'],
    ['EGeneral:Permission denied', 'venue'],
  ])('kraken: %s: %s', (error, reason) => {
    expect(krakenRefusal(200, { error: [error] })).toEqual({ reason, problem: error, clock: false });
    expect(krakenRefusal(502, { error: [error] })).toBeNull();
    expect(krakenRefusal(200, { error: [error, 'EService:Unavailable'] })).toBeNull();
  });

  test.each([
    'EService:Unavailable',
    'EService:Timeout',
    'EService:Market in cancel_only mode',
    'EGeneral:Internal error',
    'EGeneral:Temporary lockout',
    'EGeneral:Invalid arguments',
    'EGeneral:Invalid arguments:cl_ord_id',
    'EAPI:Rate limit exceeded',
    'EOrder:Rate limit exceeded',
    'EOrder:Something new',
  ])('kraken: %s proves nothing', (error) => {
    expect(krakenRefusal(200, { error: [error] })).toBeNull();
  });

  test.each([undefined, null, '', [], {}, { code: 'x' }, { error: [] }, { error: 'EOrder' }])('%j proves nothing', (body) => {
    expect([binanceRefusal(400, body), krakenRefusal(200, body)]).toEqual([null, null]);
  });
});
