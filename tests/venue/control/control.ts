import { queriedOrder } from '../binance/order-json.ts';
import type { Account } from '../core/account.ts';
import { openPositions } from '../core/contracts.ts';
import { type VenueOrder, remaining } from '../core/order.ts';
import { units, unitsText } from '../core/units.ts';
import type { FaultRule } from '../faults/fault-rules.ts';
import type { VenueHouse } from '../house/venue-house.ts';
import type { Command } from './commands.ts';
import { addCustomer, addKey } from './customer.ts';

const LOOPBACK = '127.0.0.1';

/** What a test does to the venue beside its protocol, by a call or through the door. */
export class VenueControl {
  private readonly venue: VenueHouse;

  constructor(venue: VenueHouse) {
    this.venue = venue;
  }

  /** Does it, and answers what there is to say. */
  run(command: Command): unknown {
    const { venue } = this;
    switch (command.do) {
      case 'add fault': {
        venue.faults.add(command.rule as FaultRule);
        return;
      }
      case 'clear faults': {
        venue.faults.clear();
        return;
      }
      case 'list faults':
        return venue.faults.list();
      case 'set clock':
        venue.offsetMs = command.offsetMs;
        return undefined;
      case 'ban':
        return { until: venue.ban(LOOPBACK, command.ms) };
      case 'cut connections':
        return { cut: venue.cutConnections(command.kind) };
      case 'freeze': {
        venue.frost.freeze(command.ms);
        return;
      }
      case 'thaw': {
        venue.frost.thaw();
        return;
      }
      case 'expire listen key': {
        venue.expireListening(command.listenKey);
        return;
      }
      case 'list requests':
        return command.endpoint === undefined ? venue.log.all() : venue.log.of(command.endpoint);
      case 'look':
        return this.look();
      default:
        return isOfCustomers(command) ? this.runOfCustomers(command) : this.runOfMarkets(command);
    }
  }

  /** The whole truth: what a judge holds an account's ledger against. */
  look(): unknown {
    const { state } = this.venue.exchange;
    const accounts = [...state.accounts.values()].filter((account) => !account.house);
    return {
      time: this.venue.time.now(),
      totals: Object.fromEntries(state.totals()),
      connections: this.venue.connections,
      accounts: accounts.map((account) => ({
        name: account.name,
        balances: Object.fromEntries(
          [...account.balances].map(([asset, { free, locked }]) => [asset, { free: unitsText(free), locked: unitsText(locked) }]),
        ),
        orders: state.ordersOf(account.id).map(queriedOrder),
        fills: state.fillsOf(account.id).map(({ order, fill }) => ({
          symbol: order.symbol,
          side: order.side,
          orderId: order.id,
          clientOrderId: order.clientId,
          tradeId: fill.tradeId,
          price: unitsText(fill.price),
          quantity: unitsText(fill.quantity),
          commission: unitsText(fill.commission),
          commissionAsset: fill.commissionAsset,
          maker: fill.maker,
          time: fill.time,
          ...(state.market(order.symbol).rules.contract === null ? {} : { profit: unitsText(fill.profit), forced: order.forced }),
        })),
        positions: openPositions(account).map(([symbol, { size, cost }]) => ({ symbol, size: unitsText(size), cost: unitsText(cost) })),
        funding: state.fundingOf(account.id).map(({ symbol, amount, time }) => ({ symbol, amount: unitsText(amount), time })),
      })),
    };
  }

