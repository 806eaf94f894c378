import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import type { SeenAccount, VenueHealth, VenueOrder } from '../../src-main/ports/venue-orders.ts';
import { MARKET_ORDER, STOP, Trading, idOf } from './fixtures/trading.ts';

const SYMBOL = 'BTC/USDC:USDC';
const ORDER = 'POST /exchange order';
const CHANGE = 'POST /exchange batchModify';

let at: Trading;
const health = (): VenueHealth | undefined => at.heard.flatMap((message) => (message.kind === 'health' ? [message.health] : [])).at(-1);
const order = (fields: Partial<VenueOrder> = {}) => at.order({ symbol: SYMBOL, ...fields });
const market = (side: VenueOrder['side'], size: string, more: Partial<VenueOrder> = {}) => order({ ...MARKET_ORDER, side, size, ...more });
const ask = ({ id }: Pick<VenueOrder, 'id'>) =>
  at.ask({ kind: 'ask', id, venueId: null, symbol: SYMBOL, since: at.clock!.now() }, 'found', 'absent', 'unanswered');

interface Sent {
  readonly action: Readonly<Record<string, unknown>> & { readonly orders?: readonly Readonly<Record<string, unknown>>[] };
  readonly nonce: number;
  readonly expiresAfter?: number;
}
const sentTo = (endpoint: string): readonly Sent[] => at.venue.log.of(endpoint).map(({ params }) => JSON.parse(params['body']!) as Sent);

async function look(since = 0): Promise<SeenAccount> {
  const looked = await at.ask({ kind: 'look', number: 1, symbols: [SYMBOL], since }, 'looked', 'look-failed');
  if (looked.kind === 'look-failed') throw new Error(looked.problem);
  return looked.account;
}

/** Money and position as the exchange itself has them: what was taken and given for what is open is not in the money. */
function truth() {
  const { exchange } = at.venue;
  const { size, cost } = exchange.contracts.position(at.trader, SYMBOL);
  const text = (units: bigint) => Decimal.of(units, 8).toString();
  return { size: text(size), cost: text(cost), raw: text(exchange.state.account(at.trader).free('USDC') - cost) };
}

