import * as z from 'zod/mini';
import type { PerpetualTerms } from '../../../../src-shared/domain/instrument.ts';
import type { MarginTierTerms } from '../../../../src-shared/domain/margin-tiers.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { Fault } from '../../../../src-shared/kernel/fault.ts';
import type { SeenFunding, SeenPosition } from '../../../ports/venue-orders.ts';
import { isTradedKind, MILLISECONDS, okxUnits } from './okx-parts.ts';
import { paged, type Query, rowsOf } from './okx-rows.ts';
import type { ContractProtocol, LeveragedMarket, OrderMarket, OrderMarkets, Reading } from './order-protocol.ts';
import { AMOUNT, plain } from './read-parts.ts';
import type { ContractCalls } from './venue-rules.ts';

/** What the quick table of bills reaches back to, less an hour, ms: seven days. */
const KEPT_MS = 167 * 3_600_000;
/** Bills of funding. */
const FUNDING = '8';
const SWAP = 'SWAP';
const CROSS = 'cross';
/** Futures mode: contracts on cross margin, the money of each settle asset by itself. */
const FUTURES_MODE = '2';

/** Why an account of another kind is not traded with, by its level. */
const LEVELS: Readonly<Record<string, string>> = {
  '1': 'the account is in spot mode; perpetuals need futures mode, which is chosen in the account settings at OKX',
  '3': 'the account is in multi-currency margin mode, where coins count as margin of all contracts; only futures mode is traded with here',
  '4': 'the account is in portfolio margin mode, where positions are margin of each other; only futures mode is traded with here',
};
const HEDGED =
  'the account holds long and short positions of a contract beside each other (hedge mode); only net positions are traded with here';

const NOTHING = z.literal('');
const CONFIG = z.object({ code: z.literal('0'), data: z.tuple([z.object({ acctLv: z.string(), posMode: z.string() })]) });
const LEVERAGE = z.object({
  code: z.literal('0'),
  data: z.array(z.object({ instId: z.string(), mgnMode: z.string(), posSide: z.string(), lever: z.union([NOTHING, AMOUNT]) })),
});
const POSITION = z.object({
  instId: z.string(),
  instType: z.string(),
  mgnMode: z.string(),
  posSide: z.string(),
  pos: z.union([NOTHING, AMOUNT]),
  avgPx: z.union([NOTHING, AMOUNT]),
});
const POSITIONS = z.object({ code: z.literal('0'), data: z.array(POSITION) });
const BILL = z.object({ billId: z.string().check(z.minLength(1)), type: z.string(), instId: z.string(), balChg: AMOUNT, ts: MILLISECONDS });
type Bill = z.infer<typeof BILL>;

/** Perpetuals at OKX: cross margin in futures mode, one net position a contract. */
export const OKX_CONTRACTS: ContractProtocol = {
  prepare: async (reading, contracts) => {
    await demandKind(reading);
    for (const contract of contracts) await setLeverage(reading, contract);
  },
  positions: async ({ exchange, markets, ask }) => {
    const rows = await ask(
      () => exchange.privateGetAccountPositions({ instType: SWAP }),
      (answer) => POSITIONS.parse(answer).data,
    );
    return rows.flatMap((row) => positionOf(row, markets) ?? []);
  },
  funding: async (reading, markets, since) => {
    const { exchange } = reading;
    const begun = { instType: SWAP, type: FUNDING, begin: String(since) };
    const bills = await billPages(reading, (page) => exchange.privateGetAccountBills({ ...begun, ...page }));
    const older =
      since >= exchange.nonce() - KEPT_MS
        ? []
        : await billPages(reading, (page) => exchange.privateGetAccountBillsArchive({ ...begun, ...page }));
    const each = new Map([...older, ...bills].map((bill) => [bill.billId, bill]));
    return paymentsOf([...each.values()], markets);
  },
};

function refused(problem: string): Fault {
  return new Fault('venue.refused', { venue: 'OKX', problem });
}

async function demandKind({ exchange, ask }: Reading): Promise<void> {
  const { acctLv, posMode } = await ask(
    () => exchange.privateGetAccountConfig(),
    (answer) => CONFIG.parse(answer).data[0],
  );
  if (acctLv !== FUTURES_MODE) throw refused(LEVELS[acctLv] ?? `the account is of a kind that is not known here (${acctLv})`);
  if (posMode !== 'net_mode') throw refused(HEDGED);
}

/** Says it only where it is another one, and believes it when it is read. */
async function setLeverage(reading: Reading, { market, leverage }: LeveragedMarket): Promise<void> {
  const { exchange, ask } = reading;
  const lever = String(leverage);
  if ((await leverageOf(reading, market)) === lever) return;
  await ask(
    () => exchange.privatePostAccountSetLeverage({ instId: market.id, lever, mgnMode: CROSS }),
    () => undefined,
  );
  const now = await leverageOf(reading, market);
  if (now !== lever) throw refused(`${market.symbol} stands at a leverage of ${now ?? 'nothing that is told'} and not of ${lever}`);
}

