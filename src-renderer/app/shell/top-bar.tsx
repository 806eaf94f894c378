import { Search, Settings } from 'lucide-react';
import type { ReactElement } from 'react';
import { askToEndLive } from '../../state/live-request.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { accountWords, useTradedAccount } from '../../state/traded-account.ts';
import { Button } from '../../ui/button.tsx';
import { Chip, ModeChip } from '../../ui/chip.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { MenuButton } from '../../ui/menu.tsx';
import { hintProps } from '../../ui/hint-layer.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useKeysOf } from '../../ui/key-map.ts';
import { SHELL_SENTENCES as SAY } from '../sentences.ts';
import type { ShellProps } from '../shell-props.ts';
import { BrandMark } from './brand-mark.tsx';
import { useShellState } from './shell-state.ts';
import { WORKSPACES, useWorkspace } from './workspaces.ts';

/** The band of 36 at the top: mark, workspaces, search, mode, trading state, kill switch, settings. */
export function TopBar(props: Pick<ShellProps, 'mode' | 'risk' | 'actions'>): ReactElement {
  const open = useShellState((store) => store.open);
  const { shown, show } = useWorkspace();
  const killKeys = useKeysOf('kill-switch');
  const traded = useTradedAccount();
  const { name } = traded;
  return (
    <header className="app-top" data-region="top-bar" tabIndex={-1}>
      <BrandMark label={SAY.product} />
      <nav aria-label={SAY.workspaces} className="app-workspaces">
        <Tabs
          label={SAY.workspaces}
          tabs={WORKSPACES.map(({ id, title }) => ({ value: id, label: title }))}
          value={shown}
          onChange={show}
          controls="workspace"
        />
      </nav>
      <button
        type="button"
        className="app-search"
        onClick={() => {
          open('palette');
        }}
      >
        <Search size={14} strokeWidth={1.5} aria-hidden />
        <span>{SAY.search}</span>
        <kbd className="ui-kbd">{useKeysOf('palette')}</kbd>
      </button>
      <div className="app-top-end">
        <AccountState mode={props.mode} />
        <TradingStateMenu {...props} />
        <Button
          tone="danger"
          size="small"
          className="app-kill"
          hint={name === null ? SAY.killSwitchHint : SAY.killSwitchOf(accountWords(traded))}
          keys={killKeys}
          onPress={props.actions.kill}
        >
          {name === null ? SAY.killSwitch : SAY.killSwitchOn(props.mode.toUpperCase())}
        </Button>
        <IconButton
          icon={Settings}
          label={SAY.settings}
          keys={useKeysOf('settings')}
          onPress={() => {
            open('settings');
          }}
        />
      </div>
    </header>
  );
}

/** What is traded on, in words; an account at a venue with what keeps it from opening, and with its end. */
function AccountState({ mode }: Pick<ShellProps, 'mode'>): ReactElement {
  const live = useShownDesk((desk) => desk.status?.live ?? null);
  if (live === null) return <ModeChip mode={mode} />;
  return (
    <>
      {live.waits === null ? null : (
        <Chip
          tone={live.waits === 'lost' ? 'danger' : 'warn'}
          icon={live.waits === 'recovering' ? 'busy' : 'alert'}
          hint={live.problem ?? SAY.liveWaitHints[live.waits]}
        >
          {SAY.liveWaits[live.waits]}
        </Chip>
      )}
      <ModeChip mode={mode} account={live.name} />
      <Button size="small" hint={SAY.stopLiveHint} onPress={askToEndLive}>
        {SAY.stopLive}
      </Button>
    </>
  );
}

const STATE_TONES = { ACTIVE: 'ok', REDUCING: 'warn', HALTED: 'danger' } as const;

function TradingStateMenu({ risk, actions }: Pick<ShellProps, 'risk' | 'actions'>): ReactElement {
  const open = useShellState((store) => store.open);
  const format = useFormat();
  const killKeys = useKeysOf('kill-switch');
  if (risk === undefined) {
    return (
      <span className="ui-note" {...hintProps(SAY.stateUnknown)}>
        —
      </span>
    );
  }
  const { state, since, reason } = risk;
  return (
    <MenuButton
      tone="quiet"
      size="small"
      label={`${SAY.tradingState}: ${SAY.states[state]}`}
      hint={since === 0 ? SAY.stateSinceFirstStart(SAY.states[state]) : SAY.stateSince(SAY.states[state], format.timeOfDay(since), reason)}
      className="app-state"
      entries={[
        {
          id: 'reduce',
          label: SAY.reduceOnly,
          onChoose: actions.reduce,
          disabledReason: state === 'ACTIVE' ? undefined : state === 'HALTED' ? SAY.alreadyHalted : SAY.alreadyReducing,
        },
        {
          id: 'again',
          label: SAY.startAgain,
          onChoose: () => {
            open('start-again');
          },
          disabledReason: state === 'ACTIVE' ? SAY.alreadyActive : undefined,
        },
        { id: 'kill', label: SAY.killSwitch, keys: killKeys, onChoose: actions.kill },
      ]}
    >
      <Chip tone={STATE_TONES[state]}>
        <span className="app-state-word">{SAY.states[state]}</span>
      </Chip>
    </MenuButton>
  );
}
