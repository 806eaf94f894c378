import * as z from 'zod/mini';
import type { MarginTierTerms } from '../../../../src-shared/domain/margin-tiers.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { Fault } from '../../../../src-shared/kernel/fault.ts';
import type { SeenFunding, SeenPosition } from '../../../ports/venue-orders.ts';
import { HYPERLIQUID_TAKEN_MS, hyperliquidAsset } from './hyperliquid-actions.ts';
import { HYPERLIQUID_PERPETUALS } from './hyperliquid-kinds.ts';
import { everyPage } from './hyperliquid-questions.ts';
import type { ContractProtocol, LeveragedMarket, OrderMarket, OrderProtocol, ProtocolCalls, Reading } from './order-protocol.ts';
import { AMOUNT, plain, WHOLE } from './read-parts.ts';
import type { ContractCalls, VenueRules } from './venue-rules.ts';

const { name: VENUE, owns } = HYPERLIQUID_PERPETUALS;
/** Digits of a rate that does not end. */
const RATE_DIGITS = 18;
/** Numbers of margin tables below this one stand for a single bracket of that leverage. */
const FIRST_TABLE = 50;
/** Ways of keeping an account's money in which that of perpetuals is apart from its coins. */
const APART: readonly string[] = ['disabled', 'default', 'dexAbstraction'];

/** Funding is paid each hour, and shows within this time, ms. */
const HOUR_MS = 3_600_000;
const PAID_WITHIN_MS = 120_000;

const STATE = z.object({
  marginSummary: z.object({ totalRawUsd: AMOUNT }),
  assetPositions: z.array(
    z.object({
      type: z.literal('oneWay'),
      position: z.object({
        ...{ coin: z.string(), szi: AMOUNT, positionValue: AMOUNT, unrealizedPnl: AMOUNT },
        cumFunding: z.object({ allTime: AMOUNT }),
      }),
    }),
  ),
});
const FUNDING = z.array(z.object({ time: WHOLE, delta: z.object({ type: z.literal('funding'), coin: z.string(), usdc: AMOUNT }) }));
const HELD = z.object({ leverage: z.object({ type: z.string(), value: WHOLE }) });
const DONE = z.object({ status: z.literal('ok') });
const MARKET = z.object({
  info: z.object({
    name: z.string(),
    maxLeverage: WHOLE,
    marginTableId: z.optional(WHOLE),
    onlyIsolated: z.optional(z.boolean()),
    marginMode: z.optional(z.string()),
  }),
});
const TABLE = z.object({ marginTiers: z.array(z.object({ lowerBound: AMOUNT, maxLeverage: WHOLE })).check(z.minLength(1)) });
const TABLES = z.object({ marginTables: z.array(z.tuple([WHOLE, TABLE])) });

/** Leverage, positions and funding of Hyperliquid's perpetuals. */
export const HYPERLIQUID_CONTRACTS: ContractProtocol = { prepare, positions: positionsOf, funding: fundingOf };

/** Money of its perpetuals, raw: what opening took and closing gave, so that the cost of what is open is not in it. */
export async function hyperliquidMoney(reading: Reading): ReturnType<OrderProtocol['balances']> {
  const { marginSummary } = await stateOf(reading);
  return [{ asset: reading.markets.asset('USDC'), free: plain(marginSummary.totalRawUsd), used: '0', lessCost: true }];
}

async function positionsOf(reading: Reading): Promise<readonly SeenPosition[]> {
  const { assetPositions } = await stateOf(reading);
  return assetPositions
    .filter(({ position: { coin, szi } }) => owns(coin) && !Decimal.parse(szi).isZero())
    .map(({ position: { coin, szi, positionValue, unrealizedPnl } }) => {
      const size = Decimal.parse(szi);
      // The entry price is told to so many figures only; what it is worth and what was gained are told to the last digit.
      const worth = size.sign() < 0 ? Decimal.parse(positionValue).neg() : Decimal.parse(positionValue);
      const cost = worth.sub(Decimal.parse(unrealizedPnl));
      return { symbol: reading.markets.named(coin)?.symbol ?? coin, size: size.toString(), cost: cost.toString() };
    });
}

type State = z.infer<typeof STATE>;

/** What a reading has seen: money and positions of a look are of one instant. */
const states = new WeakMap<Reading, Promise<State>>();

function stateOf(reading: Reading): Promise<State> {
  const { exchange, ask } = reading;
  const question = () => exchange.publicPostInfo({ type: 'clearinghouseState', user: exchange.walletAddress });
  const state = states.get(reading) ?? ask(question, (answer) => STATE.parse(answer));
  states.set(reading, state);
  return state;
}

/** Payments that an account was told, since when, and what it had and its positions said then: with them the same there are no others. */
interface ToldFunding {
  readonly since: number;
  readonly askedAt: number;
  readonly paid: string;
  readonly rows: readonly FundingRow[];
}

type FundingRow = z.infer<typeof FUNDING>[number];

const told = new WeakMap<ProtocolCalls, ToldFunding>();

/**
 * Payments of these markets. To ask for them costs as much as half of a look, and they are made each hour: in between those that were told are all there are,
 * as long as the account has the same money and every position shows the same sum of them: one that was opened and closed again shows none.
 */
