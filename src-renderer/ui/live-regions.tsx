import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import { create } from 'zustand';

interface Announcements {
  readonly waiting: readonly string[];
  readonly urgent: { readonly text: string; readonly serial: number };
  /** Fills, order states, alerts, finished jobs: merged, at most one announcement per 2 s. */
  say(sentence: string): void;
  /** Refusals, in doubt, disconnects, trading state: at once. */
  interrupt(sentence: string): void;
  taken(count: number): void;
}

const EVERY_MS = 2_000;

/** What screen readers hear. Prices are never announced. */
export const useAnnouncements = create<Announcements>()((set) => ({
  waiting: [],
  urgent: { text: '', serial: 0 },
  say: (sentence) => {
    set(({ waiting }) => (waiting.includes(sentence) ? {} : { waiting: [...waiting, sentence] }));
  },
  interrupt: (text) => {
    set(({ urgent }) => ({ urgent: { text, serial: urgent.serial + 1 } }));
  },
  taken: (count) => {
    set(({ waiting }) => ({ waiting: waiting.slice(count) }));
  },
}));

/** The one polite and the one assertive region of the window. */
export function LiveRegions(): ReactElement {
  const { waiting, urgent, taken } = useAnnouncements();
  const [polite, setPolite] = useState('');
  const [resting, setResting] = useState(false);
  useEffect(() => {
    if (resting || waiting.length === 0) return;
    setPolite(waiting.join(' '));
    taken(waiting.length);
    setResting(true);
  }, [resting, waiting, taken]);
  useEffect(() => {
    if (!resting) return undefined;
    const timer = setTimeout(() => {
      setResting(false);
    }, EVERY_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [resting]);
  return (
    <div className="ui-visually-hidden">
      <div role="status" aria-live="polite">
        {polite}
      </div>
      <div role="alert" aria-live="assertive">
        <span key={urgent.serial}>{urgent.text}</span>
      </div>
    </div>
  );
}
