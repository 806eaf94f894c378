import { DIRECTION_SCHEMES } from '../ui/tokens.ts';
import { shownTheme, useAppearance } from '../ui/appearance.ts';
import { PANEL_IDS } from '../features/catalog.ts';
import { useDock } from './dock/dock-store.ts';
import { DOCK_PANELS } from './dock/trade-layout.ts';
import { arrangementFor } from './dock/trade-sizes.ts';
import { stepRegion } from './focus-regions.ts';
import { keysOf } from './keys.ts';
import type { KeyCommand } from './keys.ts';
import { SETTINGS_SENTENCES, SHELL_SENTENCES as SAY } from './sentences.ts';
import type { ShellProps } from './shell-props.ts';
import { useShellState } from './shell/shell-state.ts';

/** Something the palette lists and a key may do. */
export interface Command {
  readonly id: string;
  readonly kind: keyof typeof SAY.kinds;
  readonly label: string;
  readonly keys?: string | undefined;
  /** Why it cannot be done now. */
  readonly disabledReason?: string | undefined;
  readonly run: () => void;
}

function toggleLeft(): void {
  const { leftOpen, drawerOpen, set } = useDock.getState();
  set(arrangementFor(window.innerWidth) === 'wide' ? { leftOpen: !leftOpen } : { drawerOpen: !drawerOpen });
}

function toggleDock(): void {
  const { dockOpen, set } = useDock.getState();
  set({ dockOpen: !dockOpen });
}

function switchTheme(): void {
  const store = useAppearance.getState();
  store.choose({ theme: shownTheme(store) === 'dark' ? 'light' : 'dark' });
}

function action(id: KeyCommand, label: string, run: () => void, disabledReason?: string): Command {
  return { id, kind: 'action', label, keys: keysOf(id), run, disabledReason };
}

function tradingCommands({ actions, risk, panels }: ShellProps): readonly Command[] {
  const unknown = risk === undefined ? SAY.notConnected : undefined;
  const ticket = panels.ticket === undefined ? [] : (['buy', 'sell'] as const);
  return [
    ...ticket.map((side) =>
      action(side === 'buy' ? 'ticket-buy' : 'ticket-sell', SAY.openTicket(side), () => {
        actions.openTicket(side);
      }),
    ),
    action('cancel-orders', SAY.cancelOrders, actions.cancelAllButProtective, unknown),
    action('kill-switch', SAY.killSwitch, actions.kill),
    ...(['request', 'answer'] as const).map((what) => ({
      id: `lose-${what}`,
      kind: 'action' as const,
      label: SAY.loseNext(what),
      run: () => {
        actions.loseNext(what);
      },
      disabledReason: unknown,
    })),
    {
      id: 'reduce',
      kind: 'action',
      label: SAY.reduceOnly,
      run: actions.reduce,
      disabledReason:
        unknown ?? (risk?.state === 'ACTIVE' ? undefined : risk?.state === 'HALTED' ? SAY.alreadyHalted : SAY.alreadyReducing),
    },
    {
      id: 'start-again',
      kind: 'action',
      label: SAY.startAgain,
      run: () => {
        useShellState.getState().open('start-again');
      },
      disabledReason: unknown ?? (risk?.state === 'ACTIVE' ? SAY.alreadyActive : undefined),
    },
  ];
}

function windowCommands(panels: ShellProps['panels']): readonly Command[] {
  const { open, close } = useShellState.getState();
  return [
    action('palette', SAY.search, () => {
      open('palette');
    }),
    action('symbol', SAY.search, () => {
      open('palette');
    }),
    action('settings', SAY.settings, () => {
      open('settings');
    }),
    action('keys', SAY.readKeys, () => {
      open('settings', 'keys');
    }),
    action('left-column', SAY.leftColumn, toggleLeft),
    action('dock', SAY.dockPart, toggleDock),
    action('enlarge', SAY.enlarge, () => {
      useDock.getState().enlarge();
    }),
    action('theme', SAY.switchTheme, switchTheme),
    action('next-region', SAY.nextRegion, () => {
      stepRegion(1);
    }),
    action('previous-region', SAY.previousRegion, () => {
      stepRegion(-1);
    }),
    action('back', SAY.oneStepBack, () => {
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
    ...DOCK_PANELS.flatMap((panel, index) => {
      const id = `dock-tab-${String(index + 1)}` as KeyCommand;
      return panels[panel] === undefined
        ? []
        : [
            action(id, SAY.dockTab(index + 1), () => {
              useDock.getState().show(panel);
            }),
          ];
    }),
  ];
}

/** Commands that only keys do; the palette has better words for them or stands open itself. */
const KEYS_ONLY: ReadonlySet<string> = new Set([
  'palette',
  'symbol',
  'next-region',
  'previous-region',
  'back',
  ...DOCK_PANELS.map((_, index) => `dock-tab-${String(index + 1)}`),
]);

function settingCommands(): readonly Command[] {
  const { choose } = useAppearance.getState();
  return [
    ...DIRECTION_SCHEMES.map((direction): Command => ({
      id: `direction-${direction}`,
      kind: 'setting',
      label: `${SETTINGS_SENTENCES.direction}: ${SETTINGS_SENTENCES.directions[direction].toLowerCase()}`,
      run: () => {
        choose({ direction });
      },
    })),
    ...(['dense', 'compact', 'comfortable'] as const).map((density): Command => ({
      id: `density-${density}`,
      kind: 'setting',
      label: `${SETTINGS_SENTENCES.density}: ${SETTINGS_SENTENCES.densities[density].toLowerCase()}`,
      run: () => {
        choose({ density });
      },
    })),
    ...(['local', 'utc'] as const).map((zone): Command => ({
      id: `zone-${zone}`,
      kind: 'setting',
      label: `${SETTINGS_SENTENCES.zone}: ${SETTINGS_SENTENCES.zones[zone]}`,
      run: () => {
        choose({ zone });
      },
    })),
  ];
}

function symbolCommands({ symbols, actions }: ShellProps): readonly Command[] {
  return symbols.map(({ id, symbol, tag }) => ({
    id: `symbol-${id}`,
    kind: 'symbol',
    label: `${symbol} ${tag}`,
    run: () => {
      actions.showInstrument(id);
    },
  }));
}

function panelCommands(panels: ShellProps['panels']): readonly Command[] {
  return PANEL_IDS.flatMap((panel) => {
    const entry = panels[panel];
    const at = DOCK_PANELS.indexOf(panel);
    return entry === undefined
      ? []
      : [
          {
            id: `panel-${panel}`,
            kind: 'panel' as const,
            label: SAY.showPanel(entry.title),
            keys: at < 0 ? undefined : `Alt+${String(at + 1)}`,
            run: () => {
              useDock.getState().show(panel);
            },
          },
        ];
  });
}

/** Everything that can be done now; what cannot be done carries its reason. */
export function commandsFor(props: ShellProps): readonly Command[] {
  return [
    ...symbolCommands(props),
    ...tradingCommands(props),
    ...windowCommands(props.panels),
    ...panelCommands(props.panels),
    ...settingCommands(),
  ];
}

/** The commands the palette lists. */
export function paletteCommands(commands: readonly Command[]): readonly Command[] {
  return commands.filter((command) => !KEYS_ONLY.has(command.id));
}
