import * as z from 'zod/mini';
import type { PerpetualTerms } from '../../../../src-shared/domain/instrument.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { Fault } from '../../../../src-shared/kernel/fault.ts';
import type { SeenAccount, SeenFunding, SeenPosition } from '../../../ports/venue-orders.ts';
import type { ContractProtocol, LeveragedMarket, OrderMarket, OrderMarkets, ProtocolCalls, Reading } from './order-protocol.ts';
import { AMOUNT, ID, plain, WHOLE } from './read-parts.ts';
import { keepListening } from './usdm-class.ts';
import { USDM } from './usdm-parts.ts';
import { type Query, rowsSince } from './usdm-rows.ts';
import type { ContractCalls } from './venue-rules.ts';

/** Of funding: the second stands for what a contract on something else than coins is adjusted by, such as a dividend. */
const FUNDING = ['FUNDING_FEE', 'SPECIAL_FUNDING_FEE'] as const;
const CROSSED = 'CROSSED';
const HEDGED =
  'the account holds long and short positions of a contract beside each other (hedge mode); only one-way mode is traded with here, which is chosen in the preferences of futures at Binance';
const MULTIPLE =
  'the account is in multi-assets mode, where other assets count as margin of all contracts; only single-asset mode is traded with here, which is chosen in the preferences of futures at Binance';

const CONFIG = z.object({ canTrade: z.boolean(), dualSidePosition: z.boolean(), multiAssetsMargin: z.boolean() });
const SYMBOL = z.array(z.object({ symbol: z.string(), marginType: z.string(), leverage: WHOLE }));
const POSITION = z.object({
  symbol: z.string(),
  positionSide: z.string(),
  positionAmt: AMOUNT,
  unrealizedProfit: AMOUNT,
  notional: AMOUNT,
  isolatedWallet: z.optional(AMOUNT),
});
const ACCOUNT = z.object({
  assets: z.array(z.object({ asset: z.string(), walletBalance: AMOUNT, initialMargin: AMOUNT })),
  positions: z.array(POSITION),
});
type Account = z.infer<typeof ACCOUNT>;
const INCOME = z.object({ symbol: z.string(), incomeType: z.string(), income: AMOUNT, time: WHOLE, tranId: ID });
type Income = z.infer<typeof INCOME>;
const SWITCH = z.object({ symbol: z.string(), countdownTime: WHOLE });

/** Contracts of a session. */
const traded = new WeakMap<ProtocolCalls, readonly OrderMarket[]>();

/** Perpetuals at Binance: cross margin in single-asset mode, one net position a contract. */
export const USDM_CONTRACTS: ContractProtocol = {
  prepare: async (reading, contracts) => {
    await demandKind(reading);
    for (const contract of contracts) await setTerms(reading, contract);
    traded.set(
      reading.exchange,
      contracts.map(({ market }) => market),
    );
  },
  positions: async (reading) => {
    const { positions } = await accountOf(reading);
    return positions.flatMap((row) => positionOf(row, reading.markets) ?? []);
  },
  funding: async (reading, markets, since) => {
    const { exchange, ask } = reading;
    const telling = { idOf: ({ tranId, symbol }: Income) => `${tranId} ${symbol}`, timeOf: ({ time }: Income) => time };
    const rows: Income[] = [];
    for (const incomeType of FUNDING) {
      const stretch = (between: Query) =>
        ask(
          () => exchange.fapiPrivateGetIncome({ incomeType, ...between }),
          (answer) => z.array(INCOME).parse(answer),
        );
      rows.push(...(await rowsSince(exchange, since, stretch, telling)).filter((row) => row.incomeType === incomeType));
    }
    return paymentsOf(rows, markets);
  },
};

/** Money of its wallet for these contracts: what is not realised is not in it. Of it is used what positions and orders need, for which profit that is not realised stands good as well. */
export async function usdmMoney(reading: Reading): Promise<SeenAccount['balances']> {
  await keepListening(reading);
  const { assets } = await accountOf(reading);
  return assets
    .map(({ asset, walletBalance, initialMargin }) => {
      const [all, held] = [Decimal.parse(walletBalance), Decimal.parse(initialMargin)];
      const used = all.sign() <= 0 ? Decimal.ZERO : held.compare(all) > 0 ? all : held;
      return { asset: reading.markets.asset(asset), free: all.sub(used).toString(), used: used.toString() };
    })
    .filter(({ free, used }) => free !== '0' || used !== '0');
}

/** Lets orders of the session's contracts end when nothing is heard for so long: a count for each of them. Answers until when the first holds. */
export async function usdmKeepAlive({ exchange, ask }: Reading, ms: number): Promise<number | null> {
  const markets = traded.get(exchange) ?? [];
  if (markets.length === 0) throw refused('no contract is traded with this account');
  const from = exchange.nonce();
  for (const { id } of markets)
    await ask(
      () => exchange.fapiPrivatePostCountdownCancelAll({ symbol: id, countdownTime: String(ms) }),
      (answer) => {
        const { symbol, countdownTime } = SWITCH.parse(answer);
        if (symbol !== id || countdownTime !== ms) throw new Fault('venue.garbled', { venue: USDM });
      },
    );
  return ms === 0 ? null : from + ms;
}

function refused(problem: string): Fault {
  return new Fault('venue.refused', { venue: USDM, problem });
}

