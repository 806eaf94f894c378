import * as z from 'zod/mini';
import type { PerpetualTerms } from '../../../../src-shared/domain/instrument.ts';
import type { MarginTierTerms } from '../../../../src-shared/domain/margin-tiers.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { Fault } from '../../../../src-shared/kernel/fault.ts';
import type { SeenAccount, SeenPosition } from '../../../ports/venue-orders.ts';
import { fundingOf, noteDollars } from './krakenfutures-log.ts';
import { contractNamed, FIGURE, figureOrNull } from './krakenfutures-parts.ts';
import type { ContractProtocol, LeveragedMarket, OrderMarket, Reading } from './order-protocol.ts';
import type { ContractCalls } from './venue-rules.ts';

const VENUE = 'Kraken Futures';
const SUCCESS = { result: z.literal('success') };
const FLEX = z.object({
  currencies: z.record(z.string(), z.object({ quantity: FIGURE })),
  initialMarginWithOrders: FIGURE,
});
const ACCOUNTS = z.object({ ...SUCCESS, accounts: z.object({ flex: z.optional(FLEX) }) });
const LEVERAGES = z.object({
  ...SUCCESS,
  leveragePreferences: z.array(z.object({ symbol: z.string(), maxLeverage: z.nullish(FIGURE) })),
});
const PAID_IN = z.object({ ...SUCCESS, preferences: z.array(z.object({ symbol: z.string(), pnlCurrency: z.string() })) });
const DONE = z.object(SUCCESS);
const POSITIONS = z.object({
  ...SUCCESS,
  openPositions: z.array(
    z.object({
      symbol: z.string(),
      side: z.enum(['long', 'short']),
      size: FIGURE,
      price: FIGURE,
      maxFixedLeverage: z.nullish(FIGURE),
    }),
  ),
});

/** Perpetuals at Kraken Futures: cross margin in the multi-collateral wallet, one net position a contract. */
export const KRAKENFUTURES_CONTRACTS: ContractProtocol = {
  prepare: async (reading, contracts) => {
    await flexOf(reading);
    for (const contract of contracts) demandLeverage(reading, contract);
    await demandCross(reading, contracts);
    await demandDollars(reading, contracts);
  },
  positions: async ({ exchange, markets, ask }) => {
    const rows = await ask(
      () => exchange.privateGetOpenpositions({}),
      (answer) => POSITIONS.parse(answer).openPositions,
    );
    return rows.flatMap((row) => positionOf(row, contractNamed(markets, row.symbol)) ?? []);
  },
  funding: fundingOf,
};

/** Null for what is closed, and for contracts that are not traded here. */
function positionOf(
  { side, size, price, maxFixedLeverage }: z.infer<typeof POSITIONS>['openPositions'][number],
  market: OrderMarket | null,
): SeenPosition | null {
  if (market === null || figureOrNull(size) === null) return null;
  if (figureOrNull(maxFixedLeverage) !== null) throw isolated(market);
  const amount = Decimal.parse(size).abs();
  const held = side === 'short' ? amount.neg() : amount;
  return { symbol: market.symbol, size: held.toString(), cost: held.mul(Decimal.parse(price)).toString() };
}

/** Money of the multi-collateral wallet by its currencies, each as it is: profit that is not realised is in none of them. */
export async function krakenFuturesMoney(reading: Reading): Promise<SeenAccount['balances']> {
  const flex = await flexOf(reading);
  noteDollars(reading.exchange, flex.currencies['USD']?.quantity ?? '0');
  return moneyOf(flex, reading.markets.asset);
}

/** The same from an answer, of an account that is only read; nothing where there is no such wallet. */
export function moneyIn(answer: unknown, asset: (name: string) => string): SeenAccount['balances'] {
  const { flex } = ACCOUNTS.parse(answer).accounts;
  return flex === undefined ? [] : moneyOf(flex, asset);
}

/** What margin holds is of the dollars; the whole of a currency is free or used. */
function moneyOf(
  { currencies, initialMarginWithOrders }: z.infer<typeof FLEX>,
  assetOf: (name: string) => string,
): SeenAccount['balances'] {
  const held = Object.entries(currencies).map(([name, { quantity }]) => {
    const asset = assetOf(name);
    const all = Decimal.parse(quantity);
    const margin = asset === 'USD' ? Decimal.parse(initialMarginWithOrders) : Decimal.ZERO;
    const used = all.sign() <= 0 ? Decimal.ZERO : margin.compare(all) > 0 ? all : margin;
    return { asset, free: all.sub(used).toString(), used: used.toString() };
  });
  return held.filter(({ free, used }) => free !== '0' || used !== '0');
}

async function flexOf({ exchange, ask }: Reading): Promise<z.infer<typeof FLEX>> {
  const { flex } = await ask(
    () => exchange.privateGetAccounts({}),
    (answer) => ACCOUNTS.parse(answer).accounts,
  );
  if (flex === undefined) throw refused('the account has no multi-collateral wallet; it is opened at Kraken');
  return flex;
}

