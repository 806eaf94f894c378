import type { FillRow, OrderRow, PositionRow, RefusalRow, StrategyRow } from '../../../src-shared/contract/rows.ts';
import { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { InstrumentSpec } from '../../../src-shared/domain/instrument.ts';
import type { AssetId, InstrumentId, VenueId } from '../../../src-shared/kernel/ids.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';

function spec(base: string, tick: string, lot: string): InstrumentSpec {
  return {
    id: `${base}/USD.SIM` as InstrumentId,
    symbol: `${base}/USD`,
    name: base,
    venue: 'SIM' as VenueId,
    kind: 'spot',
    base: base as AssetId,
    quote: 'USD' as AssetId,
    settle: 'USD' as AssetId,
    tick,
    lot,
    engineLot: lot,
    multiplier: '1',
    minNotional: '10',
    makerFee: '0.0008',
    takerFee: '0.001',
    halfSpreadBps: null,
    validFrom: utcMs(0),
  };
}

const ALL = [spec('BTC', '0.01', '0.00001'), spec('XRP', '0.0001', '1')].map((each, index) => new Instrument(each, index));

/** BTC with two digits of price and five of size, XRP with four and none. */
export const INSTRUMENTS: ReadonlyMap<string, Instrument> = new Map(ALL.map((each) => [each.id as string, each]));

export function positionRow(change: Partial<PositionRow> = {}): PositionRow {
  return {
    instrument: 'BTC/USD.SIM',
    size: '0.05',
    entry: '103905.7',
    mark: '104231.50',
    value: '5211.575',
    unrealised: '16.29',
    realisedToday: '0',
    fees: '5.2',
    stop: null,
    targets: [],
    openedAt: 1_000,
    origin: 'you',
    ...change,
  };
}

export function orderRow(change: Partial<OrderRow> = {}): OrderRow {
  return {
    id: 'a'.repeat(26),
    instrument: 'BTC/USD.SIM',
    side: 'buy',
    type: 'limit',
    size: '0.05000',
    quoteAmount: null,
    price: '104040.00',
    trigger: null,
    trail: null,
    expiresAt: null,
    amending: null,
    filled: '0.00000',
    timeInForce: 'gtc',
    postOnly: false,
    reduceOnly: false,
    group: null,
    role: null,
    state: 'acknowledged',
    reason: null,
    origin: 'you',
    createdAt: 1_000,
    updatedAt: 1_000,
    protective: false,
    ...change,
  };
}

export function fillRow(change: Partial<FillRow> = {}): FillRow {
  return {
    id: 'f1',
    order: 'a'.repeat(26),
    instrument: 'BTC/USD.SIM',
    side: 'buy',
    price: '104231.50',
    size: '0.05000',
    value: '5211.575',
    fee: '5.211575',
    feeAsset: 'USD',
    liquidity: 'taker',
    slippageBps: 0.2,
    realised: null,
    origin: 'you',
    decidedAt: 400,
    time: 1_000,
    ...change,
  };
}

export function refusalRow(change: Partial<RefusalRow> = {}): RefusalRow {
  return {
    code: 'risk.max-position',
    message: 'Not sent: BTC/USD would reach 31,200.00 USD; your limit is 30,000.00.',
    details: {},
    instrument: 'BTC/USD.SIM',
    side: 'buy',
    size: '0.30000',
    price: '104000.00',
    origin: 'you',
    time: 1_000,
    ...change,
  };
}

export function strategyRow(change: Partial<StrategyRow> = {}): StrategyRow {
  return {
    instance: 'sma-cross-0c0b7d48',
    strategy: 'sma-cross',
    instrument: 'BTC/USD.SIM',
    timeframe: '5m',
    parameters: { fast: 10, slow: 30 },
    size: { kind: 'equity-fraction', fraction: 0.075 },
    running: true,
    startedAt: 1_000,
    stopReason: null,
    position: '0',
    pnl: '0',
    pnlToday: '0',
    trades: 0,
    wins: 0,
    drawdown: '0',
    lastSignal: null,
    script: null,
    ...change,
  };
}
