import { Play } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import type { StrategySpec } from '../../../src-shared/domain/strategy-spec.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { useStrategyChoice } from '../../state/strategy-choice.ts';
import { Button } from '../../ui/button.tsx';
import { hintProps } from '../../ui/hint-layer.tsx';
import { STRATEGIES_SENTENCES as SAY } from './sentences.ts';

export interface GalleryRowProps {
  readonly spec: StrategySpec;
  /** The second line. */
  readonly words: string;
  /** Why it cannot be started now. */
  readonly disabledReason?: string | undefined;
  readonly onStart: () => void;
  /** What else can be done with it. */
  readonly children?: ReactNode;
}

/** A strategy that can be started: what it is, how often it runs, and its start. */
export function GalleryRow({ spec, words, disabledReason, onStart, children }: GalleryRowProps): ReactElement {
  const running = useShownDesk(
    ({ strategies }) => [...strategies.values()].filter((row) => row.running && row.strategy === spec.id).length,
  );
  const chosen = useStrategyChoice((store) => store.chosen?.kind === 'offered' && store.chosen.id === spec.id);
  return (
    <li className="gallery-row" data-chosen={chosen || undefined}>
      <button
        type="button"
        className="gallery-choose ui-ring-inside"
        aria-pressed={chosen}
        onClick={() => {
          useStrategyChoice.getState().choose({ kind: 'offered', id: spec.id });
        }}
      >
        <span className="gallery-name">{spec.id}</span>
        <span className="gallery-words">{words}</span>
      </button>
      {running > 0 ? (
        <span className="gallery-runs" {...hintProps(SAY.gallery.runs(running))}>
          <Play size={12} strokeWidth={1.5} aria-hidden />
          {running}
        </span>
      ) : null}
      {children}
      <Button tone="quiet" size="small" label={SAY.gallery.start(spec.id)} disabledReason={disabledReason} onPress={onStart}>
        {SAY.start}
      </Button>
    </li>
  );
}