async function fundingOf(reading: Reading, markets: readonly OrderMarket[], since: number): Promise<readonly SeenFunding[]> {
  const { exchange } = reading;
  const { marginSummary, assetPositions } = await stateOf(reading);
  const sums = assetPositions.map(({ position: { coin, cumFunding } }) => [coin, cumFunding.allTime]);
  const paid = JSON.stringify([marginSummary.totalRawUsd, sums]);
  const before = told.get(exchange);
  const now = exchange.nonce();
  const isAll = before !== undefined && before.since <= since && before.paid === paid && isSameHour(before.askedAt, now);
  const known = isAll ? before : { since, askedAt: now, paid, rows: await askFunding(reading, since) };
  told.set(exchange, known);
  const symbols = new Map(markets.map(({ id, symbol }) => [id, symbol]));
  return known.rows
    .filter(({ time }) => time >= since)
    .flatMap(({ time, delta: { coin, usdc } }) => {
      const symbol = symbols.get(coin);
      return symbol === undefined ? [] : [{ symbol, amount: plain(usdc), time }];
    })
    .sort((a, b) => a.time - b.time);
}

/** Whether no payment can have come between two instants: they are of one hour, and its own was there at the first. */
function isSameHour(first: number, second: number): boolean {
  return Math.floor(first / HOUR_MS) === Math.floor(second / HOUR_MS) && first % HOUR_MS >= PAID_WITHIN_MS;
}

async function askFunding({ exchange, ask }: Reading, since: number): Promise<readonly FundingRow[]> {
  const found = new Map<string, FundingRow>();
  const page = (startTime: number) =>
    ask(
      () => exchange.publicPostInfo({ type: 'userFunding', user: exchange.walletAddress, startTime }),
      (answer) =>
        FUNDING.parse(answer).map((row) => {
          found.set(`${row.delta.coin} ${String(row.time)}`, row);
          return row.time;
        }),
    );
  await everyPage(page, since, refused('the account has more payments of funding than can be read'));
  return [...found.values()];
}

/** Sets leverage on cross margin where it is another one, and reads it again: the venue's yes is not believed. */
async function prepare(reading: Reading, contracts: readonly LeveragedMarket[]): Promise<void> {
  const { exchange, ask } = reading;
  const user = exchange.walletAddress;
  const kept = await ask(
    () => exchange.publicPostInfo({ type: 'userAbstraction', user }),
    (answer) => z.string().parse(answer).replaceAll('"', ''),
  );
  if (!APART.includes(kept))
    throw refused(
      `the account keeps its money as ${kept}, with coins and perpetuals together, which is not traded here; set it to separate accounts there`,
    );
  for (const { market, leverage } of contracts) {
    const { maxLeverage, onlyIsolated = false, marginMode = 'normal' } = garbledUnless(MARKET, exchange.market(market.symbol)).info;
    if (onlyIsolated || marginMode === 'strictIsolated' || marginMode === 'noCross')
      throw refused(`${market.symbol} is held there on margin of its own only (isolated); here all stands on one margin`);
    if (leverage > maxLeverage || !Number.isSafeInteger(leverage))
      throw refused(`${market.symbol} is held there at a whole leverage of ${String(maxLeverage)} at most`);
    if (await isHeldAt(reading, market, leverage)) continue;
    const asset = hyperliquidAsset(HYPERLIQUID_PERPETUALS, exchange, market);
    // Fields in the order in which the venue signs them.
    const action = { type: 'updateLeverage', asset, isCross: true, leverage };
    await ask(
      () => exchange.privatePostExchange({ action, takenMs: HYPERLIQUID_TAKEN_MS }),
      (answer) => DONE.parse(answer),
    );
    if (!(await isHeldAt(reading, market, leverage)))
      throw refused(`${market.symbol} is not held on cross margin at ${String(leverage)} there, although that was set`);
  }
}

function isHeldAt({ exchange, ask }: Reading, { id: coin }: OrderMarket, leverage: number): Promise<boolean> {
  return ask(
    () => exchange.publicPostInfo({ type: 'activeAssetData', user: exchange.walletAddress, coin }),
    (answer) => {
      const { type, value } = HELD.parse(answer).leverage;
      return type === 'cross' && value === leverage;
    },
  );
}

/** What Hyperliquid says of a perpetual's margin: half of the initial margin at the highest leverage of each bracket must stay; for closing it takes no fee of its own. */
export const hyperliquidTerms: NonNullable<VenueRules['contractTerms']> = async (exchange, market) => {
  const { maxLeverage, marginTableId = maxLeverage } = garbledUnless(MARKET, market).info;
  const tiers = await tiersOf(exchange, marginTableId);
  return {
    maxLeverage,
    maintenanceMargin: tiers[0]!.rate,
    ...(tiers.length === 1 ? {} : { tiers }),
    liquidationFee: '0',
  };
};

async function tiersOf(exchange: ContractCalls, table: number): Promise<readonly MarginTierTerms[]> {
  if (table < FIRST_TABLE) return [tierOf('0', table)];
  const { marginTables } = garbledUnless(TABLES, await exchange.publicPostInfo({ type: 'meta' }));
  const found = marginTables.find(([id]) => id === table)?.[1];
  if (found === undefined) throw new Fault('venue.garbled', { venue: VENUE });
  return found.marginTiers.map(({ lowerBound, maxLeverage }) => tierOf(plain(lowerBound), maxLeverage));
}

function tierOf(from: string, leverage: number): MarginTierTerms {
  const rate = Decimal.ONE.divide(Decimal.fromNumber(2 * leverage), RATE_DIGITS, 'up').toString();
  return { from, rate, leverage };
}

function garbledUnless<Schema extends z.ZodMiniType>(schema: Schema, value: unknown): z.output<Schema> {
  const read = schema.safeParse(value);
  if (!read.success) throw new Fault('venue.garbled', { venue: VENUE }, { cause: read.error });
  return read.data;
}

function refused(problem: string): Fault {
  return new Fault('venue.refused', { venue: VENUE, problem });
}
