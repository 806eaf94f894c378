import type { OrderRequest } from '../../../src-shared/contract/orders.ts';
import type { SizeRuleCode } from '../../../src-shared/domain/order-limits.ts';
import type { WordsProblem } from '../../../src-shared/domain/order-words.ts';

const SIDE = { buy: 'Buy', sell: 'Sell' } as const;

/** Every word of the ticket. */
export const TICKET_SENTENCES = {
  title: 'Order',
  loading: 'The ticket is loading',
  side: 'Side',
  sides: SIDE,
  type: 'Order type',
  types: { limit: 'Limit', market: 'Market' },
  stopType: 'Stop order',
  stopTypes: { stop: 'Stop', 'stop-limit': 'Stop limit' },
  stopDetails: { stop: 'market order once the trigger trades', 'stop-limit': 'limit order once the trigger trades' },
  price: 'Price',
  trigger: 'Trigger',
  size: 'Size',
  stop: 'Stop',
  target: 'Target',
  tickUp: 'One tick up',
  tickDown: 'One tick down',
  best: { bid: 'Bid', mid: 'Mid', ask: 'Ask' },
  bestHint: { bid: 'Take the best bid', mid: 'Take the middle of the market', ask: 'Take the best ask' },
  about: (price: string, bps: string) => `about ${price} with ${bps}`,
  aboutUnknown: 'at the best price there is',
  aboutHint:
    'Estimated from the best price (or the trigger), the usual slippage and the impact of this size. A market order has no price of its own.',
  unit: 'Unit of the size',
  unitPercentFree: '% of free',
  unitRisk: 'risk %',
  unitDetails: {
    base: 'size',
    quote: 'order value',
    free: 'of what is free, fee included',
    risk: 'of equity, lost at the stop with costs',
  },
  ofFree: (percent: string) => `${percent} of free`,
  ofFreeText: (percent: string, size: string) => `${percent}% of free, ${size}`,
  shareOfFree: 'Share of what is free',
  bracket: 'Stop and target',
  bracketOff: 'off',
  rewardToRisk: 'reward to risk',
  atStop: (amount: string) => `stop ${amount}`,
  atTarget: (amount: string, quote: string) => `target ${amount} ${quote}`,
  timeInForce: 'Time in force',
  timeDetails: { gtc: 'until cancelled', ioc: 'at once, the rest is cancelled', fok: 'at once and whole, or not at all' },
  postOnly: 'Post only',
  postOnlyHint: 'Rests in the book as maker; is not sent where it would take at once.',
  postOnlyNeedsLimit: 'Only limit orders can rest.',
  postOnlyNeedsTime: 'An order that must rest cannot be IOC or FOK.',
  reduceOnly: 'Reduce only',
  reduceOnlyHint: 'Can only shrink the position.',
  reduceOnlyBracket: 'An order with stop and target opens a position.',
  stopTime: 'A stop waits for its trigger, so it works until cancelled.',
  costs: {
    label: 'Costs of this order',
    value: 'Order value',
    fee: (liquidity: string, rate: string) => `Fee, ${liquidity} ${rate}`,
    feeUnknown: 'Fee',
    slippage: 'Spread and slippage, about',
    slippageHint: 'Against the middle of the market: half the spread, 1 bp of slippage and the impact of the size.',
    loss: {
      stop: 'Loss at the stop, with costs',
      whole: 'No stop: loss up to',
      reduces: 'Only reduces: its costs',
      unbounded: 'No stop: loss without limit',
    },
    lossHint: {
      stop: 'What the price loses down to the stop with its slippage, and the fees of both ways. A gap can cost more.',
      whole: 'All that is paid, with the fee.',
      reduces: 'The order opens nothing; it costs its fee, spread and slippage.',
      unbounded: 'What is sold short can rise without limit.',
    },
    share: 'Share of equity',
    after: 'Position after',
    limits: {
      'risk.free-base': (base: string, limit: string) => `Free ${base} of ${limit}`,
      'risk.max-order-notional': (_: string, limit: string) => `Order value of ${limit}`,
      'risk.max-position': (base: string, limit: string) => `${base} position of ${limit}`,
      'risk.max-gross-exposure': (_: string, limit: string) => `Exposure of ${limit}`,
      'risk.funds': (_: string, limit: string) => `Free money of ${limit}`,
    } satisfies Record<SizeRuleCode, (base: string, limit: string) => string>,
    noLimit: 'Tightest limit',
    noLimitWhy: 'No limit is set.',
    noneFree: 'There is none, so no share of it can be said.',
    limitHint: 'The limit that is nearest to being used up, and its use once this order has filled.',
    unknown: 'Known once price and size are given.',
    noEquity: 'Not known without equity.',
  },
  reasons: {
    'not-connected': 'not connected yet',
    'enter-price': 'enter a price',
    'enter-trigger': 'enter a trigger price',
    'enter-size': 'enter a size',
    'enter-stop': 'enter a stop price',
    'risk-needs-stop': 'risk % needs a stop',
    unreadable: 'not a figure',
    'no-lot': 'smaller than one lot',
    'stop-side': 'the stop is on the wrong side',
    'target-side': 'the target is on the wrong side',
    'order.off-tick': 'between two price steps',
    'order.post-only-crosses': 'post only, would take at once',
    'risk.recovering': 'the start is being checked',
    'risk.not-reducing': 'reduce only, would open',
    'risk.halted': 'trading is HALTED',
    'risk.reducing': 'trading is REDUCING',
    'risk.daily-loss': 'over the daily loss limit',
    'risk.drawdown': 'over the drawdown limit',
    'risk.instrument-not-allowed': 'not an allowed instrument',
    'risk.max-open-orders': 'over the limit of open orders',
    'risk.no-price': 'no price yet',
    'risk.price-collar': 'price beyond the collar',
    'risk.min-notional': 'under the smallest order',
    'risk.free-base': 'more than is free',
    'risk.funds': 'more than is free',
    'risk.max-order-notional': 'over the order limit',
    'risk.max-gross-exposure': 'over the exposure limit',
  } as const,
  overPosition: (base: string) => `over the ${base} position limit`,
  waitsForPrice: (limit: string) => `waits for a price under ${limit} old`,
  notAFigure: (field: string, typed: string) => `${field}: "${typed}" is not a figure above zero.`,
  riskNeedsStop: 'A size by risk needs a stop: the loss there is what it is counted from.',
  stopSide: (side: 'buy' | 'sell', entry: string) =>
    `The stop of a ${side} lies ${side === 'buy' ? 'below' : 'above'} its price, here ${entry}.`,
  targetSide: (side: 'buy' | 'sell', entry: string) =>
    `The target of a ${side} lies ${side === 'buy' ? 'above' : 'below'} its price, here ${entry}.`,
  noLot: (lot: string) => `Size moves in steps of ${lot}; this is less than one.`,
  notes: {
    crosses: 'Crosses the spread: fills at once as taker.',
    rests: 'Rests in the book as maker until the price comes.',
    market: 'Fills at once as taker, at the best prices there are.',
    waits: (price: string) => `Waits until ${price} trades.`,
    risk: (percent: string) => `The size follows the stop: ${percent} of equity is lost there, costs included.`,
    immediate: 'Fills at once what it can; the rest is cancelled.',
    whole: 'Fills at once and whole, or not at all.',
    recorded: (title: string) => `${title}: recorded and on its way.`,
  },
  /** What stands after "since …" in the sentences of HALTED ("by …") and REDUCING, by reason code. */
  statePhrases: {
    'kill-switch': { HALTED: 'the kill switch', REDUCING: 'because of the kill switch' },
    'risk.daily-loss': { HALTED: 'the daily loss limit', REDUCING: 'because the daily loss limit was reached' },
    'risk.drawdown': { HALTED: 'the drawdown limit', REDUCING: 'because the drawdown limit was reached' },
    you: { HALTED: 'you', REDUCING: 'as you asked' },
  } as Readonly<Record<string, Readonly<Record<'HALTED' | 'REDUCING', string>>>>,
  use: (figure: string) => `Use ${figure}`,
  limits: 'Limits',
  startAgain: 'Review and start again',
  tryAgain: 'Try again',
  unanswered: (message: string) => `${message} Trying again sends the same order once, not twice.`,
  sending: 'sending',
  sendKeys: 'Ctrl+Enter',
  /** The keys inside the ticket, as the settings list them. */
  keys: {
    'Ticket: send, confirm': 'Ctrl+Enter',
    'Ticket: next field': 'Enter',
    'Ticket: unit of the size': 'U',
    'Ticket: one tick or lot, ten with Shift': 'Up, Down',
  },
  askSetting: { label: 'Orders on PAPER', words: 'Ask before each order is sent' },
  confirm: {
    title: 'Send this order?',
    titleAgain: 'Send the same order again?',
    back: 'Back',
    doNotAsk: 'Do not ask again on paper',
    again: 'The same order was sent less than 5 s ago.',
    where: {
      limit: (side: 'buy' | 'sell', price: string) => `at ${price} or ${side === 'buy' ? 'lower' : 'higher'}`,
      market: 'at market',
      once: (where: string, trigger: string) => `${where} once ${trigger} trades`,
    },
    mode: (mode: string) => `on ${mode}.`,
    times: { gtc: 'until cancelled', ioc: 'at once, the rest is cancelled', fok: 'at once and whole or not at all' },
    fee: (fee: string) => `Fee about ${fee}.`,
    loss: {
      stop: (price: string, loss: string, share: string) => `At the stop, ${price}, you lose about ${loss}, ${share} of equity.`,
      whole: (_: string, loss: string, share: string) => `No stop: loss up to ${loss}, ${share} of equity.`,
      reduces: () => 'It only reduces the position.',
      unbounded: () => 'No stop: the loss has no limit.',
    },
    target: (price: string, gain: string) => `At the target, ${price}, you gain about ${gain}.`,
    postOnly: 'Post only.',
    reduceOnly: 'Reduce only.',
  },
  palette: {
    instrument: 'Instrument',
    type: 'Type',
    open: 'Open in the ticket',
    openKeys: 'Enter',
    side: (side: 'buy' | 'sell') => side.toUpperCase(),
    below: (distance: string) => `${distance} below the market.`,
    above: (distance: string) => `${distance} above the market.`,
    atMarket: 'At the market.',
    noOrder: 'Not an order yet',
    problems: {
      'unknown-word': (about: string) => `"${about}" is not understood.`,
      'no-size': () => 'How much? Add a size such as 0.05 btc, 5000 usd or 25%.',
      'no-instrument': () => 'Of what? Add an instrument such as btc.',
      'no-price': (about: string) => `Add the ${about === 'price' ? 'limit price' : about === 'trigger' ? 'trigger price' : about} figure.`,
      twice: (about: string) => `"${about}" says again, or against, what was said before.`,
      'not-positive': (about: string) => `"${about}" is not above zero.`,
      'too-much-percent': (about: string) => `${about} is more than all that is free.`,
    } satisfies Record<WordsProblem['kind'], (about: string) => string>,
  },
} as const;

