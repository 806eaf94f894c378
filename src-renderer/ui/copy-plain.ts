import { EXPORT_WORDS } from './export-csv.ts';
import { tellRefusal } from './tell.ts';

/** Puts text on the clipboard; says so where the system keeps it from the window. */
export function copyPlain(text: string): void {
  navigator.clipboard.writeText(text).catch((refused: unknown) => {
    console.warn('The clipboard was refused.', refused);
    tellRefusal('copy', EXPORT_WORDS.copyRefused);
  });
}
