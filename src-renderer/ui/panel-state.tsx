import { useEffect, useState } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { Button } from './button.tsx';

export interface PanelAction {
  readonly label: string;
  readonly onPress: () => void;
  readonly keys?: string;
}

/** Nothing for 300 ms, then grey blocks in the shape of the content; over 2 s the stage. */
export function LoadingBlocks({
  rows = 4,
  stage,
  label,
}: {
  readonly rows?: number;
  readonly stage?: string;
  readonly label: string;
}): ReactElement {
  const waited = useElapsed([300, 2_000]);
  return (
    <div className="ui-loading" role="status" aria-busy="true" aria-label={label}>
      {waited < 1 ? null : Array.from({ length: rows }, (_, index) => <span key={index} className="ui-loading-block" aria-hidden="true" />)}
      {waited < 2 || stage === undefined ? null : <p>{stage}</p>}
    </div>
  );
}

function useElapsed(marks: readonly [number, number]): number {
  const [passed, setPassed] = useState(0);
  const [first, second] = marks;
  useEffect(() => {
    const timers = [first, second].map((delay, index) =>
      setTimeout(() => {
        setPassed(index + 1);
      }, delay),
    );
    return () => {
      timers.forEach(clearTimeout);
    };
  }, [first, second]);
  return passed;
}

export interface PanelMessageProps {
  /** One sentence of the feature's catalogue. */
  readonly sentence: string;
  /** At most one or two buttons. */
  readonly actions?: readonly PanelAction[];
  /** `failed` is announced; `empty` is not. */
  readonly kind: 'empty' | 'failed';
  readonly children?: ReactNode;
}

/** Empty and failed: one sentence with its buttons, top left, under the head that stays. */
export function PanelMessage({ sentence, actions = [], kind, children }: PanelMessageProps): ReactElement {
  return (
    <div className="ui-panel-message" data-kind={kind} {...(kind === 'failed' ? { role: 'alert' } : {})}>
      <p>{sentence}</p>
      {children}
      {actions.length === 0 ? null : (
        <div className="ui-panel-message-actions">
          {actions.map((action) => (
            <Button key={action.label} size="small" keys={action.keys} onPress={action.onPress}>
              {action.label}
              {action.keys === undefined ? null : <kbd className="ui-kbd">{action.keys}</kbd>}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}
