import { useToasts } from '../ui/toasts.tsx';
import { SHELL_SENTENCES as SAY } from './sentences.ts';

/** Puts text on the clipboard; says so when the system does not let it. */
export function copyText(text: string): void {
  navigator.clipboard.writeText(text).catch((refused: unknown) => {
    console.warn('The clipboard was refused.', refused);
    useToasts.getState().show({ id: 'copy', kind: 'note', sentence: SAY.copyRefused });
  });
}