/** A leverage that is told to the venue puts a contract on margin of its own; so none is told, and the program's own limits hold it. */
function demandLeverage({ exchange }: Reading, { market, leverage }: LeveragedMarket): void {
  const { maxLeverage } = termsOf(exchange.market(market.symbol));
  if (leverage > maxLeverage || leverage < 1)
    throw refused(`${market.symbol} is held there at a leverage of ${String(maxLeverage)} at most`);
}

/** Takes a leverage that was set back where there is one, which puts the contract on cross margin again, and believes it when it is read. */
async function demandCross(reading: Reading, contracts: readonly LeveragedMarket[]): Promise<void> {
  const { exchange, ask } = reading;
  const before = await isolatedContracts(reading);
  const wanted = contracts.filter(({ market }) => before.has(market.id));
  for (const { market } of wanted)
    await ask(
      () => exchange.privatePutLeveragepreferences({ symbol: market.id }),
      (answer) => DONE.parse(answer),
    );
  const now = wanted.length === 0 ? before : await isolatedContracts(reading);
  const still = contracts.find(({ market }) => now.has(market.id));
  if (still !== undefined) throw isolated(still.market);
}

function isolatedContracts({ exchange, ask }: Reading): Promise<ReadonlySet<string>> {
  return ask(
    () => exchange.privateGetLeveragepreferences({}),
    (answer) => {
      const rows = LEVERAGES.parse(answer).leveragePreferences;
      return new Set(rows.filter(({ maxLeverage }) => figureOrNull(maxLeverage) !== null).map(({ symbol }) => symbol.toUpperCase()));
    },
  );
}

async function demandDollars({ exchange, ask, markets }: Reading, contracts: readonly LeveragedMarket[]): Promise<void> {
  const rows = await ask(
    () => exchange.privateGetPnlpreferences({}),
    (answer) => PAID_IN.parse(answer).preferences,
  );
  for (const { market } of contracts) {
    const paidIn = rows.find(({ symbol }) => symbol.toUpperCase() === market.id)?.pnlCurrency;
    if (paidIn !== undefined && markets.asset(paidIn.toUpperCase()) !== market.quote)
      throw refused(`what ${market.symbol} earns is paid in ${paidIn} there; set it to ${market.quote} in the settings at Kraken`);
  }
}

function isolated({ symbol }: OrderMarket): Fault {
  return refused(`${symbol} is held there on margin of its own (isolated), at a leverage that was set; here all stands on one margin`);
}

function refused(problem: string): Fault {
  return new Fault('venue.refused', { venue: VENUE, problem });
}

const LEVEL = z.object({
  contracts: z.nullish(FIGURE),
  numNonContractUnits: z.nullish(FIGURE),
  initialMargin: FIGURE,
  maintenanceMargin: FIGURE,
});
const LEVELS = z.array(LEVEL).check(z.minLength(1));
const LISTED = z.object({
  taker: z.union([z.number(), FIGURE]),
  info: z.object({ marginLevels: z.optional(LEVELS), retailMarginLevels: z.optional(z.array(LEVEL)) }),
});

/**
 * What it publishes of a contract's margin, by the value of a position. Who is a private customer there has a table of his own, and nobody says whose an account
 * is: the stricter one counts. The fee of a liquidation is that of an order that takes.
 */
function termsOf(market: unknown): Omit<PerpetualTerms, 'leverage'> {
  const read = LISTED.safeParse(market);
  if (!read.success) throw new Fault('venue.garbled', { venue: VENUE }, { cause: read.error });
  const { taker, info } = read.data;
  const tables = [info.marginLevels ?? [], info.retailMarginLevels ?? []].filter((table) => table.length > 0);
  const [table] = tables.toSorted((a, b) => Number(b[0]!.maintenanceMargin) - Number(a[0]!.maintenanceMargin));
  const brackets: MarginTierTerms[] = [];
  for (const level of table ?? []) {
    const before = brackets.at(-1);
    const from = before === undefined ? '0' : (level.numNonContractUnits ?? level.contracts ?? '0');
    // A border that is not above the one before, or a rate that falls, is no bracket.
    if (before !== undefined && (Number(from) <= Number(before.from) || Number(level.maintenanceMargin) < Number(before.rate))) continue;
    brackets.push({ from, rate: level.maintenanceMargin, leverage: leverageOf(level.initialMargin) });
  }
  const [first] = brackets;
  if (first === undefined) throw new Fault('venue.garbled', { venue: VENUE });
  return {
    maxLeverage: first.leverage ?? 1,
    maintenanceMargin: first.rate,
    ...(brackets.length === 1 ? {} : { tiers: brackets }),
    liquidationFee: String(taker),
  };
}

/** The whole leverage that a share of initial margin allows. */
function leverageOf(initialMargin: string): number {
  return Math.max(1, Number(Decimal.ONE.divide(Decimal.parse(initialMargin), 0, 'down').toString()));
}

export function krakenFuturesTerms(_exchange: ContractCalls, market: unknown): Promise<Omit<PerpetualTerms, 'leverage'>> {
  return Promise.resolve(termsOf(market));
}