describe('a session of perpetuals', () => {
  beforeEach(async () => {
    at = await Trading.within('hyperliquid', undefined, { profile: 'hyperliquidperp', contracts: [{ symbol: SYMBOL, leverage: 5 }] });
    await at.until(() => health()?.state === 'pushed');
  });
  afterEach(() => at.close());

  test('opens long, goes short in one order and closes, and each look shows what is held and the money without it', async () => {
    expect(await look()).toMatchObject({
      balances: [{ asset: 'USDC', free: '100000', used: '0', lessCost: true }],
      positions: [],
      funding: [],
      fills: [],
    });
    const buy = market('buy', '0.02');
    expect(await at.place(buy)).toMatchObject({ kind: 'placed' });
    // Somewhere near 60,000: five per cent beyond, of which five figures are whole.
    const [sent] = sentTo(ORDER);
    expect(sent!.action.orders).toMatchObject([{ a: 0, b: true, s: '0.02', r: false, t: { limit: { tif: 'Ioc' } } }]);
    expect(sent!.action.orders![0]!['p']).toMatch(/^6[23]\d{3}$/u);
    expect(sent!.expiresAfter).toBe(sent!.nonce + 10_000);
    const long = await look();
    expect(long.positions).toEqual([{ symbol: SYMBOL, size: '0.02', cost: truth().cost }]);
    expect(long.balances).toEqual([{ asset: 'USDC', free: truth().raw, used: '0', lessCost: true }]);
    // Raw money has gone by what was bought and by its fee of a tenth of a per cent.
    const price = Decimal.parse(long.fills[0]!.price);
    const value = price.mul(Decimal.parse('0.02'));
    expect(long.balances[0]!.free).toBe(
      Decimal.parse('100000')
        .sub(value)
        .sub(value.mul(Decimal.parse('0.001')))
        .toString(),
    );

    expect(await at.place(market('sell', '0.05'))).toMatchObject({ kind: 'placed' });
    const short = await look();
    expect(short.positions).toEqual([{ symbol: SYMBOL, size: '-0.03', cost: truth().cost }]);
    expect(short.positions![0]!.cost.startsWith('-')).toBe(true);
    expect(short.balances[0]!.free).toBe(truth().raw);

    expect(await at.place(market('buy', '0.03', { reduceOnly: true }))).toMatchObject({ kind: 'placed' });
    expect(sentTo(ORDER).at(-1)!.action.orders).toMatchObject([{ r: true }]);
    const flat = await look();
    expect(flat.positions).toEqual([]);
    expect(flat.balances[0]!.free).toBe(truth().raw);
    expect(flat.fills.every((fill) => !('profit' in fill) && !('liquidation' in fill))).toBe(true);
  });

  test('what may only reduce is refused where nothing is held, or more of the same side would be', async () => {
    expect(await at.place(market('sell', '0.01', { reduceOnly: true }))).toMatchObject({ kind: 'refused', reason: 'reduce-only' });
    await at.place(market('buy', '0.01'));
    expect(await at.place(market('buy', '0.01', { reduceOnly: true }))).toMatchObject({ kind: 'refused', reason: 'reduce-only' });
    expect((await look()).positions).toMatchObject([{ size: '0.01' }]);
  });

  test('an order for which there is no margin is refused for the money that it lacks', async () => {
    expect(await at.place(order({ size: '20', price: '59000' }))).toMatchObject({ kind: 'refused', reason: 'funds' });
    expect(await at.place(order({ size: '5', price: '59000' }))).toMatchObject({ kind: 'placed' });
  });

  test('a stop waits there under our id, and what it becomes when its price has come is told and found under it', async () => {
    await at.place(market('buy', '0.01'));
    const stop = order({ ...STOP, size: '0.01', reduceOnly: true });
    expect(await at.place(stop)).toMatchObject({ kind: 'placed' });
    // A tenth below its trigger at worst.
    expect(sentTo(ORDER).at(-1)!.action.orders).toMatchObject([
      { b: false, p: '49500', s: '0.01', r: true, t: { trigger: { isMarket: true, triggerPx: '55000', tpsl: 'sl' } } },
    ]);
    const waiting = { id: stop.id, type: 'stop', side: 'sell', size: '0.01', filled: '0', price: null, trigger: '55000', reduceOnly: true };
    expect((await look()).openOrders).toMatchObject([{ ...waiting, state: 'working' }]);
    expect(await ask(stop)).toMatchObject({ kind: 'found', order: { ...waiting, state: 'working' }, fills: [] });
    const from = at.heard.length;
    at.control.run({ do: 'move price', symbol: SYMBOL, price: '54900' });
    await at.until(() =>
      at.heard.slice(from).some((message) => message.kind === 'order' && message.order.id === stop.id && message.order.state === 'filled'),
    );
    const told = at.heard
      .slice(from)
      .flatMap((message) => (message.kind === 'order' && message.order.id === stop.id ? [message.order] : []));
    expect(told.map(({ state }) => state).slice(-2)).toEqual(['working', 'filled']);
    const found = await ask(stop);
    expect(found).toMatchObject({ kind: 'found', order: { ...waiting, state: 'filled', filled: '0.01' }, fills: [{ id: stop.id }] });
    expect((await look()).positions).toEqual([]);
  });

  test.each([
    ['stop-limit', { side: 'sell', trigger: '55000', price: '54900' }, { isMarket: false, triggerPx: '55000', tpsl: 'sl' }, '54900'],
    ['take-profit', { side: 'sell', trigger: '66000', price: null }, { isMarket: true, triggerPx: '66000', tpsl: 'tp' }, '59400'],
    ['take-profit', { side: 'sell', trigger: '66000', price: '65900' }, { isMarket: false, triggerPx: '66000', tpsl: 'tp' }, '65900'],
    ['stop', { side: 'buy', trigger: '66000', price: null }, { isMarket: true, triggerPx: '66000', tpsl: 'sl' }, '72600'],
  ] as const)('a %s with %o is sent as %o and found as it is', async (type, fields, trigger, price) => {
    const waits = order({ ...fields, type });
    expect(await at.place(waits)).toMatchObject({ kind: 'placed' });
    expect(sentTo(ORDER)[0]!.action.orders).toMatchObject([{ p: price, t: { trigger } }]);
    expect(await ask(waits)).toMatchObject({
      kind: 'found',
      order: { type, price: fields.price, trigger: fields.trigger, state: 'working' },
    });
  });

  test('a trigger that has come already, or has too many figures, does not stand there', async () => {
    expect(await at.place(order({ ...STOP, trigger: '61000' }))).toMatchObject({ kind: 'refused', reason: 'venue' });
    expect(await at.place(order({ ...STOP, trigger: '55000.5' }))).toMatchObject({
      kind: 'unsent',
      problem: expect.stringContaining('The trigger 55000.5 has 6 significant figures') as string,
    });
  });

  test('a stop gets other terms as one request that ends it and puts another one there', async () => {
    await at.place(market('buy', '0.01'));
    const [stop, other] = [order({ ...STOP, reduceOnly: true }), order({ ...STOP, trigger: '56000', reduceOnly: true })];
    await at.place(stop);
    const replaced = { kind: 'replace', old: { id: stop.id, venueId: null }, order: other } as const;
    expect(await at.ask(replaced, 'placed', 'refused', 'unknown')).toMatchObject({ kind: 'placed', id: other.id });
    const [{ action }] = sentTo(CHANGE) as [Sent];
    const name = sentTo(ORDER).at(-1)!.action.orders![0]!['c'];
    expect(action).toMatchObject({ modifies: [{ oid: name, order: { t: { trigger: { triggerPx: '56000' } }, r: true } }] });
    expect((await look()).openOrders).toMatchObject([{ id: other.id, trigger: '56000' }]);
    expect(await ask(stop)).toMatchObject({ kind: 'found', order: { state: 'cancelled' } });
    // Once more: the old one has gone, so nothing is placed.
    const again = order({ ...STOP, trigger: '57000', reduceOnly: true });
    expect(await at.ask({ ...replaced, order: again }, 'placed', 'refused', 'unknown')).toMatchObject({ kind: 'refused', id: again.id });
    expect(await ask(again)).toMatchObject({ kind: 'absent' });
    // What is refused in another one's place leaves neither: only asking tells.
    const wrong = order({ ...STOP, trigger: '61000', reduceOnly: true });
    const at56 = { kind: 'replace', old: { id: other.id, venueId: null }, order: wrong } as const;
    expect(await at.ask(at56, 'placed', 'refused', 'unknown')).toMatchObject({ kind: 'refused', id: wrong.id });
    expect(await ask(other)).toMatchObject({ kind: 'found', order: { state: 'cancelled' } });
  });

  test('an order that could open keeps its terms: how much of it is left is not known', async () => {
    const rests = order();
    await at.place(rests);
    const replaced = { kind: 'replace', old: { id: rests.id, venueId: null }, order: order({ price: '58000' }) } as const;
    expect(await at.ask(replaced, 'placed', 'refused', 'unknown', 'unsent')).toMatchObject({
      kind: 'unsent',
      problem: expect.stringContaining('only orders that reduce a position') as string,
    });
    expect(sentTo(CHANGE)).toEqual([]);
  });

  test.each([
    ['is lost on its way', { kind: 'lose request' }, false],
    ['is answered by nobody', { kind: 'lose reply' }, true],
    ['is answered with a 503 and carried out', { kind: 'answer', status: 503, body: '', carriedOut: true }, true],
    ['is answered with a 503 and not carried out', { kind: 'answer', status: 503, body: '', carriedOut: false }, false],
    ['comes too late', { kind: 'delay request', ms: 10_100 }, false],
  ] as const)('a replacement that %s is unknown, and asking for both proves what became of them', async (_name, fault, carriedOut) => {
    await at.place(market('buy', '0.01'));
    const [stop, other] = [order({ ...STOP, reduceOnly: true }), order({ ...STOP, trigger: '56000', reduceOnly: true })];
    await at.place(stop);
    at.venue.faults.add({ surface: 'rest', endpoint: CHANGE, fault });
    const replaced = { kind: 'replace', old: { id: stop.id, venueId: null }, order: other } as const;
    expect(await at.ask(replaced, 'placed', 'refused', 'unknown')).toMatchObject({ kind: 'unknown', id: other.id });
    await at.settle(1_000);
    expect((await ask(other)).kind).toBe(carriedOut ? 'found' : 'absent');
    expect(await ask(stop)).toMatchObject({ kind: 'found', order: { state: carriedOut ? 'cancelled' : 'working' } });
    expect((await look()).openOrders.map(({ trigger }) => trigger)).toEqual([carriedOut ? '56000' : '55000']);
  });

  test('a stop whose answer is lost is found by its id, and one that was lost itself is absent once it cannot come any more', async () => {
    at.venue.faults.add({ surface: 'rest', endpoint: ORDER, fault: { kind: 'lose reply' } });
    const stands = order(STOP);
    expect(await at.place(stands)).toMatchObject({ kind: 'unknown', id: stands.id });
    expect(await ask(stands)).toMatchObject({ kind: 'found', order: { type: 'stop', trigger: '55000', state: 'working' } });
    at.venue.faults.add({ surface: 'rest', endpoint: ORDER, fault: { kind: 'delay request', ms: 10_100 } });
    const late = order(STOP);
    const told = await at.place(late);
    await at.settle(1_000);
    const asked = await ask(late);
    expect(asked).toMatchObject({ kind: 'absent' });
    expect(asked.kind === 'absent' && told.kind === 'unknown' ? asked.time - told.signedAt! : 0).toBeGreaterThan(10_000);
    expect(at.standing).toHaveLength(1);
  });

  test('funding is told at looks, as it was received or paid, page after page', async () => {
    await at.place(market('sell', '0.01'));
    const from = at.clock!.now();
    at.control.run({ do: 'mark', symbol: SYMBOL, price: '60000' });
    at.control.run({ do: 'fund', symbol: SYMBOL, rate: '0.0001' });
    const first = at.clock!.now();
    at.clock!.pass(3_600_000);
    at.control.run({ do: 'fund', symbol: SYMBOL, rate: '-0.0002' });
    const second = at.clock!.now();
    // A short receives 0.01 × 60,000 × 0.0001, and pays twice as much where the rate is below nothing.
    expect((await look(from)).funding).toEqual([
      { symbol: SYMBOL, amount: '0.06', time: first },
      { symbol: SYMBOL, amount: '-0.12', time: second },
    ]);
    expect((await look(second)).funding!.map(({ time }) => time)).toEqual([second]);
    for (let hour = 0; hour < 700; hour += 1) {
      at.clock!.pass(1_000);
      at.control.run({ do: 'fund', symbol: SYMBOL, rate: '0.0001' });
    }
    const all = (await look(from)).funding!;
    expect([all.length, new Set(all.map(({ time }) => time)).size]).toEqual([702, 702]);
  });

  test('a liquidation is told as the venue’s own fill, of no order of ours, and its orders end', async () => {
    await at.place(market('buy', '0.02'));
    const stop = order({ ...STOP, reduceOnly: true });
    await at.place(stop);
    const from = at.heard.length;
    at.control.run({ do: 'liquidate', account: 'trader', symbol: SYMBOL, quantity: '0.01' });
    const fills = () =>
      at.heard.slice(from).flatMap((message) => (message.kind === 'fill' && message.fill.id === null ? [message.fill] : []));
    await at.until(() => fills().length > 0);
    expect(fills()).toMatchObject([{ id: null, symbol: SYMBOL, side: 'sell', size: '0.01', liquidation: true }]);
    at.control.run({ do: 'liquidate', account: 'trader', symbol: SYMBOL, forced: 'adl' });
    const account = await look();
    expect(account.fills.map(({ liquidation }) => liquidation)).toEqual([undefined, true, true]);
    expect(account.positions).toEqual([]);
    expect(await ask(stop)).toMatchObject({ kind: 'found', order: { state: 'cancelled' } });
    // A trade of an order that nobody knows does not keep an order of ours from being proven absent.
    expect(await ask(order())).toMatchObject({ kind: 'absent' });
  });

  test('the dead man’s switch ends what waits for a price too', async () => {
    await at.place(order({ type: 'stop', side: 'buy', price: null, trigger: '66000' }));
    await at.ask({ kind: 'keep-alive', ms: 6_000 }, 'kept-alive');
    at.clock!.pass(7_000);
    await at.settle(100);
    expect(at.standing.map(({ status }) => status)).toEqual(['CANCELED']);
  });

  test('spot and perpetuals of one wallet are two accounts, each of which sees its own alone', async () => {
    const coins = await Trading.within('hyperliquid', at);
    try {
      await at.until(() => coins.heard.some((message) => message.kind === 'health' && message.health.state === 'pushed'));
      await at.place(market('buy', '0.01'));
      await at.place(order({ price: '58000' }));
      await coins.place(coins.order({ id: idOf(98), price: '58000' }));
      await coins.place(coins.order({ ...MARKET_ORDER, id: idOf(99) }));
      const spot = await coins.ask({ kind: 'look', number: 1, symbols: ['BTC/USDT'], since: 0 }, 'looked');
      expect(spot.account.openOrders.map(({ symbol }) => symbol)).toEqual(['BTC/USDT']);
      expect(spot.account.fills.map(({ symbol }) => symbol)).toEqual(['BTC/USDT']);
      expect(spot.account.balances.map(({ asset }) => asset).sort()).toEqual(['BTC', 'ETH', 'USDT']);
      expect('positions' in spot.account).toBe(false);
      const perpetuals = await look();
      expect(perpetuals.openOrders.map(({ symbol }) => symbol)).toEqual([SYMBOL]);
      expect(perpetuals.fills.map(({ symbol }) => symbol)).toEqual([SYMBOL]);
      expect(perpetuals.balances.map(({ asset }) => asset)).toEqual(['USDC']);
      const heard = (trading: Trading) =>
        new Set(trading.heard.flatMap((message) => (message.kind === 'fill' ? [message.fill.symbol] : [])));
      await at.until(() => heard(at).size > 0 && heard(coins).size > 0);
      await at.settle(500);
      expect([heard(at), heard(coins)]).toEqual([new Set([SYMBOL]), new Set(['BTC/USDT'])]);
      // One key signs for both, in the same instants.
      const nonces = at.venue.log.of(ORDER).map(({ params }) => (JSON.parse(params['body']!) as Sent).nonce);
      expect([nonces.length, new Set(nonces).size]).toEqual([4, 4]);
    } finally {
      await coins.close();
    }
  });

  test('a spot account takes none that wait for a price, as before', async () => {
    const coins = await Trading.within('hyperliquid', at);
    try {
      expect(await coins.place(coins.order(STOP))).toMatchObject({ kind: 'unsent', problem: 'Hyperliquid takes no stop orders.' });
      expect([coins.orders.exits, at.orders.exits]).toEqual([null, { pairs: false, changes: 'anew' }]);
    } finally {
      await coins.close();
    }
  });
});
