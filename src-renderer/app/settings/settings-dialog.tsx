import { Search } from 'lucide-react';
import { useState } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { TICKET_SENTENCES } from '../../features/ticket/sentences.ts';
import { useTicketPlacing } from '../../features/ticket/ticket-placing.ts';
import { useAppearance } from '../../ui/appearance.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SegmentedControl } from '../../ui/segmented-control.tsx';
import { Select } from '../../ui/select.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { Command } from '../commands.ts';
import { KEY_BINDINGS } from '../keys.ts';
import { SETTINGS_SENTENCES as SAY, SHELL_SENTENCES } from '../sentences.ts';
import { useShellState } from '../shell/shell-state.ts';
import type { SettingsSection } from '../shell/shell-state.ts';
import type { ShellProps } from '../shell-props.ts';

export interface SettingsDialogProps extends Pick<ShellProps, 'info'> {
  readonly commands: readonly Command[];
}

interface SettingRow {
  readonly section: SettingsSection;
  readonly label: string;
  readonly control: ReactNode;
}

/** One dialog of 760x560 with search over all sections. */
export function SettingsDialog({ info, commands }: SettingsDialogProps): ReactElement {
  const { overlay, section, open, close } = useShellState();
  const [typed, setTyped] = useState('');
  const rows = [...useAppearanceRows(), ...useTradingRows(), ...useKeyRows(commands), ...aboutRows(info)];
  const wanted = typed.trim().toLowerCase();
  const shown = rows.filter((row) => (wanted === '' ? row.section === section : row.label.toLowerCase().includes(wanted)));
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
      <div className="app-settings-top">
        <Tabs
          label={SHELL_SENTENCES.settings}
          controls="app-settings-rows"
          value={section}
          tabs={(['appearance', 'trading', 'keys', 'about'] as const).map((value) => ({ value, label: SAY.sections[value] }))}
          onChange={(chosen) => {
            setTyped('');
            open('settings', chosen);
          }}
        />
        <TextField
          label={SAY.search}
          hideLabel
          placeholder={SAY.search}
          value={typed}
          onChange={setTyped}
          leading={<Search size={14} strokeWidth={1.5} aria-hidden />}
        />
      </div>
      <dl id="app-settings-rows" className="app-settings-rows">
        {shown.map((row) => (
          <div key={row.label} className="app-setting">
            <dt>{row.label}</dt>
            <dd>{row.control}</dd>
          </div>
        ))}
      </dl>
      {shown.length === 0 ? <p>{SAY.nothing(typed.trim())}</p> : null}
    </Dialog>
  );
}

function useAppearanceRows(): readonly SettingRow[] {
  const { theme, direction, density, zone, locale, choose } = useAppearance();
  const row = (label: string, control: ReactNode): SettingRow => ({ section: 'appearance', label, control });
  return [
    row(
      SAY.theme,
      <Choice
        label={SAY.theme}
        names={SAY.themes}
        value={theme}
        onChange={(chosen) => {
          choose({ theme: chosen });
        }}
      />,
    ),
    row(
      SAY.direction,
      <Choice
        list
        label={SAY.direction}
        names={SAY.directions}
        value={direction}
        onChange={(chosen) => {
          choose({ direction: chosen });
        }}
      />,
    ),
    row(
      SAY.density,
      <Choice
        label={SAY.density}
        names={SAY.densities}
        value={density}
        onChange={(chosen) => {
          choose({ density: chosen });
        }}
      />,
    ),
    row(
      SAY.zone,
      <Choice
        label={SAY.zone}
        names={SAY.zones}
        value={zone}
        onChange={(chosen) => {
          choose({ zone: chosen });
        }}
      />,
    ),
    row(
      SAY.separators,
      <Choice
        list
        label={SAY.separators}
        names={SAY.separatorNames}
        value={locale}
        onChange={(chosen) => {
          choose({ locale: chosen });
        }}
      />,
    ),
  ];
}

interface ChoiceProps<Value extends string> {
  readonly label: string;
  /** The words of each value, in the order shown. */
  readonly names: Readonly<Record<Value, string>>;
  readonly value: NoInfer<Value>;
  readonly onChange: (value: Value) => void;
  /** Behind a list instead of side by side. */
  readonly list?: boolean;
}

function Choice<Value extends string>({ label, names, value, onChange, list = false }: ChoiceProps<Value>): ReactElement {
  const values = Object.keys(names) as Value[];
  const choices = values.map((each) => ({ value: each, label: names[each] }));
  if (list) return <Select label={label} value={value} choices={choices} onChange={onChange} />;
  return <SegmentedControl label={label} value={value} segments={choices} onChange={onChange} />;
}

function useKeyRows(commands: readonly Command[]): readonly SettingRow[] {
  const { singleKeys, setSingleKeys } = useShellState();
  const section = 'keys';
  const bound = KEY_BINDINGS.flatMap((binding): readonly SettingRow[] => {
    const command = commands.find((each) => each.id === binding.command);
    if (!command || (binding.place === 'ticket' && !singleKeys)) return [];
    const label = binding.command === 'symbol' ? SHELL_SENTENCES.kinds.symbol : command.label;
    return [
      {
        section,
        label: `${label.slice(0, 1).toUpperCase()}${label.slice(1)}`,
        control: <kbd className="ui-kbd">{binding.twice === true ? `${binding.keys} x2` : binding.keys}</kbd>,
      },
    ];
  });
  const known = new Set<string>();
  const unique = bound.filter((row) => !known.has(row.label) && known.add(row.label));
  return [
    {
      section,
      label: SAY.singleKeys,
      control: (
        <Checkbox checked={singleKeys} onChange={setSingleKeys}>
          B, S
        </Checkbox>
      ),
    },
    ...unique,
    ...Object.entries(TICKET_SENTENCES.keys).map(
      ([label, keys]) => ({ section, label, control: <kbd className="ui-kbd">{keys}</kbd> }) as const,
    ),
  ];
}

function useTradingRows(): readonly SettingRow[] {
  const { askOnPaper, setAskOnPaper } = useTicketPlacing();
  const { label, words } = TICKET_SENTENCES.askSetting;
  const control = (
    <Checkbox checked={askOnPaper} onChange={setAskOnPaper}>
      {words}
    </Checkbox>
  );
  return [{ section: 'trading', label, control }];
}

function aboutRows(info: ShellProps['info']): readonly SettingRow[] {
  const section = 'about';
  const text = (label: string, value: string | undefined): SettingRow => ({
    section,
    label,
    control: <span data-selectable="">{value ?? SAY.unknown}</span>,
  });
  return [
    text(SAY.version, info?.version),
    text(SAY.host, info && `${info.host}, ${info.sandbox}`),
    text(SAY.home, info?.home),
    text(SAY.hosts, info && (info.hostsContacted.length === 0 ? SAY.noHosts : info.hostsContacted.join(', '))),
    { section, label: SAY.licences, control: <Licences info={info} /> },
  ];
}

function Licences({ info }: Pick<ShellProps, 'info'>): ReactElement {
  return (
    <ul className="app-licences" data-selectable="">
      {info?.licences.map(({ name, licence }) => (
        <li key={name}>
          {name} <span className="ui-note">{licence}</span>
        </li>
      ))}
      <li>{SAY.charts}</li>
    </ul>
  );
}
