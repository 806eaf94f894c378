import { shownTheme, useAppearance } from '../ui/appearance.ts';
import { openBooks } from '../state/books-request.ts';
import { keysOf } from '../ui/key-map.ts';
import type { KeyCommand } from '../ui/key-map.ts';
import { PANEL_IDS } from '../features/catalog.ts';
import type { PanelCatalog } from '../features/catalog.ts';
import { keyAction } from './command.ts';
import type { Command } from './command.ts';
import { dockOf, useDock } from './dock/dock-store.ts';
import { DOCK_PANELS } from './dock/trade-layout.ts';
import { arrangementFor } from './dock/trade-sizes.ts';
import { focusNeighbour, focusedPlace, stepRegion } from './focus-regions.ts';
import { lockWindow } from './lock/lock-window.ts';
import { SHELL_SENTENCES as SAY } from './sentences.ts';
import { SETTINGS_SECTIONS, useShellState } from './shell/shell-state.ts';
import { WORKSPACES, useWorkspace } from './shell/workspaces.ts';
import { SETTINGS_SENTENCES } from './settings/sentences.ts';

const NEIGHBOURS = ['left', 'right', 'up', 'down'] as const;

function toggleLeft(): void {
  const { leftOpen, drawerOpen, set } = useDock.getState();
  set(arrangementFor(window.innerWidth) === 'wide' ? { leftOpen: !leftOpen } : { drawerOpen: !drawerOpen });
}

function toggleDock(): void {
  const dock = dockOf(useWorkspace.getState().shown);
  const store = useDock.getState();
  store.set({ [dock]: !store[dock] });
}

function switchTheme(): void {
  const store = useAppearance.getState();
  store.choose({ theme: shownTheme(store) === 'dark' ? 'light' : 'dark' });
}

function dockTabKey(at: number): KeyCommand {
  return `dock-tab-${String(at + 1)}` as KeyCommand;
}

/** Commands that only keys do; the palette has better words for them or stands open itself. */
const KEYS_ONLY: ReadonlySet<string> = new Set([
  'palette',
  'symbol',
  'settings',
  'next-region',
  'previous-region',
  'back',
  ...NEIGHBOURS.map((side) => `neighbour-${side}`),
  ...DOCK_PANELS.map((_, index) => dockTabKey(index)),
]);

/** Whether a command is left out of the palette. */
export function keysOnly(id: string): boolean {
  return KEYS_ONLY.has(id);
}

function moveCommands(): readonly Command[] {
  return [
    keyAction('next-region', SAY.nextRegion, () => {
      stepRegion(1);
    }),
    keyAction('previous-region', SAY.previousRegion, () => {
      stepRegion(-1);
    }),
    ...NEIGHBOURS.map((side) =>
      keyAction(`neighbour-${side}`, SAY.neighbour[side], () => {
        focusNeighbour(side);
      }),
    ),
  ];
}

function workspaceCommands(): readonly Command[] {
  return WORKSPACES.slice(0, 9).map(({ id, title }, index) => {
    const command = `workspace-${String(index + 1)}` as KeyCommand;
    return {
      id: command,
      kind: 'workspace',
      label: title,
      keys: keysOf(command),
      run: () => {
        useWorkspace.getState().show(id);
      },
    };
  });
}

function panelCommands(panels: PanelCatalog): readonly Command[] {
  return PANEL_IDS.flatMap((panel): readonly Command[] => {
    const entry = panels[panel];
    const at = DOCK_PANELS.indexOf(panel);
    if (entry === undefined) return [];
    const show = (): void => {
      useDock.getState().show(panel);
    };
    const keys = at < 0 ? undefined : keysOf(dockTabKey(at));
    return [
      { id: `panel-${panel}`, kind: 'panel', label: entry.title, keys, run: show },
      ...(at < 0 ? [] : [keyAction(dockTabKey(at), SAY.dockTab(at + 1, entry.title), show)]),
    ];
  });
}

function settingsPages(): readonly Command[] {
  return SETTINGS_SECTIONS.map((section) => ({
    id: `settings-${section}`,
    kind: 'setting',
    label: SAY.settingsPage(SETTINGS_SENTENCES.sections[section]),
    keys: section === 'appearance' ? keysOf('settings') : undefined,
    run: () => {
      useShellState.getState().open('settings', section);
    },
  }));
}

/** What moves about the window and arranges it. */
export function windowCommands(panels: PanelCatalog): readonly Command[] {
  const { open, close } = useShellState.getState();
  const opens = (overlay: Parameters<typeof open>[0]) => (): void => {
    open(overlay);
  };
  return [
    keyAction('palette', SAY.search, opens('palette')),
    keyAction('symbol', SAY.findSymbol, opens('palette')),
    keyAction('settings', SAY.settings, opens('settings')),
    keyAction('keys', SAY.readKeys, () => {
      useShellState.getState().keys(focusedPlace());
    }),
    {
      ...keyAction('lock-window', SAY.lockWindow, () => void lockWindow(false)),
      also: SAY.lockWindowAlso,
    },
    { id: 'lock-keys', kind: 'action', label: SAY.lockKeys, also: SAY.lockKeysAlso, run: () => void lockWindow(true) },
    { id: 'notices', kind: 'action', label: SAY.readNotices, run: opens('notices') },
    { id: 'away', kind: 'action', label: SAY.readAway, run: opens('away') },
    { id: 'books', kind: 'action', label: SAY.books, run: openBooks },
    keyAction('left-column', SAY.leftColumn, toggleLeft),
    keyAction('dock', SAY.dockPart, toggleDock),
    keyAction('enlarge', SAY.enlarge, () => {
      useDock.getState().enlarge();
    }),
    keyAction('theme', SAY.switchTheme, switchTheme),
    keyAction('back', SAY.oneStepBack, () => {
      if (useShellState.getState().overlay === 'none') useDock.getState().set({ drawerOpen: false });
      close();
    }),
    {
      id: 'reset-layout',
      kind: 'action',
      label: SAY.resetLayout,
      run: () => {
        useDock.getState().reset();
      },
    },
    ...moveCommands(),
    ...workspaceCommands(),
    ...panelCommands(panels),
    ...settingsPages(),
  ];
}
