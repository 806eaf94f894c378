import { NOTICES_KEY } from '../../../src-shared/domain/system-notices.ts';
import { appearanceOf, readAppearance, useAppearance } from '../../ui/appearance.ts';
import { useKeyMap } from '../../ui/key-map.ts';
import { useChartSettings } from '../../features/chart/chart-settings.ts';
import { useChartSound } from '../../features/chart/chart-sound.ts';
import { useDrawings } from '../../features/chart/drawings.ts';
import { useTicketPlacing } from '../../features/ticket/ticket-placing.ts';
import { keptWatchlist, useWatchlist } from '../../features/watchlist/watchlist-store.ts';
import { useTableLayouts } from '../../ui/data-table/table-layouts.ts';
import { useSeenHints } from '../../ui/seen-hints.ts';
import { useDock } from '../dock/dock-store.ts';
import { useNoticeChoices } from '../notices/notice-choices.ts';
import type { SettingsStore } from '../shell-props.ts';
import { useShellState } from '../shell/shell-state.ts';
import { useNewTicket } from './new-ticket.ts';

/** One thing the window keeps: what is read on start and written on change. */
interface Kept {
  readonly key: string;
  read(value: Readonly<Record<string, unknown>>): void;
  subscribe(write: (value: unknown) => void): () => void;
}

const KEPT: readonly Kept[] = [
  {
    key: 'window.appearance',
    read: (value) => {
      useAppearance.getState().choose(readAppearance(value));
    },
    subscribe: (write) =>
      useAppearance.subscribe((store) => {
        write(appearanceOf(store));
      }),
  },
  {
    key: 'window.layout',
    read: (value) => {
      useDock.getState().load(value);
    },
    subscribe: (write) =>
      useDock.subscribe(({ leftOpen, dockOpen, researchDockOpen, layouts, chosen }) => {
        write({ leftOpen, dockOpen, researchDockOpen, layouts, chosen });
      }),
  },
  {
    key: 'window.tables',
    read: (value) => {
      useTableLayouts.getState().load(value as Parameters<ReturnType<typeof useTableLayouts.getState>['load']>[0]);
    },
    subscribe: (write) =>
      useTableLayouts.subscribe(({ layouts }) => {
        write(layouts);
      }),
  },
  {
    key: 'window.shell',
    read: (value) => {
      useShellState.getState().load(value);
    },
    subscribe: (write) =>
      useShellState.subscribe(({ recent }) => {
        write({ recent });
      }),
  },
  {
    key: 'window.keys',
    read: (value) => {
      useKeyMap.getState().load(value);
    },
    subscribe: (write) =>
      useKeyMap.subscribe(({ changed, singleKeys, tradingKeys, onePress }) => {
        write({ changed, singleKeys, tradingKeys, onePress });
      }),
  },
  {
    key: NOTICES_KEY,
    read: (value) => {
      useNoticeChoices.getState().load(value);
    },
    subscribe: (write) =>
      useNoticeChoices.subscribe(({ toasts, system, sounds }) => {
        write({ toasts, system, sounds });
      }),
  },
  {
    key: 'window.new-ticket',
    read: (value) => {
      useNewTicket.getState().load(value);
    },
    subscribe: (write) =>
      useNewTicket.subscribe(({ type, unit }) => {
        write({ type, unit });
      }),
  },
  {
    key: 'window.hints',
    read: (value) => {
      useSeenHints.getState().load(value);
    },
    subscribe: (write) =>
      useSeenHints.subscribe(({ seen }) => {
        write({ seen });
      }),
  },
  {
    key: 'window.watchlist',
    read: (value) => {
      useWatchlist.getState().load(value);
    },
    subscribe: (write) =>
      useWatchlist.subscribe((store) => {
        write(keptWatchlist(store));
      }),
  },
  {
    key: 'window.ticket',
    read: ({ askOnPaper }) => {
      if (typeof askOnPaper === 'boolean') useTicketPlacing.getState().setAskOnPaper(askOnPaper);
    },
    subscribe: (write) =>
      useTicketPlacing.subscribe(({ askOnPaper }) => {
        write({ askOnPaper });
      }),
  },
  {
    key: 'window.chart',
    read: (value) => {
      useChartSettings.getState().load(value);
    },
    subscribe: (write) =>
      useChartSettings.subscribe(({ timeframes, settings }) => {
        write({ timeframes, settings });
      }),
  },
  {
    key: 'window.drawings',
    read: (value) => {
      useDrawings.getState().load(value);
    },
    subscribe: (write) =>
      useDrawings.subscribe(({ drawings }) => {
        write(drawings);
      }),
  },
  {
    key: 'window.sound',
    read: ({ on }) => {
      if (typeof on === 'boolean') useChartSound.getState().choose(on);
    },
    subscribe: (write) =>
      useChartSound.subscribe(({ on }) => {
        write({ on });
      }),
  },
];

const WRITE_EVERY_MS = 400;

async function readKept(kept: Kept, settings: SettingsStore): Promise<void> {
  try {
    const text = await settings.load(kept.key);
    const value: unknown = text === null ? undefined : JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) kept.read(value as Record<string, unknown>);
  } catch (broken) {
    console.warn(`The setting ${kept.key} could not be read; the window starts with its default.`, broken);
  }
}

/** Writes changes: the first at once, then each key at most every 400 ms; what still waits is written when the page goes. */
function writeLater(settings: SettingsStore): { write(key: string, text: string): void; flush(): void } {
  const writtenAt = new Map<string, number>();
  const waiting = new Map<string, { readonly text: string; readonly timer: ReturnType<typeof setTimeout> }>();
  const write = (key: string): void => {
    const change = waiting.get(key);
    if (change === undefined) return;
    clearTimeout(change.timer);
    waiting.delete(key);
    writtenAt.set(key, performance.now());
    settings.save(key, change.text);
  };
  return {
    write: (key, text) => {
      clearTimeout(waiting.get(key)?.timer);
      const rest = (writtenAt.get(key) ?? -Infinity) + WRITE_EVERY_MS - performance.now();
      const timer = setTimeout(
        () => {
          write(key);
        },
        Math.max(0, rest),
      );
      waiting.set(key, { text, timer });
    },
    flush: () => {
      for (const key of [...waiting.keys()]) write(key);
    },
  };
}

/** Reads everything the window keeps and writes changes from then on. What cannot be read never blocks the start; `page` says by `pagehide` when it goes. Returns how to stop. */
export async function keepSettings(settings: SettingsStore, page: EventTarget = new EventTarget()): Promise<() => void> {
  await Promise.all(KEPT.map((kept) => readKept(kept, settings)));
  const { write, flush } = writeLater(settings);
  const stops = KEPT.map((kept) => {
    let last = '';
    return kept.subscribe((value) => {
      const text = JSON.stringify(value);
      if (text === last) return;
      last = text;
      write(kept.key, text);
    });
  });
  page.addEventListener('pagehide', flush);
  return () => {
    page.removeEventListener('pagehide', flush);
    for (const stop of stops) stop();
    flush();
  };
}