/** "Buy 0.05 BTC": the same words on the button, in the confirm dialog and in what is announced. */
export function orderTitle(side: OrderRequest['side'], size: string, base: string): string {
  return `${SIDE[side]} ${size} ${base}`;
}

/** The figures of an order as the second line says them. */
export interface DetailParts {
  readonly type: 'market' | 'limit' | 'stop' | 'stop-limit';
  readonly price: string | null;
  readonly trigger: string | null;
  readonly stop: string | null;
  readonly timeInForce: 'gtc' | 'ioc' | 'fok';
  readonly postOnly: boolean;
  readonly reduceOnly: boolean;
  readonly mode: string;
}

/** "limit 104,231.50 · GTC · PAPER"; a stop that protects stands in place of GTC. */
export function orderDetail(parts: DetailParts): string {
  const { type, price, trigger, stop, timeInForce } = parts;
  const kinds = {
    market: 'market',
    limit: `limit ${price ?? ''}`,
    stop: `stop ${trigger ?? ''}`,
    'stop-limit': `stop ${trigger ?? ''} limit ${price ?? ''}`,
  };
  const waits = type === 'stop' || type === 'stop-limit';
  const time = type === 'market' && timeInForce === 'gtc' ? null : timeInForce.toUpperCase();
  const guarded = stop === null ? time : `${waits ? 'protected at' : 'stop'} ${stop}`;
  const flags = [parts.postOnly ? 'post only' : null, parts.reduceOnly ? 'reduce only' : null];
  return [kinds[type], guarded, ...flags, parts.mode].filter((part) => part !== null).join(' · ');
}
