import { X } from 'lucide-react';
import { useEffect } from 'react';
import type { ReactElement } from 'react';
import { create } from 'zustand';
import { Button } from './button.tsx';
import { Chip } from './chip.tsx';
import { IconButton } from './icon-button.tsx';

export interface Toast {
  readonly id: string;
  /** One sentence of a catalogue. */
  readonly sentence: string;
  /** A note goes after 6 s; the rest stays until closed: `stay` without a chip, refusals and risk with one. */
  readonly kind: 'note' | 'stay' | 'refusal' | 'risk';
  readonly action?: { readonly label: string; readonly onPress: () => void } | undefined;
}

/** A toast as it was told. */
export interface Notice extends Toast {
  /** Wall time, ms UTC. */
  readonly at: number;
}

interface ToastStore {
  readonly toasts: readonly Toast[];
  /** Everything shown since the start, newest first, at most a hundred. */
  readonly history: readonly Notice[];
  /** Notes are only kept, not shown. */
  readonly quiet: boolean;
  /** Shows a toast; one with the same id is replaced, and of more than three the oldest note goes first. */
  show(toast: Toast): void;
  close(id: string): void;
}

const MOST = 3;
const HISTORY_MOST = 100;
const NOTE_MS = 6_000;
const SAME_RISK_MS = 2_000;

function kept(toasts: readonly Toast[]): readonly Toast[] {
  if (toasts.length <= MOST) return toasts;
  const oldest = toasts.find((toast) => toast.kind === 'note') ?? toasts[0];
  return toasts.filter((toast) => toast !== oldest);
}

/** A risk that is said again in better words within moments is one notice. */
function withNotice(history: readonly Notice[], notice: Notice): readonly Notice[] {
  const [newest] = history;
  const isSame = newest?.id === notice.id && notice.kind === 'risk' && newest.kind === 'risk' && notice.at - newest.at < SAME_RISK_MS;
  return [notice, ...(isSame ? history.slice(1) : history)].slice(0, HISTORY_MOST);
}

export const useToasts = create<ToastStore>()((set) => ({
  toasts: [],
  history: [],
  quiet: false,
  show: (toast) => {
    set(({ toasts, history, quiet }) => {
      const others = toasts.filter((other) => other.id !== toast.id);
      return {
        toasts: quiet && toast.kind === 'note' ? others : kept([...others, toast]),
        history: withNotice(history, { ...toast, at: Date.now() }),
      };
    });
  },
  close: (id) => {
    set(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
  },
}));

/** Everything shown since the start, newest first. */
export function useNotices(): readonly Notice[] {
  return useToasts((store) => store.history);
}

export interface ToastsProps {
  readonly closeLabel: string;
  /** How far from the right edge of the window, CSS pixels: what stands there stays uncovered. */
  readonly end?: number;
}

/** The toasts at the bottom right, above the foot. */
export function Toasts({ closeLabel, end = 8 }: ToastsProps): ReactElement {
  const toasts = useToasts((store) => store.toasts);
  return (
    <div className="ui-toasts" style={{ insetInlineEnd: end }}>
      {toasts.map((toast) => (
        <ToastBox key={toast.id} toast={toast} closeLabel={closeLabel} />
      ))}
    </div>
  );
}

function ToastBox({ toast, closeLabel }: { readonly toast: Toast; readonly closeLabel: string }): ReactElement {
  const close = useToasts((store) => store.close);
  const { id, kind, sentence, action } = toast;
  useEffect(() => {
    if (kind !== 'note') return undefined;
    const timer = setTimeout(() => {
      close(id);
    }, NOTE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [id, kind, sentence, close]);
  return (
    <div className="ui-toast" data-kind={kind}>
      {kind === 'note' || kind === 'stay' ? null : (
        <Chip tone={kind === 'risk' ? 'danger' : 'warn'}>{kind === 'risk' ? 'Risk' : 'Not sent'}</Chip>
      )}
      <div className="ui-toast-words">
        <p>{sentence}</p>
        {action === undefined ? null : (
          <Button size="small" onPress={action.onPress}>
            {action.label}
          </Button>
        )}
      </div>
      <IconButton
        icon={X}
        label={closeLabel}
        onPress={() => {
          close(id);
        }}
      />
    </div>
  );
}
