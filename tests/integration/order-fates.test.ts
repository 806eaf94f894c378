import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RequestFault } from '../venue/faults/fault-rules.ts';
import { ENDPOINTS, STOP, STOP_ENDPOINTS, SYMBOL, Trading, idOf } from './fixtures/trading.ts';
import { PROTOCOLS, type Protocol } from '../venue/protocols.ts';

/** What a venue says that proves nothing of the order, carried out or not. */
const DOUBTFUL: Readonly<Record<Protocol, readonly (readonly [number, string])[]>> = {
  binance: [
    [400, '{"code":-1006,"msg":"An unexpected response was received from the message bus. Execution status unknown."}'],
    [408, '{"code":-1007,"msg":"Timeout waiting for response from backend server. Send status unknown; execution status unknown."}'],
    [400, '{"code":-1001,"msg":"Internal error; unable to process your request. Please try again."}'],
    [400, '{"code":-1003,"msg":"Too much request weight used."}'],
    [400, '{"code":-1015,"msg":"Too many new orders."}'],
    [400, '{"code":-2010,"msg":"Duplicate order sent."}'],
    [400, '{"code":-2010,"msg":"Something that nobody has heard of."}'],
    [500, '{"code":-1013,"msg":"Filter failure: LOT_SIZE"}'],
    [200, '{"symbol":"BTCUSDT","orderId":77,"clientOrderId":"another","transactTime":1777982400000}'],
  ],
  kraken: [
    [200, '{"error":["EService:Unavailable"]}'],
    [200, '{"error":["EService:Timeout"]}'],
    [200, '{"error":["EService:Busy"]}'],
    [200, '{"error":["EGeneral:Internal error"]}'],
    [200, '{"error":["EGeneral:Temporary lockout"]}'],
    [200, '{"error":["EAPI:Rate limit exceeded"]}'],
    [200, '{"error":["EOrder:Rate limit exceeded"]}'],
    [200, '{"error":["EGeneral:Invalid arguments:cl_ord_id"]}'],
    [200, '{"error":["EOrder:Insufficient funds","EService:Unavailable"]}'],
    [200, '{"error":["ESomething:New"]}'],
    [520, '{"error":["EOrder:Insufficient funds"]}'],
    [200, '{"error":[],"result":{"descr":{"order":"buy"}}}'],
  ],
  okx: [
    [503, '{"code":"50001","data":[],"msg":"Service temporarily unavailable. Please try again later."}'],
    [400, '{"code":"50004","data":[],"msg":"API endpoint request timeout."}'],
    [200, '{"code":"50011","data":[],"msg":"Rate limit reached."}'],
    [429, '{"code":"50013","data":[],"msg":"Systems are busy. Please try again later."}'],
    [500, '{"code":"50026","data":[],"msg":"System error. Try again later"}'],
    [200, '{"code":"1","data":[{"clOrdId":"","ordId":"","sCode":"51149","sMsg":"Order timed out."}],"msg":"All operations failed"}'],
    [200, '{"code":"1","data":[{"clOrdId":"","ordId":"","sCode":"51016","sMsg":"Client order ID already exists."}],"msg":""}'],
    [200, '{"code":"1","data":[{"clOrdId":"","ordId":"","sCode":"59999","sMsg":"Something new."}],"msg":""}'],
    [200, '{"code":"1","data":[{"sCode":"51008","sMsg":"funds"},{"sCode":"51008","sMsg":"funds"}],"msg":""}'],
    [200, '{"code":"0","data":[{"clOrdId":"","ordId":"","sCode":"51008","sMsg":"funds"}],"msg":""}'],
    [500, '{"code":"1","data":[{"clOrdId":"","ordId":"","sCode":"51008","sMsg":"funds"}],"msg":""}'],
    [200, '{"code":"0","data":[{"clOrdId":"another","ordId":"77","sCode":"0","sMsg":"","ts":"1777982400000"}],"msg":""}'],
    [200, '{"code":"0","data":[],"msg":""}'],
  ],
  hyperliquid: [
    [200, '{"status":"err","response":"Invalid nonce: duplicate nonce 1777982400000"}'],
    [200, '{"status":"err","response":"Too many cumulative requests sent (10001 > 10000) for cumulative volume traded $0."}'],
    [200, '{"status":"err","response":"Something that nobody has heard of."}'],
    [200, '{"status":"ok","response":{"type":"order","data":{"statuses":[{"error":"Something new. asset=10000"}]}}}'],
    [200, '{"status":"ok","response":{"type":"order","data":{"statuses":[{"error":"Insufficient spot balance asset=1"},"success"]}}}'],
    [200, '{"status":"ok","response":{"type":"order","data":{"statuses":[]}}}'],
    [
      200,
      '{"status":"ok","response":{"type":"order","data":{"statuses":[{"resting":{"oid":77,"cloid":"0x00000000000000000000000000000001"}}]}}}',
    ],
    [200, '{"status":"ok","response":{"type":"default"}}'],
    [200, 'null'],
    [422, 'Failed to deserialize the JSON body into the target type'],
    [500, '{"status":"err","response":"User or API Wallet 0x0 does not exist."}'],
  ],
};

