import type { ReactNode } from 'react';
import type { SettingsSection } from '../shell/shell-state.ts';

/** One line of the settings dialog. */
export interface SettingRow {
  readonly section: SettingsSection;
  readonly label: string;
  readonly control: ReactNode;
  /** Said below the control. */
  readonly note?: string;
  /** Heads the lines that follow with the same group. */
  readonly group?: string;
  /** More words it is found by. */
  readonly also?: string;
}

/** The lines of one page, or of all pages those that a search finds: every typed word stands in the label, its note, its group or its other words. */
export function shownSettings(rows: readonly SettingRow[], section: SettingsSection, typed: string): readonly SettingRow[] {
  const words = typed
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== '');
  if (words.length === 0) return rows.filter((row) => row.section === section);
  return rows.filter((row) => {
    const text = [row.label, row.note, row.group, row.also].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
