import './strategies.css';
import { Play } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import type { StrategySpec } from '../../../src-shared/domain/strategy-spec.ts';
import { useDeskLink } from '../../state/desk-link.ts';
import { useOwnStrategies } from '../../state/own-strategies.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { useStrategyChoice } from '../../state/strategy-choice.ts';
import { Button } from '../../ui/button.tsx';
import { hintProps } from '../../ui/hint-layer.tsx';
import { PanelHead } from '../../ui/panel-head.tsx';
import { LoadingBlocks, PanelMessage } from '../../ui/panel-state.tsx';
import { loadGallery, useGallery } from '../../state/strategy-gallery.ts';
import { OwnList } from './own-list.tsx';
import { StartDialog } from './start-dialog.tsx';
import type { StartForm } from './start-form.ts';
import { freshForm } from './use-strategy-lines.ts';
import { STRATEGIES_SENTENCES as SAY } from './sentences.ts';

/** The built-in strategies with what each is, how often it runs, and its start; the user's own before them, or the way to the first one behind. */
export function GalleryPanel(): ReactElement {
  const { specs, pairs, failure } = useGallery();
  const connected = useDeskLink((link) => link.client !== null);
  // Whoever has strategies of their own looks for those first.
  const hasOwn = (useOwnStrategies()?.strategies.length ?? 0) > 0;
  const [starting, setStarting] = useState<StartForm | null>(null);
  useEffect(() => {
    if (connected && useGallery.getState().specs === null) void loadGallery();
  }, [connected]);
  return (
    <>
      <PanelHead title={SAY.gallery.title} figure={specs === null ? undefined : specs.length + pairs.length} />
      {specs !== null ? (
        <div className="gallery">
          {hasOwn ? <OwnList /> : null}
          <ul aria-label={SAY.gallery.title}>
            {specs.map((spec) => (
              <GalleryRow
                key={spec.id}
                spec={spec}
                onStart={() => {
                  setStarting(freshForm(spec));
                }}
              />
            ))}
            {pairs.map((spec) => (
              <GalleryRow key={spec.id} spec={spec} onStart={SAY.gallery.pairOnly(spec.id)} />
            ))}
          </ul>
          {hasOwn ? null : <OwnList />}
        </div>
      ) : failure === null ? (
        <LoadingBlocks label={SAY.loading} rows={4} />
      ) : (
        <PanelMessage
          kind="failed"
          sentence={SAY.galleryFailed(failure)}
          actions={[{ label: SAY.retry, onPress: () => void loadGallery() }]}
        />
      )}
      <StartDialog
        initial={starting}
        gallery={specs ?? []}
        onDone={() => {
          setStarting(null);
        }}
      />
    </>
  );
}

interface GalleryRowProps {
  readonly spec: StrategySpec;
  /** Starts it, or why that cannot be. */
  readonly onStart: (() => void) | string;
}

function GalleryRow({ spec, onStart }: GalleryRowProps): ReactElement {
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
        <span className="gallery-words">{SAY.gallery.words(spec.family, spec.parameters.length)}</span>
      </button>
      {running > 0 ? (
        <span className="gallery-runs" {...hintProps(SAY.gallery.runs(running))}>
          <Play size={12} strokeWidth={1.5} aria-hidden />
          {running}
        </span>
      ) : null}
      <Button
        tone="quiet"
        size="small"
        label={SAY.gallery.start(spec.id)}
        disabledReason={typeof onStart === 'string' ? onStart : undefined}
        onPress={typeof onStart === 'string' ? undefined : onStart}
      >
        {SAY.start}
      </Button>
    </li>
  );
}
