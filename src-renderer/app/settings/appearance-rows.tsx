import { useAppearance } from '../../ui/appearance.ts';
import type { AppearanceChoice } from '../../ui/appearance.ts';
import { Choice } from './choice.tsx';
import { SETTINGS_SENTENCES as SAY } from './sentences.ts';
import type { SettingRow } from './setting-row.ts';

/** How the window looks. */
export function useAppearanceRows(): readonly SettingRow[] {
  const store = useAppearance();
  const row = <Key extends keyof AppearanceChoice>(
    key: Key,
    label: string,
    names: Readonly<Record<AppearanceChoice[Key], string>>,
    rest: { readonly list?: boolean; readonly note?: string } = {},
  ): SettingRow => ({
    section: 'appearance',
    label,
    also: Object.entries(names).flat().join(' '),
    ...(rest.note === undefined ? {} : { note: rest.note }),
    control: (
      <Choice
        label={label}
        names={names}
        value={store[key]}
        list={rest.list ?? false}
        onChange={(chosen) => {
          store.choose({ [key]: chosen });
        }}
      />
    ),
  });
  return [
    row('theme', SAY.theme, SAY.themes),
    row('direction', SAY.direction, SAY.directions, { list: true }),
    row('density', SAY.density, SAY.densities),
    { section: 'appearance', label: SAY.zoom, control: <kbd className="app-key">{SAY.zoomKeys}</kbd>, note: SAY.zoomNote },
    row('zone', SAY.zone, SAY.zones),
    row('locale', SAY.separators, SAY.separatorNames, { list: true }),
    row('motion', SAY.motion, SAY.motions, { note: SAY.motionNote }),
  ];
}
