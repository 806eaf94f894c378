import type { AccountRow, OrderRow, PositionRow, QuoteRow, RiskRow, StatusRow } from '../../../src-shared/contract/rows.ts';
import { Instrument } from '../../../src-shared/domain/instrument.ts';
import { DEFAULT_LIMITS } from '../../../src-shared/domain/limits.ts';
import type { DeskState } from '../../../src-renderer/state/desk-store.ts';
import type { TicketDraft } from '../../../src-renderer/state/ticket-draft.ts';
import { SPECS } from './invented-market.ts';

// Every state of the ticket with invented figures: for looking at, for measurements and for axe.

const [SPEC] = SPECS;
if (SPEC === undefined) throw new Error('there is no instrument');
export const BTC = new Instrument(SPEC, 0);
/** 21 Nov 2026 14:03:07 UTC. */
export const NOW = 1_795_269_787_000;

const quote = { instrument: BTC.id, time: NOW, bid: 104_230.5, ask: 104_231.5, last: 104_231.5, volume24h: 33_860 } as unknown as QuoteRow;
const account = {
  account: 'paper-1',
  book: 'paper',
  quote: 'USD',
  time: NOW,
  equity: '100247.59',
  dayStartEquity: '100000',
  dayPnl: '247.59',
  free: '70890.69',
  reserved: '5207.21',
  exposure: '24149.69',
  equityPeak: '100295.45',
  drawdown: 0.0005,
  openOrders: 2,
  realisedToday: '0',
  feesToday: '0',
  balances: [],
} as AccountRow;
const risk = {
  state: 'ACTIVE',
  reason: 'you',
  since: NOW,
  limits: DEFAULT_LIMITS,
  evidence: '',
  reducedUntil: null,
  locks: [],
  use: [],
} as RiskRow;
const status = {
  marketTime: NOW,
  wallTime: Date.now(),
  speed: 1,
  seed: 7,
  connected: true,
  venue: 'Simulated market',
} as unknown as StatusRow;

const order = (row: Partial<OrderRow> & Pick<OrderRow, 'id'>): OrderRow => ({
  instrument: BTC.id,
  side: 'buy',
  type: 'limit',
  size: '0.05',
  quoteAmount: null,
  price: null,
  trigger: null,
  trail: null,
  expiresAt: null,
  amending: null,
  filled: '0',
  timeInForce: 'gtc',
  postOnly: false,
  reduceOnly: false,
  group: null,
  role: null,
  state: 'acknowledged',
  reason: null,
  origin: 'you',
  createdAt: NOW,
  updatedAt: NOW,
  protective: false,
  ...row,
});

/** The perpetual on the same coin, on five times leverage, with ten thousand behind it. */
const PERPETUAL = new Instrument(
  {
    ...SPEC,
    symbol: 'BTC/USD:USD',
    kind: 'perpetual',
    terms: { maxLeverage: 50, leverage: 5, maintenanceMargin: '0.01', liquidationFee: '0.01' },
  },
  0,
);
const MARGINED = {
  instruments: new Map([[BTC.id, PERPETUAL]]),
  positions: new Map<string, PositionRow>(),
  account: { ...account, free: '10000', balances: [{ asset: 'USD', total: '10000' }] } as unknown as AccountRow,
};
const shortOf = (size: string): ReadonlyMap<string, PositionRow> =>
  new Map([
    [
      BTC.id,
      {
        ...{ instrument: BTC.id, size: `-${size}`, entry: '105000', mark: '104231.50', value: String(-104_231.5 * Number(size)) },
        unrealised: String(768.5 * Number(size)),
        perpetual: { margin: String(21_000 * Number(size)), liquidation: '201000.00', freeIfClosed: '11900' },
      } as unknown as PositionRow,
    ],
  ]);

const byId = (...rows: readonly OrderRow[]): ReadonlyMap<string, OrderRow> => new Map(rows.map((row) => [row.id, row]));
const held = (size: string): ReadonlyMap<string, PositionRow> =>
  new Map([[BTC.id, { instrument: BTC.id, size } as unknown as PositionRow]]);
const leg = { side: 'sell', group: 'g', reduceOnly: true, protective: true } as const;

export const DESK: Partial<DeskState> = {
  ready: true,
  instruments: new Map([[BTC.id, BTC]]),
  quotes: new Map([[BTC.id, quote]]),
  orders: new Map(),
  positions: held('0.05'),
  account,
  risk,
  status,
};

interface TicketState {
  readonly draft?: Partial<TicketDraft>;
  readonly desk?: Partial<DeskState>;
  /** The open order that is taken into the ticket. */
  readonly amend?: OrderRow;
  /** Which control is opened before the picture, by its name. */
  readonly press?: string;
}

