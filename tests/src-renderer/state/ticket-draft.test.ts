import { beforeEach, describe, expect, test } from 'vitest';
import type { OrderRow } from '../../../src-shared/contract/rows.ts';
import { useLinkGroups } from '../../../src-renderer/state/link-group.ts';
import { EMPTY_DRAFT, evenShares, useTicketDraft } from '../../../src-renderer/state/ticket-draft.ts';

const ticket = () => useTicketDraft.getState();
const RESTING = {
  id: 'o1',
  instrument: 'ETH/USD.SIM',
  side: 'sell',
  type: 'stop-limit',
  size: '1.2',
  price: '3900.00',
  trigger: '3910.00',
  trail: null,
  expiresAt: 5_000,
  timeInForce: 'gtd',
  postOnly: false,
  reduceOnly: true,
} as OrderRow;

beforeEach(() => {
  useTicketDraft.setState({ ...EMPTY_DRAFT, before: null, instrument: 'BTC/USD.SIM' });
});

describe('what others tell the ticket', () => {
  test('a price makes it a limit order, a trigger a stop, a stop and a target open the bracket', () => {
    ticket().change({ type: 'market' });
    ticket().offerPrice('104231.50');
    expect(ticket()).toMatchObject({ type: 'limit', price: '104231.50' });
    ticket().offerTrigger('105000');
    expect(ticket()).toMatchObject({ type: 'stop', trigger: '105000' });
    ticket().change({ type: 'take-profit' });
    ticket().offerTrigger('106000');
    expect(ticket()).toMatchObject({ type: 'take-profit', trigger: '106000' });
    ticket().offerStop('103000');
    ticket().offerTarget('107000');
    expect(ticket()).toMatchObject({ bracket: true, stop: '103000', targets: [{ price: '107000', share: '100' }] });
    ticket().offerSize('500', 'quote');
    ticket().offerSide('sell');
    expect(ticket()).toMatchObject({ size: '500', unit: 'quote', side: 'sell' });
  });

  test('a target beyond those there are is one more, until there are three', () => {
    ticket().offerTarget('105000');
    ticket().offerTarget('106000', 1);
    ticket().offerTarget('107000', 2);
    ticket().offerTarget('108000', 3);
    expect(ticket().targets).toEqual([
      { price: '105000', share: '33' },
      { price: '106000', share: '33' },
      { price: '107000', share: '34' },
    ]);
    ticket().offerTarget('105500', 0);
    expect(ticket().targets[0]).toEqual({ price: '105500', share: '33' });
    expect(evenShares(ticket().targets.slice(0, 2)).map(({ share }) => share)).toEqual(['50', '50']);
  });

  test('a whole ticket leaves nothing of the one before, and turns to its instrument', () => {
    ticket().change({ price: '1', stop: '2', bracket: true, postOnly: true, size: '3' });
    ticket().fill({ instrument: 'SOL/USD.SIM', side: 'sell', type: 'market', size: '10' });
    expect(ticket()).toMatchObject({ ...EMPTY_DRAFT, instrument: 'SOL/USD.SIM', side: 'sell', type: 'market', size: '10' });
    expect(useLinkGroups.getState().instruments.trade).toBe('SOL/USD.SIM');
  });

  test('another instrument empties price and size and keeps side, type and unit', () => {
    ticket().change({ price: '1', trigger: '2', trail: '3', size: '4', stop: '5', heldLots: 6, side: 'sell', unit: 'risk', expiresAt: 7 });
    ticket().turnTo('BTC/USD.SIM');
    expect(ticket().price).toBe('1');
    ticket().turnTo('ETH/USD.SIM');
    expect(ticket()).toMatchObject({ ...EMPTY_DRAFT, instrument: 'ETH/USD.SIM', side: 'sell', unit: 'risk' });
  });
});

describe('changing an open order', () => {
  test('its fields stand in the ticket; leaving brings back what stood there', () => {
    ticket().change({ instrument: 'ETH/USD.SIM', price: '3800', size: '2', unit: 'quote' });
    ticket().startAmend(RESTING);
    expect(ticket()).toMatchObject({
      amending: 'o1',
      side: 'sell',
      type: 'stop-limit',
      price: '3900.00',
      trigger: '3910.00',
      size: '1.2',
      unit: 'base',
      timeInForce: 'gtd',
      expiresAt: 5_000,
      reduceOnly: true,
      bracket: false,
    });
    ticket().leaveAmend();
    expect(ticket()).toMatchObject({ amending: null, price: '3800', size: '2', unit: 'quote', side: 'buy', type: 'limit', before: null });
    ticket().leaveAmend();
    expect(ticket().price).toBe('3800');
  });

  test('only what it has is taken from others', () => {
    ticket().startAmend(RESTING);
    ticket().offerPrice('3905');
    ticket().offerTrigger('3911');
    ticket().offerSide('buy');
    ticket().offerStop('1');
    ticket().offerTarget('2');
    expect(ticket()).toMatchObject({ price: '3905', trigger: '3911', side: 'sell', type: 'stop-limit', bracket: false, stop: '' });
    ticket().startAmend({ ...RESTING, type: 'stop', price: null });
    ticket().offerPrice('3912');
    expect(ticket()).toMatchObject({ price: '', trigger: '3912' });
    ticket().startAmend({ ...RESTING, type: 'trailing-stop', price: null, trail: '10' });
    ticket().offerPrice('3913');
    ticket().offerTrigger('3914');
    expect(ticket()).toMatchObject({ price: '', trigger: '3910.00', trail: '10', type: 'trailing-stop' });
  });

  test('another change keeps what stood there first; another instrument leaves the change', () => {
    ticket().change({ price: '104000', side: 'buy', unit: 'free' });
    ticket().startAmend(RESTING);
    ticket().startAmend({ ...RESTING, id: 'o2' });
    expect(ticket().amending).toBe('o2');
    ticket().turnTo('SOL/USD.SIM');
    expect(ticket()).toMatchObject({ amending: null, before: null, instrument: 'SOL/USD.SIM', price: '', unit: 'free' });
  });

  test('left on another instrument than it began on, no figures of the other come along', () => {
    ticket().change({ price: '104000', unit: 'free' });
    ticket().startAmend(RESTING);
    ticket().leaveAmend();
    expect(ticket()).toMatchObject({ instrument: 'ETH/USD.SIM', price: '', unit: 'free', amending: null });
  });
});
