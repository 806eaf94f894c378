import type { OpenVenueOrders } from '../../src-main/adapters/venue-process/served-orders.ts';
import type { VenueHealth, VenueMessage, VenueOrder, VenueOrders, VenueRequest } from '../../src-main/ports/venue-orders.ts';
import type { ClientOrderId } from '../../src-shared/kernel/ids.ts';

export const HEALTH: VenueHealth = {
  ...{ state: 'pushed', problem: null, reconnects: 0, garbled: 0 },
  ...{ clockOffsetMs: 1.5, roundTripMs: 20, limitUse: 0.1 },
};

/** An order; what the invented venue does with it stands in its symbol. */
export function order(id: string, symbol = 'TAKE/USDT'): VenueOrder {
  return {
    ...{ id: id as ClientOrderId, symbol, side: 'buy', type: 'limit', timeInForce: 'gtc', postOnly: false, expiresAt: null },
    ...{ size: '0.5', quoteAmount: null, price: '60000.10', trigger: null },
  };
}

export const place = (id: string, symbol?: string): VenueRequest => ({ kind: 'place', order: order(id, symbol) });
export const ask = (id: string, symbol = 'TAKE/USDT'): VenueRequest => ({
  ...{ kind: 'ask', id: id as ClientOrderId, venueId: null, symbol, since: 0 },
});
export const cancel = (id: string, symbol = 'TAKE/USDT'): VenueRequest => ({
  kind: 'cancel',
  id: id as ClientOrderId,
  venueId: null,
  symbol,
});
export const look = (number: number): VenueRequest => ({ kind: 'look', number, symbols: ['TAKE/USDT'], since: 0 });

/** Opens no orders: this venue is only looked at. */
export const noOrders: OpenVenueOrders = () => Promise.reject(new Error('no orders here'));

/** Orders at a venue that does what the first part of an order's symbol says; in a process of its own, since it may end it or let it hang. */
export const inventedOrders: OpenVenueOrders = (_, { key, secret }) => {
  if (key.includes('refused')) return Promise.reject(new Error(`${key} may not ${encodeURIComponent(secret)}`));
  let tell: (message: VenueMessage) => void = () => undefined;
  const orders: VenueOrders = {
    deadMansSwitch: false,
    send: (request) => {
      const [id, symbol] =
        request.kind === 'place'
          ? [request.order.id, request.order.symbol]
          : ['id' in request ? request.id : '', 'symbol' in request ? request.symbol : ''];
      carryOut(symbol.split('/')[0] ?? '', { id: id as ClientOrderId, request, tell, secrets: [key, secret] });
    },
    listen: (listener) => {
      tell = listener;
      tell({ kind: 'health', health: HEALTH });
      return { dispose: () => undefined };
    },
    close: () => (key.includes('stays') ? new Promise(() => undefined) : Promise.resolve()),
  };
  return Promise.resolve(orders);
};

interface Deed {
  readonly id: ClientOrderId;
  readonly request: VenueRequest;
  readonly tell: (message: VenueMessage) => void;
  readonly secrets: readonly string[];
}

function carryOut(what: string, { id, request, tell, secrets }: Deed): void {
  if (what === 'DIE') process.kill(process.pid, 'SIGKILL');
  else if (what === 'HANG') for (;;);
  else if (what === 'THROW') throw new Error(`thrown with ${secrets.join(' and ')}`);
  else if (what === 'ODD') process.send?.({ kind: 'placed', id, venueId: 7 });
  else if (what === 'LEAK') {
    console.log(secrets);
    console.error(secrets);
    tell({
      kind: 'refused',
      id,
      reason: 'venue',
      problem: secrets.flatMap((each) => [each, Buffer.from(each).toString('base64')]).join(' '),
    });
    tell({ kind: 'absent', id, searched: [...secrets], time: 1 });
  } else if (what !== 'SILENT' && request.kind === 'place') tell({ kind: 'placed', id, venueId: String(process.pid), time: 1 });
  else if (what !== 'SILENT' && request.kind === 'cancel') tell({ kind: 'cancel-taken', id });
}
