import { expect, it } from 'vitest';
import type { AlertFiring } from '../../../src-shared/domain/alert.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';
import { AlertNotices } from '../../../src-main/services/alert-notices.ts';
import { tellAlerts } from '../../../src-main/window-alerts.ts';
import type { StreamEvent } from '../../../src-shared/contract/stream.ts';
import type { AccountScope } from '../../../src-main/ports/ledger.ts';
import type { LedgerReader } from '../../../src-main/ports/ledger-reader.ts';

function firing(alert: number, number = 1): AlertFiring {
  return {
    ...{ alert, number, time: utcMs(1), value: 62_501, against: null, subject: null, away: false },
    spec: { kind: 'price', instrument: 'BTC/USD.SIM', level: '62500', cross: 'above', repeat: 'each', rearm: 0 },
  };
}

const SAID = 'BTC/USD is at or above 62500: the last price is 62501.';

it('tells each firing once, many as a number, and those of another account as its own', () => {
  const shown: string[] = [];
  const notices = new AlertNotices({ show: (title, body) => void shown.push(`${title}: ${body}`) });
  notices.take('main', [firing(1)]);
  notices.take('main', [firing(1), firing(1, 2)]);
  notices.take('main', [firing(1), firing(1, 2)]);
  expect(shown).toEqual([`Alert of main: ${SAID}`, `Alert of main: ${SAID}`]);
  notices.take('other', [firing(1), firing(2), firing(3)]);
  expect(shown.slice(2)).toEqual(['Alerts of other: 3 alerts spoke that nobody has seen.']);
});

it('tells at its start what nobody has seen, then what happens, nothing of a replay, no figure while locked, and nothing where it is switched off', () => {
  const shown: string[] = [];
  const unseen = [firing(1)];
  let replaying = false;
  let locked = false;
  let kept: string | null = null;
  const watchers = new Set<(event: StreamEvent) => void>();
  const parts = {
    notices: { show: (_: string, body: string) => void shown.push(body) },
    reader: { unseenFirings: () => unseen } as unknown as LedgerReader,
    current: () => ({ account: 'paper-1' }) as AccountScope,
    replaying: () => replaying,
    locked: () => locked,
    settings: { load: () => kept },
    watchers,
  };
  tellAlerts(parts);
  expect(shown).toEqual([SAID]);
  const hear = (kind: string): void => {
    for (const watcher of watchers) watcher({ kind } as StreamEvent);
  };
  unseen.push(firing(2));
  hear('quote');
  expect(shown).toHaveLength(1);
  hear('alerts');
  hear('alerts');
  expect(shown).toHaveLength(2);
  unseen.push(firing(3));
  replaying = true;
  hear('alerts');
  expect(shown).toHaveLength(2);
  replaying = false;
  locked = true;
  hear('alerts');
  expect(shown.slice(2)).toEqual(['An alert spoke. Unlock the window to read it.']);
  kept = '{"toasts":true,"system":false}';
  unseen.push(firing(4));
  hear('alerts');
  kept = null;
  hear('alerts');
  expect(shown).toHaveLength(3);
  tellAlerts({ ...parts, notices: null });
  expect(watchers.size).toBe(1);
});
