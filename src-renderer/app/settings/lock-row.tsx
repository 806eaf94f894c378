import { useShownDesk } from '../../state/shown-desk.ts';
import { lockAfter } from '../lock/lock-window.ts';
import { Choice } from './choice.tsx';
import { SETTINGS_SENTENCES as SAY } from './sentences.ts';
import type { SettingRow } from './setting-row.ts';

/** After how long without a touch the window locks. */
export function useLockRow(): SettingRow {
  const idle = useShownDesk((desk) => desk.lock?.idleMinutes);
  return {
    section: 'trading',
    label: SAY.lockAfter,
    note: SAY.lockAfterNote,
    control: (
      <Choice
        label={SAY.lockAfter}
        names={SAY.lockAfterNames}
        // A length of time that is not offered here is none of these.
        value={(idle === null ? 'off' : String(idle)) as keyof typeof SAY.lockAfterNames}
        onChange={(chosen) => void lockAfter(chosen === 'off' ? null : Number(chosen))}
      />
    ),
  };
}
