import { dayFigures } from '../binance/market-json.ts';
import { magnitude } from '../core/contract-position.ts';
import { openPositions } from '../core/contracts.ts';
import { times } from '../core/units.ts';
import {
  CONTRACT_ASSET,
  type HyperliquidDesk,
  type PlacedMarket,
  contractsOf,
  hyperliquidText,
  marketOfSymbol,
} from './hyperliquid-desk.ts';
import { sizeDigits } from './hyperliquid-order.ts';

type Json = Record<string, unknown>;

/** Numbers of margin tables: the brackets of the exchange, or where it is less than 50 one bracket of that leverage. */
const TIERED = 51;
const FLAT_TABLES: Readonly<Record<string, number>> = { SOL: 20 };

/** Held on margin of its own alone. */
export function isIsolatedOnly({ coin }: Pick<PlacedMarket, 'coin'>): boolean {
  return coin === 'DOGE';
}

/** What contracts there are, and how they stand. */
export function contractMeta(desk: HyperliquidDesk): readonly [Json, readonly Json[]] {
  const contracts = contractsOf(desk);
  const universe = contracts.map((placed) => {
    const { rules } = placed.market;
    const flat = FLAT_TABLES[placed.coin];
    return {
      szDecimals: sizeDigits(rules),
      name: placed.coin,
      maxLeverage: flat ?? rules.contract!.tiers[0]!.leverage,
      marginTableId: flat ?? TIERED,
      ...(isIsolatedOnly(placed) ? { onlyIsolated: true, marginMode: 'strictIsolated' } : {}),
    };
  });
  const tiers = contracts[0]?.market.rules.contract?.tiers ?? [];
  const marginTiers = tiers.map(({ from, leverage }) => ({ lowerBound: hyperliquidText(from), maxLeverage: leverage }));
  const contexts = contracts.map((placed) => contextOf(placed, desk.clock.now()));
  return [{ universe, marginTables: [[TIERED, { description: 'tiered', marginTiers }]], collateralToken: 0 }, contexts];
}

/** How a contract stands, as queries and the stream tell it: funding is paid each hour. */
export function contextOf({ market }: PlacedMarket, now: number): Json {
  const day = dayFigures(market, now);
  const markPx = hyperliquidText(market.mark);
  return {
    dayNtlVlm: hyperliquidText(day.quote),
    funding: hyperliquidText(market.fundingRate),
    markPx,
    midPx: markPx,
    oraclePx: markPx,
    openInterest: '0.0',
    premium: '0.0',
    prevDayPx: hyperliquidText(day.open),
  };
}

/** An account's money for contracts and what it holds. */
export function clearinghouseState(desk: HyperliquidDesk, account: number): unknown {
  const { exchange } = desk;
  const holder = exchange.state.accounts.get(account);
  const positions = holder === undefined ? [] : openPositions(holder);
  const cash = holder?.free(CONTRACT_ASSET) ?? 0n;
  const raw = positions.reduce((sum, [, { cost }]) => sum - cost, cash);
  const worth = (symbol: string, size: bigint) => times(exchange.state.market(symbol).mark, magnitude(size));
  const value = positions.reduce((sum, [symbol, { size }]) => sum + (size > 0n ? worth(symbol, size) : -worth(symbol, size)), raw);
  const summary = {
    accountValue: hyperliquidText(value),
    totalNtlPos: hyperliquidText(positions.reduce((sum, [symbol, { size }]) => sum + worth(symbol, size), 0n)),
    totalRawUsd: hyperliquidText(raw),
    totalMarginUsed: hyperliquidText(holder === undefined ? 0n : exchange.contracts.used(account, CONTRACT_ASSET)),
  };
  return {
    marginSummary: summary,
    crossMarginSummary: summary,
    crossMaintenanceMarginUsed: '0.0',
    withdrawable: hyperliquidText(cash),
    assetPositions: positions.map(([symbol, { size, cost }]) => ({
      type: 'oneWay',
      position: {
        coin: marketOfSymbol(desk, symbol).coin,
        szi: hyperliquidText(size),
        leverage: leverageOf(desk, account, symbol),
        // To so many figures only, as the venue tells it.
        entryPx: (Number(cost) / Number(size)).toPrecision(5),
        positionValue: hyperliquidText(worth(symbol, size)),
        unrealizedPnl: hyperliquidText((size > 0n ? worth(symbol, size) : -worth(symbol, size)) - cost),
        returnOnEquity: '0.0',
        liquidationPx: null,
        marginUsed: '0.0',
        maxLeverage: exchange.state.market(symbol).rules.contract!.tiers[0]!.leverage,
        cumFunding: { allTime: fundingSum(desk, account, symbol), sinceOpen: '0.0', sinceChange: '0.0' },
      },
    })),
    time: desk.clock.now(),
  };
}

/** What was paid in all, and received where below nothing. */
function fundingSum({ exchange }: HyperliquidDesk, account: number, symbol: string): string {
  const rows = exchange.state.fundingOf(account).filter((row) => row.symbol === symbol);
  return hyperliquidText(rows.reduce((sum, { amount }) => sum - amount, 0n));
}

/** How an account holds a contract, whether it has any of it or not. */
export function activeAssetData(desk: HyperliquidDesk, account: number, { coin, market }: PlacedMarket): unknown {
  const { name } = market.rules;
  return { coin, leverage: leverageOf(desk, account, name), maxTradeSzs: ['0.0', '0.0'], markPx: hyperliquidText(market.mark) };
}

function leverageOf({ exchange, margins }: HyperliquidDesk, account: number, symbol: string): unknown {
  const type = margins.isIsolated(account, symbol) ? 'isolated' : 'cross';
  return { type, value: exchange.contracts.leverage(account, symbol) };
}

/** A page of funding since an instant, oldest first; received where above zero. */
export function fundingJson(desk: HyperliquidDesk, account: number, since: number, page: number): readonly unknown[] {
  const rows = desk.exchange.state.fundingOf(account).filter(({ time }) => time >= since);
  return rows.slice(0, page).map(({ symbol, size, rate, amount, time }) => ({
    time,
    hash: `0x${'0'.repeat(64)}`,
    delta: {
      type: 'funding',
      coin: marketOfSymbol(desk, symbol).coin,
      usdc: hyperliquidText(amount),
      szi: hyperliquidText(size),
      fundingRate: hyperliquidText(rate),
      nSamples: null,
    },
  }));
}
