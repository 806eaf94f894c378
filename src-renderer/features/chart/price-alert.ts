import type { AlertRecord } from '../../../src-shared/domain/alert.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { callMain } from '../../state/call-main.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { tellNote, tellRefusal } from '../../ui/tell.ts';
import { TOOL_SENTENCES as SAY } from './tool-sentences.ts';

const TOAST = 'chart-alert';

/** A price alert that waits on the instrument of the chart. */
export interface PriceAlert {
  readonly alert: number;
  readonly level: string;
}

/** The price alerts of an instrument that can still speak. */
export function priceAlerts(alerts: readonly AlertRecord[], instrument: string): readonly PriceAlert[] {
  return alerts.flatMap(({ alert, spec, status }) =>
    spec.kind === 'price' && spec.instrument === instrument && status !== 'done' ? [{ alert, level: spec.level }] : [],
  );
}

/** The alert of a price: above it where the last price is below, below it where that is above; null at the last price, or without one. */
export function alertWordsAt(price: number, instrument: Instrument): { readonly text: string; readonly level: string } | null {
  const last = useShownDesk.getState().quotes.get(instrument.id)?.last;
  if (last === undefined) return null;
  const ticks = Math.max(1, instrument.toTicks(price));
  const away = ticks - instrument.toTicks(last);
  if (away === 0) return null;
  const level = instrument.priceText(ticks);
  return { text: `${instrument.id} ${away > 0 ? 'above' : 'below'} ${level}`, level };
}

/** Sets an alert at a price of the chart; says what was set, or why it was not. */
export async function setAlertAt(price: number | null, instrument: Instrument): Promise<void> {
  const asked = price === null ? null : alertWordsAt(price, instrument);
  if (asked === null) {
    tellNote(TOAST, SAY.alertNowhere);
    return;
  }
  const answer = await callMain((client, command) => client.alerts.set({ command, text: asked.text }));
  if (!answer.ok) tellRefusal(TOAST, answer.fault.message);
  else tellNote(TOAST, SAY.alertSet(instrument.spec.symbol, asked.level));
}

/** Takes an alert away. */
export async function dropAlert(alert: number): Promise<void> {
  const answer = await callMain((client, command) => client.alerts.remove({ command, alert }));
  if (!answer.ok) tellRefusal(TOAST, answer.fault.message);
}
