import { useAnnouncements } from './live-regions.tsx';
import { useToasts } from './toasts.tsx';
import type { Toast } from './toasts.tsx';

/** Something that went as asked: a toast for 6 s, heard when there is a pause. */
export function tellNote(id: string, sentence: string, action?: Toast['action']): void {
  useToasts.getState().show({ id, kind: 'note', sentence, action });
  useAnnouncements.getState().say(sentence);
}

/** Something that a person should read once: stays until closed, heard when there is a pause. */
export function tellOnce(id: string, sentence: string, action?: Toast['action']): void {
  useToasts.getState().show({ id, kind: 'stay', sentence, action });
  useAnnouncements.getState().say(sentence);
}

/** Something that was not sent, with the reason: stays until closed, heard at once. */
export function tellRefusal(id: string, sentence: string, action?: Toast['action']): void {
  useToasts.getState().show({ id, kind: 'refusal', sentence, action });
  useAnnouncements.getState().interrupt(sentence);
}

/** Something that puts money at risk: stays until closed, heard at once. */
export function tellRisk(id: string, sentence: string, action?: Toast['action']): void {
  useToasts.getState().show({ id, kind: 'risk', sentence, action });
  useAnnouncements.getState().interrupt(sentence);
}
