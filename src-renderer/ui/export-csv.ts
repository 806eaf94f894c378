import { saveText } from './save-text.ts';
import { tellNote, tellRefusal } from './tell.ts';

/** The words of an export, from the caller's catalogue. */
export interface ExportWords {
  readonly done: (file: string, rows: number) => string;
  readonly copy: string;
  readonly copied: (rows: number) => string;
  readonly copyRefused: string;
}

export const EXPORT_WORDS: ExportWords = {
  done: (file, rows) => `${file} is saved: ${rows === 1 ? '1 row' : `${String(rows)} rows`}, full precision, times in UTC.`,
  copy: 'Copy it too',
  copied: (rows) => `${rows === 1 ? '1 row' : `${String(rows)} rows`} copied.`,
  copyRefused: 'Nothing was copied: the system keeps the clipboard from this window.',
};

/** Saves a CSV as a file, and offers the clipboard for where a system keeps files from the window. */
export function exportCsv(file: string, csv: string, rows: number, words: ExportWords = EXPORT_WORDS): void {
  saveText(file, csv);
  tellNote('export', words.done(file, rows), {
    label: words.copy,
    onPress: () => {
      navigator.clipboard.writeText(csv).then(
        () => {
          tellNote('export', words.copied(rows));
        },
        (refused: unknown) => {
          console.warn('The clipboard was refused.', refused);
          tellRefusal('export', words.copyRefused);
        },
      );
    },
  });
}

/** Rows of a CSV with one line per row after its head. */
export function exportTable(file: string): (csv: string) => void {
  return (csv) => {
    exportCsv(file, csv, Math.max(0, csv.split('\n').length - 2));
  };
}