/** The same of an order that waits for a price, where a venue says it in other words. */
const DOUBTFUL_STOPS: typeof DOUBTFUL = {
  ...DOUBTFUL,
  okx: [
    [503, '{"code":"50001","data":[],"msg":"Service temporarily unavailable. Please try again later."}'],
    [200, '{"code":"50011","data":[],"msg":"Rate limit reached."}'],
    [500, '{"code":"50026","data":[],"msg":"System error. Try again later"}'],
    [200, '{"code":"1","data":[{"algoClOrdId":"","algoId":"","sCode":"51065","sMsg":"algoClOrdId already exists."}],"msg":""}'],
    [200, '{"code":"1","data":[{"algoClOrdId":"","algoId":"","sCode":"51068","sMsg":"already exists within algoClOrdId"}],"msg":""}'],
    [200, '{"code":"1","data":[{"algoClOrdId":"","algoId":"","sCode":"59999","sMsg":"Something new."}],"msg":""}'],
    [500, '{"code":"1","data":[{"algoClOrdId":"","algoId":"","sCode":"51280","sMsg":"SL trigger price"}],"msg":""}'],
    [200, '{"code":"0","data":[{"algoClOrdId":"another","algoId":"77","sCode":"0","sMsg":""}],"msg":""}'],
    [200, '{"code":"0","data":[{"algoClOrdId":"","algoId":"","sCode":"0","sMsg":""}],"msg":""}'],
    [200, '{"code":"0","data":[],"msg":""}'],
  ],
};

const EVERYWHERE: readonly (readonly [number, string])[] = [
  [429, '{"code":-1003,"msg":"Too many requests"}'],
  [418, '{"code":-1003,"msg":"IP banned"}'],
  [503, 'Service Unavailable'],
  [502, '<html><body>Bad Gateway</body></html>'],
  [403, '<html><body>Forbidden</body></html>'],
  [200, '<html>'],
  [200, ''],
  [200, '{}'],
  [200, '{"symbol":"BTCUSDT","ord'],
];

const NETWORK: readonly RequestFault[] = [
  { kind: 'lose request' },
  { kind: 'lose request', silent: true },
  { kind: 'lose reply' },
  { kind: 'lose reply', silent: true },
  { kind: 'delay request', ms: 300 },
  { kind: 'delay request', ms: 7_000 },
  { kind: 'delay request', ms: 12_000 },
  { kind: 'delay reply', ms: 300 },
  { kind: 'delay reply', ms: 12_000 },
  { kind: 'duplicate request', afterMs: 50 },
];

function faultsOf(doubtful: readonly (readonly [number, string])[]): readonly RequestFault[] {
  const answer = (status: number, body: string, carriedOut: boolean) => ({ kind: 'answer' as const, status, body, carriedOut });
  return [
    ...NETWORK,
    ...EVERYWHERE.flatMap(([status, body]) => [answer(status, body, true), answer(status, body, false)]),
    ...doubtful.map(([status, body]) => answer(status, body, true)),
  ];
}

function nameOf(fault: RequestFault): string {
  return JSON.stringify(fault);
}

