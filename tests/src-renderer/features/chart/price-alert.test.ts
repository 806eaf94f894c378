import { beforeEach, expect, it } from 'vitest';
import { dropAlert, priceAlerts, setAlertAt } from '../../../../src-renderer/features/chart/price-alert.ts';
import { useDeskLink } from '../../../../src-renderer/state/desk-link.ts';
import { useDesk } from '../../../../src-renderer/state/desk-store.ts';
import { useShownDesk } from '../../../../src-renderer/state/shown-desk.ts';
import { useToasts } from '../../../../src-renderer/ui/toasts.tsx';
import type { AlertRecord } from '../../../../src-shared/domain/alert.ts';
import { Instrument, type InstrumentSpec } from '../../../../src-shared/domain/instrument.ts';
import { readAlert } from '../../../../src-shared/domain/read-alert.ts';

const BTC = new Instrument(
  {
    ...{ id: 'BTC/USD.SIM', symbol: 'BTC/USD', name: 'Bitcoin', venue: 'SIM', kind: 'spot', base: 'BTC', quote: 'USD', settle: 'USD' },
    ...{ tick: '0.01', lot: '0.00001', engineLot: '0.00001', multiplier: '1', minNotional: '10', makerFee: '0.0008', takerFee: '0.001' },
    ...{ halfSpreadBps: 0.1, validFrom: 0 },
  } as unknown as InstrumentSpec,
  0,
);

const asked: string[] = [];
const words = (): readonly string[] => useToasts.getState().toasts.map(({ sentence }) => sentence);

beforeEach(() => {
  asked.length = 0;
  const alerts = {
    set: ({ text }: { text: string }) => (asked.push(text), Promise.resolve({})),
    remove: ({ alert }: { alert: number }) => (asked.push(`remove ${String(alert)}`), Promise.resolve({})),
  };
  useDeskLink.setState({ client: { alerts } as never });
  useToasts.setState({ toasts: [] });
  const quote = { instrument: BTC.id, bid: 104_230.5, ask: 104_231.5, last: 104_231 };
  useShownDesk.setState({ ...useDesk.getState(), quotes: new Map([[BTC.id, quote as never]]) }, true);
});

it('is set above the last price for a rise, below it for a fall, on the tick under the pointer', async () => {
  await setAlertAt(104_500.004, BTC);
  await setAlertAt(103_999.996, BTC);
  expect(asked).toEqual(['BTC/USD.SIM above 104500.00', 'BTC/USD.SIM below 104000.00']);
  // The engine reads these words.
  expect(asked.map((text) => readAlert(text, [BTC.id]).ok)).toEqual([true, true]);
  expect(words().at(-1)).toBe('Alert set: BTC/USD at 104000.00.');
});

it('is none without a price, at the last one, or where there is no last one', async () => {
  await setAlertAt(null, BTC);
  await setAlertAt(104_231.001, BTC);
  useShownDesk.setState({ quotes: new Map() });
  await setAlertAt(104_500, BTC);
  expect(asked).toEqual([]);
  expect(words().at(-1)).toContain('Point at a price of the chart');
});

it('says why it was refused', async () => {
  useDeskLink.setState({ client: null });
  await setAlertAt(104_500, BTC);
  await dropAlert(1);
  expect(words().join(' ')).not.toContain('Alert set');
  expect(words()).not.toEqual([]);
});

it('is a line while it can still speak', async () => {
  const record = (alert: number, status: string, instrument = BTC.id as string, kind = 'price') =>
    ({ alert, status, spec: { kind, instrument, level: '1' } }) as unknown as AlertRecord;
  const all = [
    record(1, 'armed'),
    record(2, 'done'),
    record(3, 'past'),
    record(4, 'new', 'ETH/USD.SIM'),
    record(5, 'armed', BTC.id, 'move'),
  ];
  expect(priceAlerts(all, BTC.id)).toEqual([
    { alert: 1, level: '1' },
    { alert: 3, level: '1' },
  ]);
  await dropAlert(3);
  expect(asked).toEqual(['remove 3']);
});
