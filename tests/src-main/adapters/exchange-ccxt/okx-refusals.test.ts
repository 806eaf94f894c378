import { describe, expect, test } from 'vitest';
import { okxRefusal } from '../../../../src-main/adapters/exchange-ccxt/venues/okx-refusals.ts';

const ofOrder = (sCode: string, sMsg = 'words') => ({
  code: '1',
  data: [{ clOrdId: '', ordId: '', sCode, sMsg }],
  msg: 'All operations failed',
});
const ofRequest = (code: string, msg = 'words') => ({ code, data: [], msg });

describe("what OKX's answer proves", () => {
  test.each([
    ['51008', 'funds'],
    ['51131', 'funds'],
    ['51020', 'minimum'],
    ['51006', 'venue'],
    ['51024', 'venue'],
    ['51000', 'venue'],
    ['51261', 'venue'],
    ['51277', 'venue'],
    ['51280', 'venue'],
    ['51169', 'reduce-only'],
    ['51170', 'reduce-only'],
    ['51112', 'reduce-only'],
    ['51205', 'reduce-only'],
    ['51023', 'venue'],
    ['51030', 'venue'],
    ['51105', 'venue'],
    ['51148', 'venue'],
    ['51206', 'venue'],
  ])('the order was not taken: %s: %s', (code, reason) => {
    expect(okxRefusal(200, ofOrder(code))).toEqual({ reason, problem: 'words', clock: false });
    for (const status of [418, 429, 500, 503]) expect(okxRefusal(status, ofOrder(code))).toBeNull();
  });

  test.each([
    [401, '50102', true],
    [200, '50036', true],
    [401, '50113', false],
    [400, '50014', false],
  ])('the request was not taken: %d %s', (status, code, clock) => {
    expect(okxRefusal(status, ofRequest(code))).toEqual({ reason: 'venue', problem: 'words', clock });
    expect(okxRefusal(status, ofRequest(code, ''))).toMatchObject({ problem: `error ${code}` });
  });

  test.each([
    '50001',
    '50004',
    '50011',
    '50013',
    '50026',
    '50040',
    '50042',
    '50061',
    '50071',
    '51011',
    '51016',
    '51054',
    '51065',
    '51068',
    '51149',
    '59999',
  ])('%s proves nothing', (code) => {
    expect([okxRefusal(200, ofOrder(code)), okxRefusal(200, ofRequest(code))]).toEqual([null, null]);
  });

  test.each([
    undefined,
    null,
    '',
    [],
    {},
    { code: 51008 },
    { code: '0', data: [], msg: '' },
    { code: '1', data: [], msg: '' },
    { code: '1', data: [{ sCode: 51008, sMsg: '' }], msg: '' },
    { code: '1', data: [{ sCode: '0', sMsg: '' }], msg: '' },
    { code: '0', data: [{ sCode: '51008', sMsg: '' }], msg: '' },
    { code: '1', data: [ofOrder('51008').data[0], ofOrder('51008').data[0]], msg: '' },
  ])('%j proves nothing', (body) => {
    expect(okxRefusal(200, body)).toBeNull();
  });
});
