import { ApiError } from '../binance/api-error.ts';
import type { Customer, Route } from '../binance/desk.ts';
import type { Params } from '../binance/params.ts';
import { openPositions } from '../core/contracts.ts';
import { isOpen } from '../core/order.ts';
import { Refusal } from '../core/refusal.ts';
import { times, unitsText } from '../core/units.ts';
import {
  contractIfNamed,
  contractOf,
  contractsById,
  isAlgoAlone,
  isTold,
  isTriggering,
  ONE_WAY,
  stretchOf,
  type UsdmDesk,
  usdmId,
} from './usdm-desk.ts';
import { usdmAlgoJson, usdmName, usdmOrderJson } from './usdm-json.ts';
import { algosOf, idOfContract, namedAlgo, namedPlain, plainOrders } from './usdm-trade-routes.ts';

type Answer = (desk: UsdmDesk, params: Params, customer: Customer) => unknown;

/** Endpoints of the futures that answer what an account has and did, and how it holds it. */
export function usdmAccountRoutes(desk: UsdmDesk): readonly Route[] {
  const route = (endpoint: string, weight: Route['weight'], answer: Answer, security: Route['security'] = 'read'): Route => ({
    ...{ endpoint, weight, security },
    answer: (params, _desk, customer) => answer(desk, params, customer),
  });
  const bySymbol = (params: Params) => (params.text('symbol') === undefined ? 40 : 1);
  return [
    route('GET /fapi/v1/order', 1, order),
    route('GET /fapi/v1/openOrders', bySymbol, openOrders),
    route('GET /fapi/v1/allOrders', 5, allOrders),
    route('GET /fapi/v1/algoOrder', 1, algoOrder),
    route('GET /fapi/v1/openAlgoOrders', bySymbol, openAlgoOrders),
    route('GET /fapi/v1/allAlgoOrders', 5, allAlgoOrders),
    route('GET /fapi/v1/userTrades', 5, userTrades),
    route('GET /fapi/v1/forceOrders', 20, forceOrders),
    route('GET /fapi/v3/account', 5, account),
    route('GET /fapi/v1/income', 30, income),
    route('GET /fapi/v1/accountConfig', 5, (_desk, _params, { account: own }) => desk.kinds.get(own.id) ?? ONE_WAY),
    route('GET /fapi/v1/symbolConfig', 5, symbolConfig),
    route('POST /fapi/v1/leverage', 1, setLeverage, 'trade'),
    route('POST /fapi/v1/marginType', 1, setMarginType, 'trade'),
    route('POST /fapi/v1/listenKey', 1, (_desk, _params, { account: own }) => ({ listenKey: desk.listenKeys.create(own.id) }), 'key'),
    route('GET /sapi/v1/account/apiRestrictions', 1, restrictions),
  ];
}

function order(desk: UsdmDesk, params: Params, { account: own }: Customer): unknown {
  const found = namedPlain(desk, own.id, params);
  if (found === undefined || !isTold(desk, found)) throw new Refusal('unknown order');
  return usdmOrderJson(found, params.required('symbol'));
}

function openOrders(desk: UsdmDesk, params: Params, { account: own }: Customer): unknown {
  const market = contractIfNamed(params, desk);
  const open = desk.exchange.state.openOrders(own.id).filter((each) => !isAlgoAlone(each));
  return open
    .filter(({ symbol }) => market === null || symbol === market.rules.name)
    .map((each) => usdmOrderJson(each, idOfContract(desk, each.symbol)));
}

function allOrders(desk: UsdmDesk, params: Params, { account: own }: Customer): unknown {
  const { rules } = contractOf(params, desk);
  const { from, to, limit } = stretchOf(params, desk);
  return plainOrders(desk, own.id, rules.name)
    .filter((each) => each.createdAt >= from && each.createdAt <= to && isTold(desk, each))
    .slice(0, limit)
    .map((each) => usdmOrderJson(each, usdmId(rules)));
}

function algoOrder(desk: UsdmDesk, params: Params, { account: own }: Customer): unknown {
  const found = namedAlgo(desk, own.id, params);
  if (found === undefined || !isTold(desk, found)) throw new Refusal('unknown order');
  return usdmAlgoJson(found, idOfContract(desk, found.symbol), isTriggering(found, desk));
}

function openAlgoOrders(desk: UsdmDesk, params: Params, { account: own }: Customer): unknown {
  const market = contractIfNamed(params, desk);
  return algosOf(desk, own.id)
    .filter((each) => (isOpen(each) && isAlgoAlone(each)) || isTriggering(each, desk))
    .filter(({ symbol }) => market === null || symbol === market.rules.name)
    .map((each) => usdmAlgoJson(each, idOfContract(desk, each.symbol), isTriggering(each, desk)));
}

function allAlgoOrders(desk: UsdmDesk, params: Params, { account: own }: Customer): unknown {
  const { rules } = contractOf(params, desk);
  const { from, to, limit } = stretchOf(params, desk);
  return algosOf(desk, own.id)
    .filter((each) => each.symbol === rules.name && each.createdAt >= from && each.createdAt <= to && isTold(desk, each))
    .slice(0, limit)
    .map((each) => usdmAlgoJson(each, usdmId(rules), isTriggering(each, desk)));
}

