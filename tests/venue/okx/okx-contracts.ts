import { magnitude } from '../core/contract-position.ts';
import { openPositions } from '../core/contracts.ts';
import { type OkxDesk, type Values, findMarket } from './okx-desk.ts';
import { OkxError } from './okx-error.ts';
import type { OkxKey } from './okx-keys.ts';
import { instId, okxSz, okxText } from './okx-order.ts';

type Json = Readonly<Record<string, unknown>>;

/** Digits of a mean price behind the point, as OKX tells it. */
const MEAN_DIGITS = 16;

/** What kind of account it is, and what its key may do. */
export function configOf(desk: OkxDesk, { account, rights }: OkxKey): Json {
  const first = { acctLv: desk.exchange.state.contractMarkets.length === 0 ? '1' : '2', posMode: 'net_mode' };
  return {
    ip: '',
    perm: [rights.reading && 'read_only', rights.trading && 'trade', rights.withdrawals && 'withdraw']
      .filter((right) => right !== false)
      .join(','),
    uid: String(account),
    ...(desk.kinds.get(account) ?? first),
  };
}

export function balanceOf({ exchange, clock }: OkxDesk, { account }: OkxKey): Json {
  const now = String(clock.now());
  const details = [...exchange.state.account(account).balances].map(([ccy, { free, locked }]) => {
    const cash = free + locked;
    const equity = exchange.contracts.equity(account, ccy) + locked;
    const frozen = locked + exchange.contracts.used(account, ccy);
    return {
      availBal: okxText(equity > frozen ? equity - frozen : 0n),
      availEq: '',
      cashBal: okxText(cash),
      ccy,
      eq: okxText(equity),
      frozenBal: okxText(frozen),
      ordFrozen: okxText(locked),
      uTime: now,
      upl: okxText(equity - cash),
    };
  });
  return { adjEq: '', details: details.filter(({ cashBal }) => cashBal !== '0'), totalEq: '', uTime: now };
}

export function positionRows(values: Values, { exchange, clock }: OkxDesk, { account }: OkxKey): readonly unknown[] {
  if ((values.get('instType') ?? 'SWAP') !== 'SWAP') return [];
  return openPositions(exchange.state.account(account)).map(([symbol, { size, cost }]) => {
    const market = exchange.state.market(symbol);
    return {
      avgPx: meanPrice(cost, size),
      ccy: market.rules.contract!.settle,
      instId: instId(market.rules),
      instType: 'SWAP',
      lever: String(exchange.contracts.leverage(account, symbol)),
      markPx: okxText(market.mark),
      mgnMode: 'cross',
      pos: okxSz(market.rules, size),
      posSide: 'net',
      uTime: String(clock.now()),
      upl: okxText(exchange.contracts.unrealised(account, market)),
    };
  });
}

function meanPrice(cost: bigint, size: bigint): string {
  const digits = ((magnitude(cost) * 10n ** BigInt(MEAN_DIGITS)) / magnitude(size)).toString().padStart(MEAN_DIGITS + 1, '0');
  return `${digits.slice(0, -MEAN_DIGITS)}.${digits.slice(-MEAN_DIGITS)}`.replace(/\.?0+$/u, '');
}

/** Bills of funding of so many ms, newest first: this venue keeps no others. */
export function billRows({ exchange, clock }: OkxDesk, { account }: OkxKey, keptMs: number): readonly Record<string, unknown>[] {
  const rows = exchange.state.fundingOf(account).map(({ symbol, amount, rate, size, mark, time }, place) => {
    const { rules } = exchange.state.market(symbol);
    return {
      balChg: okxText(amount),
      billId: String(4_000_000_000_000_000_000n + BigInt(place)),
      ccy: rules.contract!.settle,
      fee: '0',
      instId: instId(rules),
      instType: 'SWAP',
      interest: okxText(rate),
      mgnMode: 'cross',
      ordId: '',
      pnl: okxText(amount),
      px: okxText(mark),
      subType: amount < 0n ? '173' : '174',
      sz: okxSz(rules, magnitude(size)),
      ts: String(time),
      type: '8',
    };
  });
  return rows.filter(({ ts }) => Number(ts) >= clock.now() - keptMs).reverse();
}

export function leverageRows(values: Values, desk: OkxDesk, { account }: OkxKey): readonly unknown[] {
  const symbol = contractNamed(values, desk);
  return [leverageJson(desk, account, symbol)];
}

export function setLeverage(values: Values, desk: OkxDesk, { account }: OkxKey): readonly unknown[] {
  const symbol = contractNamed(values, desk);
  desk.exchange.contracts.setLeverage(account, symbol, Number(values.get('lever')));
  return [leverageJson(desk, account, symbol)];
}

function leverageJson({ exchange }: OkxDesk, account: number, symbol: string): Json {
  const { rules } = exchange.state.market(symbol);
  return { instId: instId(rules), lever: String(exchange.contracts.leverage(account, symbol)), mgnMode: 'cross', posSide: 'net' };
}

function contractNamed(values: Values, desk: OkxDesk): string {
  const { rules } = findMarket(desk, values.get('instId') ?? '');
  if (rules.contract === null || values.get('mgnMode') !== 'cross') throw new OkxError('51000', 'Parameter mgnMode error', { status: 400 });
  return rules.name;
}
