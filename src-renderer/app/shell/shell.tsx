import { lazy, Suspense, useEffect } from 'react';
import type { ReactElement } from 'react';
import { useDeskLink } from '../../state/desk-link.ts';
import { useDesk } from '../../state/desk-store.ts';
import { useReplaying } from '../../state/replaying.ts';
import { shownTheme, useAppearance } from '../../ui/appearance.ts';
import { HintLayer } from '../../ui/hint-layer.tsx';
import { LiveRegions } from '../../ui/live-regions.tsx';
import { Toasts } from '../../ui/toasts.tsx';
import { PanelBoundary } from '../../ui/panel-boundary.tsx';
import { copyText } from '../copy-text.ts';
import { Dock } from '../dock/dock.tsx';
import { useDock } from '../dock/dock-store.ts';
import { focusInto } from '../focus-regions.ts';
import { Palette } from '../palette/palette.tsx';
import { SHELL_SENTENCES as SAY } from '../sentences.ts';
import { keepSettings } from '../settings/kept-settings.ts';
import type { SettingsStore, ShellProps } from '../shell-props.ts';
import { AwayDialog } from '../away/away-dialog.tsx';
import { LockScreen } from '../lock/lock-screen.tsx';
import { LeaveDialog } from '../leaving/leave-dialog.tsx';
import { HelpDialog } from '../help/help-dialog.tsx';
import { useToastEnd } from '../notices/toast-place.ts';
import { useCommands } from '../use-commands.ts';
import { NoticesDialog, StartAgainDialog } from './dialogs.tsx';
import { Foot } from './foot.tsx';
import { TopBar } from './top-bar.tsx';
import { useShellKeys } from './use-shell-keys.ts';
import { useWorkspace, WORKSPACES } from './workspaces.ts';

const SettingsDialog = lazy(async () => ({ default: (await import('../settings/settings-dialog.tsx')).SettingsDialog }));
const KeysDialog = lazy(async () => ({ default: (await import('../help/keys-dialog.tsx')).KeysDialog }));
const ReplayStrip = lazy(async () => ({ default: (await import('../../features/replay/replay-strip.tsx')).ReplayStrip }));
const ReplayDialog = lazy(async () => ({ default: (await import('../../features/replay/replay-dialog.tsx')).ReplayDialog }));
const LiveDialog = lazy(async () => ({ default: (await import('../../features/live/live-dialog.tsx')).LiveDialog }));
const BooksDialog = lazy(async () => ({ default: (await import('../../features/books/books-dialog.tsx')).BooksDialog }));

/** Whether the window was locked when this page was loaded: main says so in the document, before it can be asked. */
const BEGAN_LOCKED = document.documentElement.dataset['lock'] === 'shut';

/**
 * The window, open or locked. A locked one holds nothing of the open one: no figure, no dialog, nothing half typed. A page that is loaded while it is
 * locked stays blank until main has told how it stands, or does not answer.
 */
export function Shell(props: ShellProps): ReactElement {
  const locked = useDesk((desk) => desk.lock?.locked ?? null);
  const untold = useDesk((desk) => desk.lock === null);
  const lost = useDeskLink((link) => link.lost !== null);
  useAppearanceOnRoot();
  useKeptSettings(props.settings);
  if (BEGAN_LOCKED && untold && !lost) return <div className="app-lock" aria-busy="true" />;
  if (locked === null) return <OpenShell {...props} />;
  return (
    <>
      <LockScreen {...props} locked={locked} />
      <LeaveDialog />
      <HintLayer />
    </>
  );
}

/** Top bar, workspace, foot, and what lies over them. */
function OpenShell(props: ShellProps): ReactElement {
  const { panels, actions, risk, mode } = props;
  const replaying = useReplaying();
  const workspace = useWorkspace((store) => store.shown);
  const commands = useCommands(props);
  useShellKeys(commands);
  return (
    <div className="app-shell" data-mode={mode} data-replay={replaying || undefined}>
      {panels.ticket === undefined ? null : (
        <a
          className="app-skip"
          href="#panel-ticket"
          onClick={(event) => {
            event.preventDefault();
            focusInto('ticket');
          }}
        >
          {SAY.skipToTicket}
        </a>
      )}
      <TopBar {...props} />
      {replaying ? (
        <div className="app-replay">
          <Suspense fallback={null}>
            <ReplayStrip />
          </Suspense>
        </div>
      ) : null}
      <main className="app-workspace">
        <div
          id="workspace"
          className="app-workspace-panel"
          role="tabpanel"
          aria-label={WORKSPACES.find(({ id }) => id === workspace)?.title}
        >
          <PanelBoundary
            sentence={SAY.layoutStopped}
            reloadLabel={SAY.resetLayout}
            copyLabel={SAY.copyDetails}
            onCopy={copyText}
            onReload={useDock.getState().reset}
          >
            <Dock key={workspace} workspace={workspace} catalog={panels} onFailure={actions.reportFailure} />
          </PanelBoundary>
        </div>
      </main>
      <Foot {...props} />
      <Palette commands={commands} />
      <HelpDialog />
      <NoticesDialog />
      <AwayDialog note={props.info?.away ?? null} />
      <Suspense fallback={null}>
        <SettingsDialog info={props.info} commands={commands} />
        <KeysDialog commands={commands} />
        <BooksDialog />
        <ReplayDialog />
        <LiveDialog />
      </Suspense>
      <LeaveDialog />
      <StartAgainDialog risk={risk} actions={actions} />
      <Toasts closeLabel={SAY.close} end={useToastEnd()} />
      <LiveRegions />
      <HintLayer />
    </div>
  );
}

/** Puts theme, direction scheme and density on the root element, where the tokens look for them, and follows the system's theme. */
function useAppearanceOnRoot(): void {
  const theme = useAppearance(shownTheme);
  const direction = useAppearance((store) => store.direction);
  const density = useAppearance((store) => store.density);
  const motion = useAppearance((store) => store.motion);
  const systemChanged = useAppearance((store) => store.systemChanged);
  useEffect(() => {
    Object.assign(document.documentElement.dataset, { theme, direction, density, motion });
  }, [theme, direction, density, motion]);
  useEffect(() => {
    const query = matchMedia('(prefers-color-scheme: light)');
    const follow = (): void => {
      systemChanged(query.matches ? 'light' : 'dark');
    };
    follow();
    query.addEventListener('change', follow);
    return () => {
      query.removeEventListener('change', follow);
    };
  }, [systemChanged]);
}

function useKeptSettings(settings: SettingsStore): void {
  useEffect(() => {
    let stop: (() => void) | undefined;
    let gone = false;
    void keepSettings(settings, window).then((stopped) => {
      if (gone) stopped();
      else stop = stopped;
    });
    return () => {
      gone = true;
      stop?.();
    };
  }, [settings]);
}