const LIMIT = { type: 'limit', price: '104231.50', size: '0.05' } as const;
const BRACKET = { ...LIMIT, bracket: true, stop: '103750.00', targets: [{ price: '106000.00', share: '100' }] } as const;
const RESTING = order({ id: 'o1', price: '104120.00', size: '0.08', filled: '0.03', timeInForce: 'gtd', expiresAt: NOW + 5_400_000 });
const TRAILING = order({
  id: 'o2',
  side: 'sell',
  type: 'trailing-stop',
  trail: '520.00',
  trigger: '103811.50',
  size: '0.05',
  reduceOnly: true,
});

/** The states by name. */
export const TICKET_STATES: Readonly<Record<string, TicketState>> = {
  empty: {},
  limit: { draft: LIMIT },
  risk: { draft: { ...BRACKET, unit: 'risk', size: '0.10' } },
  'risk-without-stop': { draft: { ...LIMIT, unit: 'risk', size: '0.10' } },
  targets: {
    draft: {
      ...BRACKET,
      size: '0.14539',
      targets: [
        { price: '105000.00', share: '40' },
        { price: '105500.00', share: '30' },
        { price: '106000.00', share: '20' },
      ],
    },
  },
  market: { draft: { type: 'market', size: '0.05' } },
  stop: { draft: { type: 'stop', trigger: '104800.00', size: '0.05' } },
  'stop-limit': { draft: { ...BRACKET, type: 'stop-limit', trigger: '104800.00', price: '104850.00' } },
  'take-profit': { draft: { type: 'take-profit', side: 'sell', trigger: '106000.00', size: '0.05' } },
  trailing: { draft: { type: 'trailing-stop', side: 'sell', trail: '0.50', trailUnit: 'percent', size: '0.05' } },
  'trailing-empty': { draft: { type: 'trailing-stop', side: 'sell' } },
  gtd: { draft: { ...LIMIT, timeInForce: 'gtd', expiresAt: NOW + 5_400_000 } },
  'trailing-gtd': {
    draft: { type: 'trailing-stop', side: 'sell', trail: '300.00', size: '0.05', timeInForce: 'gtd', expiresAt: NOW + 90_000_000 },
  },
  'gtd-past': { draft: { ...LIMIT, timeInForce: 'gtd', expiresAt: NOW - 60_000 } },
  refused: { draft: { ...LIMIT, size: '0.24934' } },
  'off-tick': { draft: { ...LIMIT, price: '104231.505' } },
  held: {
    draft: { type: 'limit', side: 'sell', price: '104400.00', size: '0.05' },
    desk: {
      orders: byId(
        order({ ...leg, id: 'l1', type: 'stop', role: 'stop', trigger: '103750.00' }),
        order({ ...leg, id: 'l2', role: 'target', price: '106000.00' }),
      ),
    },
  },
  stale: { draft: LIMIT, desk: { heardAt: Date.now() - 12_400 } },
  halted: { draft: LIMIT, desk: { risk: { ...risk, state: 'HALTED', reason: 'kill-switch' } } },
  amend: { amend: RESTING, draft: { price: '104150.00' }, desk: { orders: byId(RESTING) } },
  'amend-trailing': { amend: TRAILING, draft: { trail: '400.00' }, desk: { orders: byId(TRAILING) } },
  confirm: { draft: BRACKET, press: 'Buy 0.05 BTC' },
  short: { draft: { ...LIMIT, side: 'sell', price: '104400.00', size: '0.25' }, desk: MARGINED },
  'short-bracket': {
    draft: { ...BRACKET, side: 'sell', price: '104400.00', stop: '105100.00', targets: [{ price: '102000.00', share: '100' }] },
    desk: MARGINED,
  },
  'short-back': { draft: { ...LIMIT, price: '104000.00', size: '0.10' }, desk: { ...MARGINED, positions: shortOf('0.10') } },
  'short-turned': { draft: { type: 'market', size: '0.25' }, desk: { ...MARGINED, positions: shortOf('0.10') } },
  'short-too-large': { draft: { ...LIMIT, side: 'sell', price: '104400.00', size: '0.60' }, desk: MARGINED },
  'confirm-short': {
    draft: { ...BRACKET, side: 'sell', price: '104400.00', stop: '105100.00', targets: [{ price: '102000.00', share: '100' }] },
    desk: MARGINED,
    press: 'Sell short 0.05 BTC',
  },
  'confirm-market': { draft: { type: 'market', size: '0.05' }, press: 'Buy 0.05 BTC' },
};