  private runOfMarkets(command: MarketCommand): unknown {
    const { maker, exchange } = this.venue;
    switch (command.do) {
      case 'move price': {
        maker.moveTo(this.symbol(command.symbol), units(command.price));
        return;
      }
      case 'add liquidity': {
        const { symbol, side, price, quantity } = command;
        return { orderId: maker.offer(this.symbol(symbol), side, units(price), units(quantity)).id };
      }
      case 'fill': {
        const order = this.order(command.orderId);
        maker.fill(order, command.quantity === undefined ? remaining(order) : units(command.quantity));
        return;
      }
      case 'walk': {
        this.venue.walk(command.stepMs);
        return;
      }
      case 'step':
        for (let i = 0; i < command.steps; i += 1) maker.step(this.symbol(command.symbol));
        return undefined;
      case 'open market':
        exchange.state.market(this.symbol(command.symbol)).open = command.open;
        return undefined;
      case 'mark':
        exchange.state.market(this.symbol(command.symbol)).saidMark = command.price === null ? null : units(command.price);
        return undefined;
      case 'tell funding':
        exchange.state.market(this.symbol(command.symbol)).fundingRate = signedUnits(command.rate);
        return undefined;
      case 'fund':
        exchange.contracts.fund(this.symbol(command.symbol), signedUnits(command.rate));
        return undefined;
    }
  }

  private runOfCustomers(command: CustomerCommand): unknown {
    const { exchange } = this.venue;
    switch (command.do) {
      case 'trade elsewhere': {
        const { symbol, side, quantity, price, clientId = '' } = command;
        const limit = { type: 'LIMIT' as const, price: units(price ?? '0') };
        const kind = price === undefined ? { type: 'MARKET' as const, price: 0n } : limit;
        const more = { quoteQuantity: 0n, stopPrice: 0n, trailingDelta: 0, timeInForce: 'GTC' as const, clientId };
        const account = this.account(command.account).id;
        return queriedOrder(exchange.place(account, { symbol: this.symbol(symbol), side, quantity: units(quantity), ...kind, ...more }));
      }
      case 'cancel elsewhere':
        return exchange.cancel(this.account(command.account).id, { symbol: command.symbol, orderId: command.orderId }).map(queriedOrder);
      case 'transfer': {
        exchange.transfer(this.account(command.account).id, command.asset, signedUnits(command.amount));
        return;
      }
      case 'liquidate': {
        const { account, symbol, quantity, forced } = command;
        const wish = { ...(quantity === undefined ? {} : { quantity: units(quantity) }), ...(forced === undefined ? {} : { forced }) };
        return queriedOrder(exchange.liquidate(this.account(account).id, this.symbol(symbol), wish));
      }
      case 'add customer':
        return { account: addCustomer(this.venue, command).id };
      case 'add key': {
        addKey(this.venue, this.account(command.account).id, command);
        return;
      }
      case 'revoke key': {
        this.venue.revokeKey(command.key);
        return;
      }
      case 'allow trading':
        this.account(command.account).mayTrade = command.allowed;
        return undefined;
    }
  }

  private symbol(name: string): string {
    return this.venue.exchange.state.market(name).rules.name;
  }

  private order(id: number): VenueOrder {
    const order = this.venue.exchange.state.orders.get(id);
    if (!order?.resting) throw new Error(`order ${id} rests nowhere`);
    return order;
  }

  private account(name: string): Account {
    const found = [...this.venue.exchange.state.accounts.values()].find((account) => account.name === name && !account.house);
    if (!found) throw new Error(`no customer ${name}`);
    return found;
  }
}

function signedUnits(text: string): bigint {
  return text.startsWith('-') ? -units(text.slice(1)) : units(text);
}

const CUSTOMER_COMMANDS = [
  'trade elsewhere',
  'cancel elsewhere',
  'transfer',
  'liquidate',
  'add customer',
  'add key',
  'revoke key',
  'allow trading',
] as const;

type CustomerCommand = Extract<Command, { do: (typeof CUSTOMER_COMMANDS)[number] }>;
type MarketCommand = Extract<
  Command,
  { do: 'move price' | 'add liquidity' | 'fill' | 'walk' | 'step' | 'open market' | 'mark' | 'tell funding' | 'fund' }
>;

function isOfCustomers(command: CustomerCommand | MarketCommand): command is CustomerCommand {
  return CUSTOMER_COMMANDS.some((name) => name === command.do);
}
