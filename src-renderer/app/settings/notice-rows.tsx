import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { SOUND_KINDS, useNoticeChoices } from '../notices/notice-choices.ts';
import { playSound } from '../notices/sounds.ts';
import { SETTINGS_SENTENCES as SAY } from './sentences.ts';
import type { SettingRow } from './setting-row.ts';

/** What the window shows and plays of its own accord. */
export function useNoticeRows(): readonly SettingRow[] {
  const { toasts, system, sounds, setToasts, setSystem, setSound } = useNoticeChoices();
  const section = 'notices';
  return [
    {
      section,
      label: SAY.toasts,
      control: (
        <Checkbox checked={toasts} onChange={setToasts}>
          {SAY.toastsWords}
        </Checkbox>
      ),
    },
    {
      section,
      label: SAY.system,
      note: SAY.systemNote,
      control: (
        <Checkbox checked={system} onChange={setSystem}>
          {SAY.systemWords}
        </Checkbox>
      ),
    },
    ...SOUND_KINDS.map((kind): SettingRow => ({
      section,
      label: SAY.sounds[kind],
      control: (
        <>
          <Checkbox
            checked={sounds[kind]}
            onChange={(on) => {
              setSound(kind, on);
            }}
          >
            {SAY.soundOn}
          </Checkbox>
          <Button
            size="small"
            hint={SAY.sounds[kind]}
            onPress={() => {
              playSound(kind);
            }}
          >
            {SAY.listen}
          </Button>
        </>
      ),
    })),
  ];
}