function userTrades(desk: UsdmDesk, params: Params, { account: own }: Customer): unknown {
  const { rules } = contractOf(params, desk);
  const orderId = params.whole('orderId');
  const { from, to, limit } = stretchOf(params, desk);
  return desk.exchange.state
    .fillsOf(own.id)
    .filter(({ order: { symbol, id }, fill: { time } }) => {
      return symbol === rules.name && (orderId === undefined || id === orderId) && time >= from && time <= to;
    })
    .slice(0, limit)
    .map(({ order: each, fill }) => ({
      symbol: usdmId(rules),
      id: fill.tradeId,
      orderId: each.id,
      side: each.side,
      price: unitsText(fill.price),
      qty: unitsText(fill.quantity),
      realizedPnl: unitsText(fill.profit),
      quoteQty: unitsText(fill.quote),
      commission: unitsText(fill.commission),
      commissionAsset: fill.commissionAsset,
      time: fill.time,
      positionSide: 'BOTH',
      buyer: each.side === 'BUY',
      maker: fill.maker,
    }));
}

function forceOrders(desk: UsdmDesk, params: Params, { account: own }: Customer): unknown {
  const { rules } = contractOf(params, desk);
  params.whole('limit');
  return plainOrders(desk, own.id, rules.name)
    .filter(({ forced }) => forced !== null)
    .map((each) => ({ ...usdmOrderJson(each, usdmId(rules)), clientOrderId: usdmName(each) }));
}

function account(desk: UsdmDesk, _params: Params, { account: own }: Customer): unknown {
  const { exchange } = desk;
  const assets = new Set(exchange.state.contractMarkets.map(({ rules }) => rules.contract!.settle));
  return {
    assets: [...assets].map((asset) => {
      const { free, locked } = own.balance(asset);
      const equity = exchange.contracts.equity(own.id, asset) + locked;
      return {
        asset,
        walletBalance: unitsText(free + locked),
        unrealizedProfit: unitsText(equity - free - locked),
        marginBalance: unitsText(equity),
        initialMargin: unitsText(exchange.contracts.used(own.id, asset)),
        availableBalance: unitsText(exchange.contracts.available(own.id, asset)),
        updateTime: own.updatedAt,
      };
    }),
    positions: openPositions(own).map(([symbol, { size }]) => {
      const market = exchange.state.market(symbol);
      const worth = times(size < 0n ? -size : size, market.mark);
      const isolated = desk.isolated.has(`${String(own.id)} ${symbol}`);
      return {
        symbol: usdmId(market.rules),
        positionSide: desk.kinds.get(own.id)?.dualSidePosition === true ? (size < 0n ? 'SHORT' : 'LONG') : 'BOTH',
        positionAmt: unitsText(size),
        unrealizedProfit: unitsText(exchange.contracts.unrealised(own.id, market)),
        isolatedMargin: isolated ? unitsText(worth) : '0',
        notional: unitsText(size < 0n ? -worth : worth),
        isolatedWallet: isolated ? unitsText(worth) : '0',
        updateTime: own.updatedAt,
      };
    }),
  };
}

function income(desk: UsdmDesk, params: Params, { account: own }: Customer): unknown {
  const kind = params.text('incomeType');
  const { from, to, limit } = stretchOf(params, desk);
  if (kind === 'SPECIAL_FUNDING_FEE') return [];
  if (kind !== 'FUNDING_FEE') throw new ApiError(-1_130, "Data sent for parameter 'incomeType' is not valid.");
  return desk.exchange.state
    .fundingOf(own.id)
    .map(({ symbol, amount, time }, place) => ({
      symbol: idOfContract(desk, symbol),
      incomeType: kind,
      income: unitsText(amount),
      asset: desk.exchange.state.market(symbol).rules.contract!.settle,
      info: 'FUNDING_FEE',
      time,
      tranId: 8_886_000_000 + place,
      tradeId: '',
    }))
    .filter(({ time }) => time >= from && time <= to)
    .slice(0, limit);
}

function symbolConfig(desk: UsdmDesk, params: Params, { account: own }: Customer): unknown {
  const one = contractIfNamed(params, desk);
  return [...contractsById(desk)]
    .filter(([, market]) => one === null || market === one)
    .map(([symbol, { rules }]) => ({
      symbol,
      marginType: desk.isolated.has(`${String(own.id)} ${rules.name}`) ? 'ISOLATED' : 'CROSSED',
      isAutoAddMargin: false,
      leverage: desk.exchange.contracts.leverage(own.id, rules.name),
      maxNotionalValue: '1000000',
    }));
}

function setLeverage(desk: UsdmDesk, params: Params, { account: own }: Customer): unknown {
  const { rules } = contractOf(params, desk);
  const leverage = params.whole('leverage') ?? 0;
  desk.exchange.contracts.setLeverage(own.id, rules.name, leverage);
  return { leverage, maxNotionalValue: '1000000', symbol: usdmId(rules) };
}

function setMarginType(desk: UsdmDesk, params: Params, { account: own }: Customer): unknown {
  const { rules } = contractOf(params, desk);
  const type = params.choice('marginType', ['CROSSED', 'ISOLATED'], new ApiError(-4_044, 'Balance Type is invalid.'));
  const key = `${String(own.id)} ${rules.name}`;
  if ((type === 'ISOLATED') === desk.isolated.has(key)) throw new ApiError(-4_046, 'No need to change margin type.');
  if (desk.exchange.contracts.position(own.id, rules.name).size !== 0n)
    throw new ApiError(-4_048, 'Margin type cannot be changed if there exists position.');
  if (type === 'ISOLATED') desk.isolated.add(key);
  else desk.isolated.delete(key);
  return { code: 200, msg: 'success' };
}

function restrictions(_desk: UsdmDesk, _params: Params, { key }: Customer): unknown {
  return {
    ipRestrict: false,
    createTime: key.createdAt,
    enableReading: key.rights.reading,
    enableSpotAndMarginTrading: false,
    enableWithdrawals: key.rights.withdrawals,
    enableFutures: key.rights.trading,
    enableMargin: false,
  };
}
