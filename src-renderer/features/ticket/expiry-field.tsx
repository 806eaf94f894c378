import { useState } from 'react';
import type { ReactElement } from 'react';
import { MINUTE_MS } from '../../../src-shared/kernel/time.ts';
import { age } from '../../format/times.ts';
import { zoneOffset } from '../../format/zone-name.ts';
import { hintProps } from '../../ui/hint-layer.tsx';
import { MenuButton } from '../../ui/menu.tsx';
import { NumberField } from '../../ui/text-field.tsx';
import { instantText, parseInstant, presetInstants } from './expiry-time.ts';
import { TICKET_SENTENCES as SAY } from './sentences.ts';
import type { Ticket } from './use-ticket.ts';

const PRESETS = ['hour', 'today', 'day', 'week'] as const;

/** The day and minute at which the order ends: typed, stepped by minutes, or chosen. */
export function ExpiryField({ ticket }: { readonly ticket: Ticket }): ReactElement {
  const { reading, change, format, facts } = ticket;
  const { expiresAt, expiryTyped } = reading.draft;
  const now = facts.status?.marketTime ?? Date.now();
  const [typed, setTyped] = useState<string | null>(null);
  const presets = presetInstants(now, format.zone);
  const shown = typed ?? (expiresAt === null ? expiryTyped : instantText(expiresAt, now, format));
  const take = (time: number): void => {
    setTyped(null);
    change({ expiresAt: time, expiryTyped: '' });
  };
  const left = expiresAt !== null && expiresAt > now ? SAY.untilIn(age(expiresAt - now)) : '';
  const zone = zoneOffset(expiresAt ?? now, format.zone);
  return (
    <div className="ticket-until" {...hintProps(`${SAY.untilHint} ${SAY.untilZone(zone, left)}`)}>
      <NumberField
        label={SAY.until}
        value={shown}
        className="ticket-with-unit"
        onChange={(text) => {
          const time = parseInstant(text, now, format.zone);
          setTyped(text);
          change({ expiresAt: time, expiryTyped: time === null ? text.trim() : '' });
        }}
        onBlur={() => {
          setTyped(null);
        }}
        onStep={(steps) => {
          const from = expiresAt ?? presets.hour;
          take(Math.max(presets.hour - 59 * MINUTE_MS, expiresAt === null ? from : from + steps * MINUTE_MS));
        }}
        unit={
          <>
            <span>{zone}</span>
            <MenuButton
              tone="quiet"
              size="small"
              label={left === '' ? SAY.untilPresets : `${left}, ${SAY.untilPresets}`}
              entries={PRESETS.map((name) => ({
                id: name,
                label: SAY.presets[name],
                keys: instantText(presets[name], now, format),
                onChoose: () => {
                  take(presets[name]);
                },
              }))}
            >
              <span className="ticket-until-left">{left}</span>
            </MenuButton>
          </>
        }
      />
    </div>
  );
}
