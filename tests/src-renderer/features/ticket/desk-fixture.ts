import type { AccountRow, OrderRow, PositionRow, QuoteRow, RiskRow } from '../../../../src-shared/contract/rows.ts';
import { Instrument } from '../../../../src-shared/domain/instrument.ts';
import type { InstrumentSpec } from '../../../../src-shared/domain/instrument.ts';
import { DEFAULT_LIMITS } from '../../../../src-shared/domain/limits.ts';
import type { RiskLimits } from '../../../../src-shared/domain/limits.ts';
import { createFormat } from '../../../../src-renderer/format/format.ts';
import { PLAIN_STYLE } from '../../../../src-renderer/format/number-style.ts';
import type { TicketFacts } from '../../../../src-renderer/features/ticket/ticket-facts.ts';
import { useTicketDraft } from '../../../../src-renderer/state/ticket-draft.ts';
import type { TicketDraft } from '../../../../src-renderer/state/ticket-draft.ts';

export const FORMAT = createFormat(PLAIN_STYLE, 'utc');

export const BTC = new Instrument(
  {
    id: 'BTC/USD.SIM',
    symbol: 'BTC/USD',
    name: 'Bitcoin',
    venue: 'SIM',
    kind: 'spot',
    base: 'BTC',
    quote: 'USD',
    settle: 'USD',
    tick: '0.01',
    lot: '0.00001',
    engineLot: '0.00001',
    multiplier: '1',
    minNotional: '10',
    makerFee: '0.0008',
    takerFee: '0.001',
    halfSpreadBps: null,
    validFrom: 0,
  } as unknown as InstrumentSpec,
  0,
);

const QUOTE = { instrument: BTC.id, time: 0, bid: 99_999, ask: 100_000, last: 100_000 } as unknown as QuoteRow;

export const ACCOUNT: AccountRow = {
  account: 'paper-1',
  book: 'paper',
  quote: 'USD',
  time: 0,
  equity: '100000',
  dayStartEquity: '100000',
  dayPnl: '0',
  free: '100000',
  reserved: '0',
  exposure: '0',
  equityPeak: '100000',
  drawdown: 0,
  openOrders: 0,
  realisedToday: '0',
  feesToday: '0',
  balances: [],
};

export function risk(limits: Partial<RiskLimits> = {}, state: RiskRow['state'] = 'ACTIVE'): RiskRow {
  return {
    state,
    reason: 'kill-switch',
    since: 0,
    limits: { ...DEFAULT_LIMITS, ...limits },
    evidence: '',
    reducedUntil: null,
    locks: [],
    use: [],
  };
}

export function position(size: string): ReadonlyMap<string, PositionRow> {
  return new Map([[BTC.id, { instrument: BTC.id, size } as unknown as PositionRow]]);
}

export function orders(...rows: readonly Partial<OrderRow>[]): ReadonlyMap<string, OrderRow> {
  const plain = {
    instrument: BTC.id,
    side: 'buy',
    filled: '0',
    reduceOnly: false,
    group: null,
    role: null,
    state: 'acknowledged',
    amending: null,
  };
  return new Map(rows.map((row, index) => [row.id ?? String(index), { id: String(index), ...plain, ...row } as unknown as OrderRow]));
}

export function facts(rest: Partial<TicketFacts> = {}): TicketFacts {
  return {
    instrument: BTC,
    instruments: new Map([[BTC.id, BTC]]),
    quotes: new Map([[BTC.id, QUOTE]]),
    orders: new Map(),
    positions: new Map(),
    account: ACCOUNT,
    risk: risk(),
    status: null,
    volatility: null,
    staleMs: null,
    bookStaleMs: null,
    ...rest,
  };
}

const EMPTY = useTicketDraft.getInitialState();

/** A limit buy of 0.05 at 99,000.00, changed. */
export function draft(change: Partial<TicketDraft> = {}): TicketDraft {
  return { ...EMPTY, instrument: BTC.id, price: '99000', size: '0.05', ...change };
}
