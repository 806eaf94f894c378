import { afterEach, describe, expect, test } from 'vitest';
import type { AlertFiring, AlertRecord, AlertStatus } from '../../src-shared/domain/alert.ts';
import type { AlertSpec } from '../../src-shared/domain/alert-spec.ts';
import { utcMs } from '../../src-shared/kernel/time.ts';
import { INSTRUMENTS, SCOPE, START, batch } from '../support/ledger-kit.ts';
import { LEDGERS, removeLedgers } from '../support/every-ledger.ts';

afterEach(removeLedgers);

const SPEC: AlertSpec = { kind: 'price', instrument: 'BTC/USD.SIM', cross: 'above', level: '100', repeat: 'each', rearm: 2 };

function alert(number: number, status: AlertStatus, firings = 0): AlertRecord {
  return { alert: number, spec: SPEC, status, createdAt: utcMs(START), changedAt: utcMs(START + firings), firings };
}

function firing(alert: number, number: number): AlertFiring {
  return { alert, number, spec: SPEC, time: utcMs(START + number), value: 100, against: null, subject: null, away: false };
}

describe.each(LEDGERS)('a ledger %s', (_, open) => {
  test('knows no alert where there never was one', async () => {
    expect((await open()).snapshot(SCOPE, INSTRUMENTS).alerts).toBeUndefined();
  });

  test('keeps an alert as it stands, and remembers that a removed one was there', async () => {
    const ledger = await open();
    ledger.commit(batch([{ kind: 'alert', alert: alert(1, 'new') }]));
    ledger.commit(batch([{ kind: 'alert', alert: alert(2, 'armed') }]));
    ledger.commit(
      batch([
        { kind: 'alert-fired', firing: firing(1, 1) },
        { kind: 'alert', alert: alert(1, 'past', 1) },
      ]),
    );
    ledger.commit(batch([{ kind: 'alert', alert: alert(2, 'removed') }]));
    expect(ledger.snapshot(SCOPE, INSTRUMENTS).alerts).toEqual({ newest: 2, records: [alert(1, 'past', 1)] });
  });

  test('books a firing once: a second one of its number is refused with all of its batch', async () => {
    const ledger = await open();
    ledger.commit(
      batch([
        { kind: 'alert', alert: alert(1, 'armed') },
        { kind: 'alert-fired', firing: firing(1, 1) },
      ]),
    );
    expect(() =>
      ledger.commit(
        batch([
          { kind: 'alert-fired', firing: firing(1, 1) },
          { kind: 'alert', alert: alert(1, 'done', 1) },
        ]),
      ),
    ).toThrow();
    expect(ledger.snapshot(SCOPE, INSTRUMENTS).alerts?.records).toEqual([alert(1, 'armed')]);
  });
});
