import type { OrderState } from '../../../src-shared/domain/order-state.ts';
import type { GroupRole, OrderType } from '../../../src-shared/domain/order.ts';
import { ORDER_TYPE_WORDS } from '../../../src-shared/domain/order-words.ts';
import { catalogue } from '../../format/catalogue.ts';

const STATES: Readonly<Record<OrderState, string>> = {
  recorded: 'recorded',
  submitted: 'sending',
  acknowledged: 'working',
  'partially-filled': 'part filled',
  'in-doubt': 'Checking',
  filled: 'filled',
  cancelled: 'cancelled',
  rejected: 'refused',
  expired: 'expired',
};

const ROLES: Readonly<Record<GroupRole, string>> = {
  entry: 'bracket entry',
  stop: 'bracket stop',
  target: 'bracket target',
  oco: 'OCO',
};

/** Why an order ended, by the codes that venue and engine give. */
const END_REASONS: Readonly<Record<string, string>> = {
  user: 'you cancelled it',
  strategy: 'its strategy cancelled it',
  'kill-switch': 'the kill switch cancelled it',
  oco: 'its other half was filled',
  'parent-ended': 'the order it belongs to ended',
  ioc: 'the rest could not fill at once',
  fok: 'it could not fill whole at once',
  gtd: 'its time was over',
  'post-only': 'it would have taken; post only forbids that',
  'reduce-only': 'nothing was left to reduce',
  funds: 'the account lacked funds at the venue',
  minimum: 'it was below the smallest order of the venue',
  'never-sent': 'it never reached the venue and its time was over',
  duplicate: 'the venue had its id already',
  venue: 'the venue ended it',
  'stale-book': 'the order book was not known when it arrived',
  liquidation: 'the venue closed the position, because the margin behind it was used up',
};

/** Every word of the orders. */
export const ORDERS_SENTENCES = catalogue({
  title: 'Orders',
  loading: 'Orders are loading',
  view: 'Orders shown',
  open: 'Open',
  history: 'History',
  time: 'Time',
  ended: 'Ended',
  instrument: 'Instrument',
  side: 'Side',
  sides: { buy: 'Buy', sell: 'Sell' },
  type: 'Type',
  price: 'Price',
  trigger: 'Trigger',
  size: 'Size',
  filled: 'Filled',
  tif: 'TIF',
  tifHint: {
    gtc: 'Until cancelled.',
    ioc: 'At once, the rest is cancelled.',
    fok: 'Whole and at once, or not at all.',
    gtd: 'Until a date.',
  },
  flags: 'Flags',
  postOnly: 'post',
  reduceOnly: 'reduce',
  group: 'Group',
  state: 'State',
  reason: 'Reason',
  origin: 'Origin',
  id: 'Id',
  cancel: 'Cancel',
  amend: 'Amend',
  amendHint: 'Changes price and size in the ticket; a double click or Enter on either changes it here.',
  editLabel: { price: 'New price', trigger: 'New trigger', size: 'New size' },
  noFigure: (typed: string) => `Nothing was changed: "${typed}" is no amount.`,
  asked: (terms: string) => `Asked for: ${terms}. Until the venue has taken it the old terms hold.`,
  askedPrice: (price: string) => `price ${price}`,
  askedTrigger: (price: string) => `trigger ${price}`,
  askedSize: (size: string) => `size ${size}`,
  showOnChart: 'Show on the chart',
  byVenue: (reason: string) => `the venue: ${reason}`,
  amendMarket: 'A market order has nothing to change.',
  amendAsked: 'A change is asked for; the answer is awaited.',
  changing: 'changing',
  until: (time: string) => `Until ${time}.`,
  follows: (distance: string) => `Follows the best price at a distance of ${distance}.`,
  doubt: (reserved: string) =>
    `No answer for this order, so it may exist.${reserved === '' ? '' : ` ${reserved} stay reserved while it is checked.`} It is not sent again.`,
  cancelling: 'cancelling',
  cancelAsked: 'The venue is asked to cancel it; its answer is awaited.',
  cancelInDoubt: 'Cancel waits for the answer; the venue is asked by the order’s id.',
  byAmount: (amount: string) => `Spends ${amount}; the size follows from the price.`,
  refusedHasNone: 'It was asked for by amount.',
  byAmountUnknown: 'Its size follows from the price at which it fills.',
  refused: 'refused',
  emptyOpen: 'No open orders. Place one in the ticket, or let a strategy trade on paper.',
  emptyHistory: 'No order has ended yet.',
  shown: (count: string, total: string | undefined) => (total === undefined ? `${count} ended` : `${count} of ${total} ended`),
  olderFailed: (why: string) => `Older orders could not be read. ${why}`,
  cancelTitle: 'Cancel this order?',
  cancelBody: (order: string) => `${order} is cancelled at the venue. What it filled before stays.`,
  cancelOne: 'Cancel the order',
  back: 'Back',
  cancelAll: (count: number) => (count === 0 ? 'Cancel orders' : count === 1 ? 'Cancel 1 order' : `Cancel ${String(count)} orders`),
  cancelNone: 'No order is open that could open or add.',
  cancelOnlyProtective: 'Only orders that protect a position are open; each can be cancelled in its row.',
  cancelled: (cancelled: number, kept: number) => {
    const what = `${cancelled === 1 ? '1 order' : `${String(cancelled)} orders`} cancelled.`;
    if (kept === 0) return what;
    return kept === 1
      ? `${what} 1 order only protects a position and stays.`
      : `${what} ${String(kept)} orders only protect positions and stay.`;
  },
  stateWord: (state: OrderState) => STATES[state],
  types: Object.values(ORDER_TYPE_WORDS),
  roles: Object.values(ROLES),
  typeWord: (type: OrderType) => ORDER_TYPE_WORDS[type],
  roleWord: (role: GroupRole) => ROLES[role],
  endReason: (code: string) => END_REASONS[code] ?? code,
  /** "Buy limit 0.05 BTC at 104,040.00" */
  order: ({ side, type, amount, price }: { side: string; type: string; amount: string; price: string }) =>
    `${side} ${type} ${amount}${price === '' ? '' : ` at ${price}`}`,
  file: (view: string) => `orders-${view}.csv`,
});