/** What a reading has seen: money and positions of a look are of one instant. */
const accounts = new WeakMap<Reading, Promise<Account>>();

function accountOf(reading: Reading): Promise<Account> {
  const { exchange, ask } = reading;
  const account =
    accounts.get(reading) ??
    ask(
      () => exchange.fapiPrivateV3GetAccount(),
      (answer) => ACCOUNT.parse(answer),
    );
  accounts.set(reading, account);
  return account;
}

async function demandKind({ exchange, ask }: Reading): Promise<void> {
  const { canTrade, dualSidePosition, multiAssetsMargin } = await ask(
    () => exchange.fapiPrivateGetAccountConfig(),
    (answer) => CONFIG.parse(answer),
  );
  if (!canTrade) throw refused('the account may not trade futures');
  if (dualSidePosition) throw refused(HEDGED);
  if (multiAssetsMargin) throw refused(MULTIPLE);
}

/** Says it only where it is another one, and believes it when it is read. */
async function setTerms(reading: Reading, { market, leverage }: LeveragedMarket): Promise<void> {
  const { exchange, ask } = reading;
  const before = await termsOf(reading, market);
  const nothing = () => undefined;
  if (before.marginType !== CROSSED)
    await ask(() => exchange.fapiPrivatePostMarginType({ symbol: market.id, marginType: CROSSED }), nothing);
  if (before.leverage !== leverage)
    await ask(() => exchange.fapiPrivatePostLeverage({ symbol: market.id, leverage: String(leverage) }), nothing);
  if (before.marginType === CROSSED && before.leverage === leverage) return;
  const now = await termsOf(reading, market);
  if (now.marginType !== CROSSED) throw refused(`${market.symbol} stands on isolated margin; only cross margin is traded with here`);
  if (now.leverage !== leverage)
    throw refused(`${market.symbol} stands at a leverage of ${String(now.leverage)} and not of ${String(leverage)}`);
}

function termsOf({ exchange, ask }: Reading, market: OrderMarket): Promise<{ readonly marginType: string; readonly leverage: number }> {
  return ask(
    () => exchange.fapiPrivateGetSymbolConfig({ symbol: market.id }),
    (answer) => {
      const own = SYMBOL.parse(answer).find(({ symbol }) => symbol === market.id);
      if (own === undefined) throw new Fault('venue.garbled', { venue: USDM });
      return own;
    },
  );
}

/** Null for what is closed, and for contracts that are not traded here. What is held otherwise has margin of its own: the money would not be what it seems. */
function positionOf(row: z.infer<typeof POSITION>, markets: OrderMarkets): SeenPosition | null {
  const { positionSide, positionAmt, unrealizedProfit, notional, isolatedWallet = '0' } = row;
  const market = markets.named(row.symbol);
  const size = Decimal.parse(positionAmt);
  if (market === null || market.contract === null || size.isZero()) return null;
  if (positionSide !== 'BOTH') throw refused(HEDGED);
  if (!Decimal.parse(isolatedWallet).isZero())
    throw refused(`the position in ${market.symbol} is on isolated margin; only cross margin is traded with here`);
  // The entry price is rounded; what a position is worth and what it has gained are told to the last digit.
  const worth = Decimal.parse(notional.replace('-', ''));
  const cost = (size.sign() < 0 ? worth.neg() : worth).sub(Decimal.parse(unrealizedProfit));
  return { symbol: market.symbol, size: size.toString(), cost: cost.toString() };
}

/** One payment for each contract and instant, oldest first. */
function paymentsOf(rows: readonly Income[], markets: readonly OrderMarket[]): readonly SeenFunding[] {
  const payments = new Map<string, SeenFunding>();
  for (const { symbol, income, time } of rows) {
    const market = markets.find(({ id }) => id === symbol);
    if (market === undefined) continue;
    const key = `${symbol} ${String(time)}`;
    const before = payments.get(key)?.amount ?? '0';
    payments.set(key, { symbol: market.symbol, amount: Decimal.parse(before).add(Decimal.parse(income)).toString(), time });
  }
  return [...payments.values()].sort((a, b) => a.time - b.time);
}

const LISTED = z.object({
  info: z.object({ maintMarginPercent: AMOUNT, requiredMarginPercent: AMOUNT, liquidationFee: AMOUNT }),
});

/**
 * What it publishes of a contract's margin to everybody: one rate, and the leverage that goes with it. The brackets of an account, which are finer and allow more at small
 * sizes, are told to its key alone.
 */
export function usdmContractTerms(_exchange: ContractCalls, market: unknown): Promise<Omit<PerpetualTerms, 'leverage'>> {
  const listed = LISTED.safeParse(market);
  if (!listed.success) throw new Fault('venue.garbled', { venue: USDM }, { cause: listed.error });
  const { maintMarginPercent, requiredMarginPercent, liquidationFee } = listed.data.info;
  const rate = share(maintMarginPercent);
  const maxLeverage = Math.max(1, Math.floor(100 / Number(requiredMarginPercent)));
  return Promise.resolve({
    maxLeverage,
    maintenanceMargin: rate,
    tiers: [{ from: '0', rate, leverage: maxLeverage }],
    liquidationFee: plain(liquidationFee),
  });
}

function share(percent: string): string {
  return Decimal.parse(percent).mul(Decimal.parse('0.01')).toString();
}