describe.each(PROTOCOLS)('%s', (protocol) => {
  let at: Trading;
  beforeEach(async () => {
    at = await Trading.within(protocol);
  });
  afterEach(() => at.close());
  const endpoints = ENDPOINTS[protocol];
  const takesStops = protocol !== 'hyperliquid';

  describe.each([
    { what: 'a limit order', fields: {}, at: endpoints, doubtful: DOUBTFUL[protocol] },
    ...(takesStops ? [{ what: 'a stop', fields: STOP, at: STOP_ENDPOINTS[protocol], doubtful: DOUBTFUL_STOPS[protocol] }] : []),
  ])('$what', ({ fields, at: points, doubtful }) => {
    test.each(faultsOf(doubtful).map((fault) => [nameOf(fault), fault] as const))('placing: %s', async (_name, fault) => {
      const { venue } = at;
      venue.faults.add({ surface: 'rest', endpoint: points.place, fault });
      // Counts what comes after it.
      venue.faults.add({ surface: 'rest', endpoint: points.place, times: 0, fault: { kind: 'lose request' } });
      const order = at.order(fields);
      const told = await at.place(order);
      if (fault.kind === 'answer') expect(told.kind).toBe('unknown');
      // What the venue really has of it when the message is told, and when everything has arrived.
      if (told.kind === 'placed') expect(at.standing).toHaveLength(1);
      await at.settle(13_000);
      expect(told.kind === 'refused' || told.kind === 'unsent' ? at.standing : []).toEqual([]);
      expect(venue.faults.list().map(({ seen }) => seen)).toEqual([1, 1]);
      const ask = { kind: 'ask', id: order.id, venueId: null, symbol: SYMBOL, since: at.clock!.now() - 60_000 } as const;
      const asked = await at.ask(ask, 'found', 'absent', 'unanswered');
      expect(asked.kind).toBe(at.standing.length === 0 ? 'absent' : 'found');
      expect(at.heard.filter(({ kind }) => ['placed', 'refused', 'unsent', 'unknown'].includes(kind))).toHaveLength(1);
    });

    test.each(
      [...NETWORK, ...faultsOf(doubtful).slice(NETWORK.length, NETWORK.length + 10)].map((fault) => [nameOf(fault), fault] as const),
    )('cancelling: %s', async (_name, fault) => {
      const order = at.order(fields);
      const { kind, ...placed } = await at.place(order);
      expect(kind).toBe('placed');
      at.venue.faults.add({ surface: 'rest', endpoint: points.cancel, fault });
      at.venue.faults.add({ surface: 'rest', endpoint: points.cancel, times: 0, fault: { kind: 'lose request' } });
      const venueId = 'venueId' in placed ? placed.venueId : null;
      const told = await at.ask(
        { kind: 'cancel', id: order.id, venueId, symbol: SYMBOL },
        'cancel-taken',
        'cancel-refused',
        'cancel-unknown',
      );
      await at.settle(13_000);
      const [status] = at.standing.map((each) => each.status);
      if (told.kind !== 'cancel-unknown') expect(status).toBe('CANCELED');
      expect(at.venue.faults.list().map(({ seen }) => seen)).toEqual([1, 1]);
    });
  });

  test('what nobody answered is told with the venue’s time of its signature', async () => {
    at.venue.faults.add({ surface: 'rest', endpoint: endpoints.place, fault: { kind: 'lose reply', silent: true } });
    const before = at.venue.time.now();
    const told = await at.place(at.order());
    const signedAt = told.kind === 'unknown' ? (told.signedAt ?? 0) : 0;
    expect(signedAt).toBeGreaterThanOrEqual(before - 1_000);
    expect(signedAt).toBeLessThanOrEqual(before + 1_000);
  });

  test('after our clock was set nothing is signed before the venue has told its time', async () => {
    const setOurs = (ms: number) => {
      at.clock!.sleep(ms);
      at.venue.offsetMs -= ms;
    };
    setOurs(60_000);
    expect(await at.place(at.order())).toMatchObject({ kind: 'placed' });
    setOurs(-90_000);
    at.venue.faults.add({ surface: 'rest', endpoint: endpoints.time, fault: { kind: 'answer', status: 503, body: '', carriedOut: false } });
    expect(await at.place(at.order())).toMatchObject({
      kind: 'unsent',
      problem: expect.stringContaining('clock of this machine was set') as string,
    });
    expect(await at.place(at.order())).toMatchObject({ kind: 'placed' });
    expect(at.standing).toHaveLength(2);
  });

  test('a venue that asks to wait is left in peace', async () => {
    const { status, body } = {
      binance: { status: 429, body: '{"code":-1003,"msg":"Too many"}' },
      kraken: { status: 200, body: '{"error":["EAPI:Rate limit exceeded"]}' },
      okx: { status: 429, body: '{"code":"50011","data":[],"msg":"Too Many Requests"}' },
      hyperliquid: { status: 429, body: 'null' },
    }[protocol];
    const fault = {
      kind: 'answer',
      status,
      body,
      headers: { 'Retry-After': '15' },
      carriedOut: false,
    } as const;
    at.venue.faults.add({ surface: 'rest', endpoint: endpoints.balances, fault });
    const look = () => at.ask({ kind: 'look', number: 1, symbols: [], since: 0 }, 'looked', 'look-failed');
    expect((await look()).kind).toBe('look-failed');
    const since = at.clock!.now();
    expect((await look()).kind).toBe('looked');
    expect(at.clock!.now() - since).toBeGreaterThanOrEqual(14_900);
  });

  test('an order whose turn does not come soon is not sent at all, and a cancel goes when it may', async () => {
    const open = at.order();
    await at.place(open);
    const fault = { kind: 'answer', status: 429, body: '{}', headers: { 'Retry-After': '60' }, carriedOut: false } as const;
    at.venue.faults.add({ surface: 'rest', endpoint: endpoints.place, fault });
    await at.place(at.order());
    const since = at.clock!.now();
    const waiting = at.order();
    const told = at.place(waiting);
    const cancelled = at.ask({ kind: 'cancel', id: open.id, venueId: null, symbol: SYMBOL }, 'cancel-taken');
    expect(await told).toMatchObject({ kind: 'unsent', id: waiting.id, problem: expect.stringContaining('turn did not come') as string });
    expect(at.clock!.now() - since).toBeLessThan(6_000);
    await cancelled;
    expect(at.clock!.now() - since).toBeGreaterThanOrEqual(60_000);
    await at.settle(10_000);
    expect(at.venue.faults.list()[0]!.seen).toBe(1);
    expect(at.standing).toMatchObject([{ status: 'CANCELED' }]);
  });

  const UNANSWERED = [
    { kind: 'lose reply', silent: true },
    { kind: 'answer', status: 503, body: 'Service Unavailable', carriedOut: false },
    { kind: 'answer', status: 200, body: '{}', carriedOut: false },
    { kind: 'answer', status: 200, body: '[]', carriedOut: false },
    { kind: 'answer', status: 200, body: '{"error":["EService:Unavailable"]}', carriedOut: false },
  ] as const;
  const questions = (['find', 'open', 'closed', 'trades', 'balances', 'time'] as const).flatMap((what) =>
    UNANSWERED.map((fault) => [what, nameOf(fault), fault] as const),
  );

  const ofStops = (['find', 'open', 'closed', 'trades'] as const).flatMap((what) =>
    UNANSWERED.map((fault) => [what, nameOf(fault), fault] as const),
  );
  test.each(takesStops ? ofStops : [])(
    'of a stop whose price has come: a question for %s that fails leads to no word about it: %s',
    async (what, _name, fault) => {
      const order = at.order(STOP);
      await at.place(order);
      at.control.run({ do: 'move price', symbol: 'BTCUSDT', price: '54000' });
      await at.settle(20);
      expect(at.standing).toMatchObject([{ status: 'FILLED' }]);
      const since = at.clock!.now() - 60_000;
      const strike = () => at.venue.faults.add({ surface: 'rest', endpoint: STOP_ENDPOINTS[protocol][what], fault });
      strike();
      const known = await at.ask({ kind: 'ask', id: order.id, venueId: null, symbol: SYMBOL, since }, 'found', 'absent', 'unanswered');
      expect(known.kind === 'found' ? known.fills.map(({ id }) => id) : known.kind).toEqual(
        known.kind === 'found' ? [order.id] : 'unanswered',
      );
      at.venue.faults.clear();
      strike();
      const asked = await at.ask({ kind: 'ask', id: idOf(99), venueId: null, symbol: SYMBOL, since }, 'found', 'absent', 'unanswered');
      expect(asked.kind).toBe(isNothing(protocol, what, fault) ? 'absent' : 'unanswered');
    },
  );

  test.each(questions)('a question for %s that fails leads to no word about an order: %s', async (what, _name, fault) => {
    const filled = at.order({ type: 'market', price: null });
    await at.place(filled);
    await at.settle(20);
    const since = at.clock!.now() - 60_000;
    const strike = () => at.venue.faults.add({ surface: 'rest', endpoint: endpoints[what], fault });
    strike();
    const known = await at.ask({ kind: 'ask', id: filled.id, venueId: null, symbol: SYMBOL, since }, 'found', 'absent', 'unanswered');
    expect(known.kind === 'found' ? known.fills.length : known.kind).toBe(known.kind === 'found' ? 1 : 'unanswered');
    at.venue.faults.clear();
    strike();
    const asked = await at.ask({ kind: 'ask', id: idOf(99), venueId: null, symbol: SYMBOL, since }, 'found', 'absent', 'unanswered');
    expect(asked.kind).toBe(what === 'balances' || isNothing(protocol, what, fault) ? 'absent' : 'unanswered');
    at.venue.faults.clear();
    strike();
    const looked = await at.ask({ kind: 'look', number: 7, symbols: [SYMBOL], since }, 'looked', 'look-failed');
    const struck = at.venue.faults.list()[0]!.struck === 1;
    expect(looked.kind).toBe(struck && !isNothing(protocol, what, fault) ? 'look-failed' : 'looked');
  });
});

/** An empty list is an answer where lists are answered. */
function isNothing(protocol: Protocol, what: string, fault: RequestFault): boolean {
  return (
    (protocol === 'binance' || protocol === 'hyperliquid') &&
    fault.kind === 'answer' &&
    fault.body === '[]' &&
    ['open', 'closed', 'trades'].includes(what)
  );
}
