import type { KeyboardEvent } from 'react';
import { create } from 'zustand';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { bindingFor, useKeyMap } from '../../ui/key-map.ts';
import type { KeyCommand } from '../../ui/key-map.ts';
import { useToasts } from '../../ui/toasts.tsx';
import { tellNote } from '../../ui/tell.ts';
import { cancelNewest, flattenInstrument } from './order-keys.ts';
import { dropPending, movePending, placePending, placePendingAt, resizePending, sendPending, usePendingLine } from './pending-line.ts';
import { TOOL_SENTENCES as SAY } from './tool-sentences.ts';

const HOLD_MS = 1_000;

/** Whether the key that flattens is held down. */
export const useHeldFlatten = create<{ readonly held: boolean }>()(() => ({ held: false }));

let timer: ReturnType<typeof setTimeout> | undefined;

/** Lets go of the key that flattens before its time. */
export function releaseFlatten(): void {
  clearTimeout(timer);
  timer = undefined;
  if (useHeldFlatten.getState().held) useHeldFlatten.setState({ held: false });
}

function holdFlatten(instrument: Instrument): void {
  const size = Number(useShownDesk.getState().positions.get(instrument.id)?.size ?? 0);
  if (size === 0) {
    tellNote('flatten', SAY.noPosition(instrument.spec.symbol));
    return;
  }
  useHeldFlatten.setState({ held: true });
  timer = setTimeout(() => {
    releaseFlatten();
    void flattenInstrument(instrument);
  }, HOLD_MS);
}

/** A line was placed, or there was no price for it. Where one press sends it goes out at once, with the ticket's own questions; never with real money. */
function placed(there: boolean): void {
  if (!there) tellNote('pending', SAY.pendingNoQuote);
  else if (useKeyMap.getState().onePress) {
    const book = useShownDesk.getState().account?.book;
    if (book === 'paper' || book === 'practice') sendPending();
    else tellNote('one-press', SAY.onePressOff);
  }
}

function tellOff(): void {
  tellNote('trading-keys', SAY.tradingKeysOff, {
    label: SAY.switchOn,
    onPress: () => {
      useKeyMap.getState().setTradingKeys(true);
      useToasts.getState().close('trading-keys');
    },
  });
}

/** What the trading keys need to know of the chart. */
export interface TradingGround {
  /** What a working order's line says. */
  readonly wordsOf: (order: string) => string | undefined;
  /** The price under the pointer, or null. */
  readonly here: () => number | null;
}

/** The keys that place, cancel and flatten. Whether the key was theirs; while they are switched off they say so. */
export function tradingKey(event: KeyboardEvent, instrument: Instrument, { wordsOf, here }: TradingGround): boolean {
  const { changed, tradingKeys } = useKeyMap.getState();
  const binding = bindingFor(event, ['trading'], changed);
  const actions: Readonly<Partial<Record<KeyCommand, () => void>>> = {
    'trade-buy': () => {
      placed(placePending('buy', instrument));
    },
    'trade-sell': () => {
      placed(placePending('sell', instrument));
    },
    'trade-limit-here': () => {
      placed(placePendingAt('limit', here(), instrument));
    },
    'trade-stop-here': () => {
      placed(placePendingAt('stop', here(), instrument));
    },
    'trade-cancel-last': () => {
      cancelNewest(instrument, wordsOf);
    },
    'trade-flatten': () => {
      holdFlatten(instrument);
    },
  };
  const act = binding === undefined ? undefined : actions[binding.command];
  if (act === undefined) return false;
  if (event.repeat) return true;
  if (tradingKeys) act();
  else tellOff();
  return true;
}

/** The keys of the pending line while there is one. Whether the key was its own. */
export function pendingKey(event: KeyboardEvent, instrument: Instrument): boolean {
  if (usePendingLine.getState().line === null) return false;
  const ten = event.shiftKey ? 10 : 1;
  const keys: Readonly<Record<string, () => void>> = {
    ArrowUp: () => {
      movePending(ten, instrument);
    },
    ArrowDown: () => {
      movePending(-ten, instrument);
    },
    PageUp: () => {
      movePending(100, instrument);
    },
    PageDown: () => {
      movePending(-100, instrument);
    },
    '+': () => {
      resizePending(1, instrument);
    },
    '=': () => {
      resizePending(1, instrument);
    },
    '-': () => {
      resizePending(-1, instrument);
    },
    Enter: () => {
      if (!event.repeat) sendPending();
    },
    Escape: dropPending,
  };
  const act = keys[event.key];
  act?.();
  return act !== undefined;
}
