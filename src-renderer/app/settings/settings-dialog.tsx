import { Search } from 'lucide-react';
import { Fragment, useState } from 'react';
import type { ReactElement } from 'react';
import { Dialog } from '../../ui/dialog.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { Command } from '../command.ts';
import { SHELL_SENTENCES } from '../sentences.ts';
import { SETTINGS_SECTIONS, useShellState } from '../shell/shell-state.ts';
import type { ShellProps } from '../shell-props.ts';
import { aboutRows } from './about-rows.tsx';
import { useAppearanceRows } from './appearance-rows.tsx';
import { dataRows } from './data-rows.tsx';
import { useKeyRows } from './key-rows.tsx';
import { useNoticeRows } from './notice-rows.tsx';
import { SETTINGS_SENTENCES as SAY } from './sentences.ts';
import { shownSettings } from './setting-row.ts';
import type { SettingRow } from './setting-row.ts';
import { useTradingRows } from './trading-rows.tsx';

export interface SettingsDialogProps extends Pick<ShellProps, 'info'> {
  readonly commands: readonly Command[];
}

/** One dialog of 760x560 with search over all pages. */
export function SettingsDialog(props: SettingsDialogProps): ReactElement {
  const { overlay, close } = useShellState();
  return (
    <Dialog
      open={overlay === 'settings'}
      onClose={close}
      title={SHELL_SENTENCES.settings}
      closeLabel={SHELL_SENTENCES.close}
      width={760}
      height={560}
      className="app-settings"
    >
      <SettingsBody {...props} />
    </Dialog>
  );
}

const ROWS = 'app-settings-rows';

function SettingsBody({ info, commands }: SettingsDialogProps): ReactElement {
  const { section, open } = useShellState();
  const [typed, setTyped] = useState('');
  const rows = [
    ...useAppearanceRows(),
    ...useTradingRows(),
    ...useKeyRows(commands),
    ...useNoticeRows(),
    ...dataRows(info),
    ...aboutRows(info),
  ];
  const searching = typed.trim() !== '';
  const shown = shownSettings(rows, section, typed);
  return (
    <>
      <div className="app-settings-side">
        <TextField
          label={SAY.search}
          hideLabel
          placeholder={SAY.search}
          value={typed}
          onChange={setTyped}
          leading={<Search size={14} strokeWidth={1.5} aria-hidden />}
        />
        <Tabs
          vertical
          label={SHELL_SENTENCES.settings}
          controls={ROWS}
          value={searching ? '' : section}
          tabs={SETTINGS_SECTIONS.map((value) => ({ value, label: SAY.sections[value] }))}
          onChange={(chosen) => {
            setTyped('');
            open('settings', SETTINGS_SECTIONS.find((each) => each === chosen) ?? 'appearance');
          }}
        />
      </div>
      <div id={ROWS} role="tabpanel" aria-label={searching ? SAY.found : SAY.sections[section]} className="app-settings-page" tabIndex={-1}>
        <SettingsList rows={shown} searching={searching} />
        {shown.length === 0 ? <p>{SAY.nothing(typed.trim())}</p> : null}
      </div>
    </>
  );
}

/** The lines, each page or group under its name. */
function SettingsList({ rows, searching }: { readonly rows: readonly SettingRow[]; readonly searching: boolean }): ReactElement {
  const headOf = ({ section, group }: SettingRow): string =>
    searching ? [SAY.sections[section], ...(group === undefined ? [] : [group])].join(', ') : (group ?? '');
  return (
    <dl>
      {rows.map((row, index) => {
        const head = headOf(row);
        const before = rows[index - 1];
        const begins = head !== '' && (before === undefined || headOf(before) !== head);
        return (
          <Fragment key={`${row.section} ${row.group ?? ''} ${row.label}`}>
            {begins ? (
              <div className="app-settings-group">
                <dt>{head}</dt>
              </div>
            ) : null}
            <div className="app-setting">
              <dt>{row.label}</dt>
              <dd>
                {row.control}
                {row.note === undefined ? null : <p className="ui-note">{row.note}</p>}
              </dd>
            </div>
          </Fragment>
        );
      })}
    </dl>
  );
}