function leverageOf({ exchange, ask }: Reading, market: OrderMarket): Promise<string | null> {
  return ask(
    () => exchange.privateGetAccountLeverageInfo({ instId: market.id, mgnMode: CROSS }),
    (answer) => {
      const own = LEVERAGE.parse(answer).data.find((row) => row.instId === market.id && row.mgnMode === CROSS && row.posSide === 'net');
      return own === undefined || own.lever === '' ? null : plain(own.lever);
    },
  );
}

/** Null for what is closed, and for contracts that are not traded here. What is held otherwise has margin of its own: the money would not be what it seems. */
function positionOf(
  { instId, instType, mgnMode, posSide, pos, avgPx }: z.infer<typeof POSITION>,
  markets: OrderMarkets,
): SeenPosition | null {
  const market = markets.named(instId);
  if (market === null || !isTradedKind(instType, market) || pos === '' || Decimal.parse(pos).isZero()) return null;
  if (posSide !== 'net') throw refused(HEDGED);
  if (mgnMode !== CROSS) throw refused(`the position in ${market.symbol} is on isolated margin; only cross margin is traded with here`);
  if (avgPx === '') throw new Fault('venue.garbled', { venue: 'OKX' });
  const size = okxUnits(pos, market);
  return { symbol: market.symbol, size, cost: Decimal.parse(size).mul(Decimal.parse(avgPx)).toString() };
}

function billPages({ ask }: Reading, page: (page: Query) => Promise<unknown>): Promise<readonly Bill[]> {
  return paged(
    (after) =>
      ask(
        () => page(after),
        rowsOf((row) => BILL.parse(row)),
      ),
    { idOf: ({ billId }) => billId },
  );
}

/** One payment for each contract and instant, oldest first. */
function paymentsOf(bills: readonly Bill[], markets: readonly OrderMarket[]): readonly SeenFunding[] {
  const payments = new Map<string, SeenFunding>();
  for (const { type, instId, balChg, ts } of bills) {
    const market = markets.find(({ id }) => id === instId);
    if (market === undefined || type !== FUNDING) continue;
    const key = `${instId} ${String(ts)}`;
    const before = payments.get(key)?.amount ?? '0';
    payments.set(key, { symbol: market.symbol, amount: Decimal.parse(before).add(Decimal.parse(balChg)).toString(), time: ts });
  }
  return [...payments.values()].sort((a, b) => a.time - b.time);
}

const LISTED = z.object({
  id: z.string(),
  taker: z.union([z.number(), AMOUNT]),
  contractSize: AMOUNT,
  // What a contract is worth may be multiplied there; of those that are traded here nothing is.
  info: z.object({ instFamily: z.string().check(z.minLength(1)), ctMult: z.optional(z.enum(['', '1'])) }),
});
const TIERS = z.object({
  code: z.literal('0'),
  data: z.array(z.object({ tier: z.string(), minSz: AMOUNT, mmr: AMOUNT, maxLever: AMOUNT })).check(z.minLength(1)),
});
const MARK = z.object({ code: z.literal('0'), data: z.tuple([z.object({ markPx: AMOUNT })]) });

/**
 * What it publishes of a contract's margin. Its brackets are of contracts; here they are of values: a border is worth what it is at the mark of now. The
 * fee of a liquidation is that of an order that takes.
 */
export async function okxContractTerms(exchange: ContractCalls, market: unknown): Promise<Omit<PerpetualTerms, 'leverage'>> {
  const { id, taker, contractSize, info } = read(LISTED, market);
  const tiers = read(
    TIERS,
    await exchange.publicGetPublicPositionTiers({ instType: SWAP, tdMode: CROSS, instFamily: info.instFamily }),
  ).data;
  const [{ markPx }] = read(MARK, await exchange.publicGetPublicMarkPrice({ instType: SWAP, instId: id })).data;
  const contract = Decimal.parse(contractSize).mul(Decimal.parse(markPx));
  const brackets: MarginTierTerms[] = [];
  for (const { minSz, mmr, maxLever } of tiers.toSorted((a, b) => Number(a.tier) - Number(b.tier))) {
    const before = brackets.at(-1);
    const from = before === undefined ? Decimal.ZERO : Decimal.parse(minSz).mul(contract).quantize(0, 'down');
    // A border that is not above the one before, or a rate that falls, is no bracket.
    if (before !== undefined && (from.compare(Decimal.parse(before.from)) <= 0 || Number(mmr) < Number(before.rate))) continue;
    brackets.push({ from: from.toString(), rate: plain(mmr), leverage: Math.floor(Number(maxLever)) });
  }
  const [first] = brackets as [MarginTierTerms, ...MarginTierTerms[]];
  return {
    maxLeverage: first.leverage ?? 1,
    maintenanceMargin: first.rate,
    tiers: brackets,
    liquidationFee: String(taker),
  };
}

function read<Schema extends z.core.$ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = z.safeParse(schema, value);
  if (!parsed.success) throw new Fault('venue.garbled', { venue: 'OKX' }, { cause: parsed.error });
  return parsed.data;
}
