import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AccountId, AssetId, ClientOrderId, InstrumentId, SessionId, VenueFillId, VenueId } from '../../src-shared/kernel/ids.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import { utcMs } from '../../src-shared/kernel/time.ts';
import { Instrument, type InstrumentSpec } from '../../src-shared/domain/instrument.ts';
import type { IdentifiedOrder, Side } from '../../src-shared/domain/order.ts';
import type { Clock } from '../../src-main/ports/clock.ts';
import type { LedgerBatch, LedgerRecord, LedgerScope, Posting } from '../../src-main/ports/ledger.ts';
import type { SessionStart } from '../../src-main/ports/session-register.ts';
import { Positions } from '../../src-main/core/accounting/positions.ts';

/** A market time to count from: 2026-01-05T00:00:00Z. */
export const START = 1_767_571_200_000;

function spec(symbol: string, steps: { tick: string; lot: string }): InstrumentSpec {
  const [base = '', quote = ''] = symbol.split('/');
  return {
    id: `${symbol}.SIM` as InstrumentId,
    symbol,
    name: base,
    venue: 'SIM' as VenueId,
    kind: 'spot',
    base: base as AssetId,
    quote: quote as AssetId,
    settle: quote as AssetId,
    tick: steps.tick,
    lot: steps.lot,
    engineLot: steps.lot,
    multiplier: '1',
    minNotional: '1',
    makerFee: '0.0008',
    takerFee: '0.001',
    halfSpreadBps: null,
    validFrom: utcMs(0),
  };
}

/** Instruments of ordinary, tiny, huge and wei-sized figures. */
export const SPECS: readonly InstrumentSpec[] = [
  spec('BTC/USD', { tick: '0.01', lot: '0.00000001' }),
  spec('SHIB/USD', { tick: '0.00000001', lot: '1' }),
  spec('BTC/IDR', { tick: '1000', lot: '0.00000001' }),
  spec('WEI/USD', { tick: '0.000000000000000001', lot: '0.000000000000000001' }),
];

export const INSTRUMENTS: readonly Instrument[] = SPECS.map((each, index) => new Instrument(each, index));

export const SCOPE: LedgerScope = {
  book: 'paper',
  account: 'paper-1' as AccountId,
  venue: 'SIM' as VenueId,
  session: 'session-1' as SessionId,
};

export function sessionStart(scope: LedgerScope = SCOPE, instruments = SPECS): SessionStart {
  return { scope, instruments, engineVersion: '0.1.0', configuration: '{"seed":7}', startedAt: utcMs(START) };
}

/** A clock that stands still until told. */
export class StillClock implements Clock {
  wall = 1_800_000_000_000;
  now(): ReturnType<Clock['now']> {
    return utcMs(this.wall);
  }
  monotonic(): number {
    return 0;
  }
  after(): { dispose(): void } {
    return { dispose: () => undefined };
  }
}

export function orderId(number: number): ClientOrderId {
  return `o${number.toString(36).padStart(25, '0')}` as ClientOrderId;
}

export function order(number: number, fields: Partial<IdentifiedOrder> = {}): IdentifiedOrder {
  return {
    id: orderId(number),
    instrument: 0,
    origin: 'you',
    tag: null,
    side: 'buy',
    type: 'limit',
    lots: 1_000_000,
    quoteAmount: null,
    limitTicks: 10_000_000,
    triggerTicks: null,
    trailTicks: null,
    expiresAt: null,
    timeInForce: 'gtc',
    postOnly: false,
    reduceOnly: false,
    group: null,
    decidedAt: utcMs(START + number),
    decisionTicks: 10_000_000,
    ...fields,
  };
}

export interface FillFields {
  readonly id: string;
  readonly order: number;
  readonly instrument?: number;
  readonly origin?: string;
  readonly side?: Side;
  readonly ticks?: number;
  readonly lots?: number;
  readonly fee?: string;
  readonly time?: number;
}

type FillRecord = Extract<LedgerRecord, { kind: 'fill' }>;

/** Makes the records that an engine would make, keeping the positions that `realised` follows from. */
export class Desk {
  private readonly positions = new Positions(SPECS.length);

  fill(fields: FillFields): FillRecord {
    const { id, instrument = 0, origin = 'you', side = 'buy', ticks = 10_000_000, lots = 1_000, fee = '0', time = START } = fields;
    const traded = INSTRUMENTS[instrument]!;
    const notional = traded.notional(ticks, lots);
    const paid = Decimal.parse(fee);
    const realised = this.positions.apply(instrument, side === 'buy' ? lots : -lots, { notional, fee: paid }, time);
    return {
      kind: 'fill',
      instrument,
      fill: { id: id as VenueFillId, order: orderId(fields.order), ticks, lots, liquidity: 'taker', fee: paid, time: utcMs(time) },
      origin,
      side,
      notional,
      realised,
      slippageBps: 1.5,
      postings: fillPostings(traded, side, { lots, notional, fee: paid }),
    };
  }
}

/** The five lines of a fill, written out by hand. */
function fillPostings(traded: Instrument, side: Side, money: { lots: number; notional: Decimal; fee: Decimal }): Posting[] {
  const size = side === 'buy' ? traded.sizeOf(money.lots) : traded.sizeOf(money.lots).neg();
  const paid = side === 'buy' ? money.notional.neg() : money.notional;
  const { base, quote } = traded.spec;
  return [
    { account: 'holdings', asset: base, amount: size },
    { account: 'market', asset: base, amount: size.neg() },
    { account: 'holdings', asset: quote, amount: paid.sub(money.fee) },
    { account: 'market', asset: quote, amount: paid.neg() },
    { account: 'fees', asset: quote, amount: money.fee },
  ];
}

export function deposit(asset: string, amount: string, time = START): LedgerRecord {
  const money = Decimal.parse(amount);
  return {
    kind: 'transfer',
    reason: 'deposit',
    postings: [
      { account: 'holdings', asset, amount: money },
      { account: 'funding', asset, amount: money.neg() },
    ],
    note: 'start | money',
    time: utcMs(time),
  };
}

export function batch(records: readonly LedgerRecord[], fields: Partial<LedgerBatch> = {}): LedgerBatch {
  return { scope: SCOPE, time: utcMs(START), sequence: 1, records, ...fields };
}

/** A folder that is gone after the test. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'cryptoorch-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
