import { useTicketPlacing } from '../features/ticket/ticket-placing.ts';
import { useAppearance } from '../ui/appearance.ts';
import type { AppearanceChoice } from '../ui/appearance.ts';
import { useKeyMap } from '../ui/key-map.ts';
import type { Command } from './command.ts';
import { useNoticeChoices } from './notices/notice-choices.ts';
import { SETTINGS_SENTENCES as SAY } from './settings/sentences.ts';

/** One row for each value of a choice of the appearance. */
function choices<Key extends keyof AppearanceChoice>(
  key: Key,
  title: string,
  names: Readonly<Record<AppearanceChoice[Key] & string, string>>,
): readonly Command[] {
  return (Object.entries(names) as [AppearanceChoice[Key] & string, string][]).map(([value, name]) => ({
    id: `${key}-${value}`,
    kind: 'setting',
    label: SAY.settingTo(title, name),
    also: value,
    run: () => {
      useAppearance.getState().choose({ [key]: value });
    },
  }));
}

function toggle(id: string, title: string, isOn: boolean, set: (on: boolean) => void): Command {
  return {
    id,
    kind: 'setting',
    label: SAY.settingTo(title, isOn ? SAY.off : SAY.on),
    run: () => {
      set(!isOn);
    },
  };
}

/** What the settings dialog offers, as commands of one step: each says what it would set. */
export function settingCommands(): readonly Command[] {
  const keys = useKeyMap.getState();
  const placing = useTicketPlacing.getState();
  const notices = useNoticeChoices.getState();
  return [
    ...choices('theme', SAY.theme, SAY.themes),
    ...choices('direction', SAY.direction, SAY.directions),
    ...choices('density', SAY.density, SAY.densities),
    ...choices('zone', SAY.zone, SAY.zones),
    ...choices('locale', SAY.separators, SAY.separatorNames),
    ...choices('motion', SAY.motion, SAY.motions),
    toggle('ask-on-paper', SAY.askOnPaper, placing.askOnPaper, placing.setAskOnPaper),
    toggle('single-keys', SAY.singleKeys, keys.singleKeys, keys.setSingleKeys),
    toggle('trading-keys', SAY.tradingKeys, keys.tradingKeys, keys.setTradingKeys),
    toggle('toasts', SAY.toasts, notices.toasts, notices.setToasts),
  ];
}
