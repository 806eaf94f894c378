import './strategies.css';
import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import type { StrategySpec } from '../../../src-shared/domain/strategy-spec.ts';
import { useDeskLink } from '../../state/desk-link.ts';
import { useOfferedSpecs, useOwnStrategies } from '../../state/own-strategies.ts';
import { PanelHead } from '../../ui/panel-head.tsx';
import { LoadingBlocks, PanelMessage } from '../../ui/panel-state.tsx';
import { loadGallery, useGallery } from '../../state/strategy-gallery.ts';
import { GalleryRow } from './gallery-row.tsx';
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
  const offered = useOfferedSpecs();
  const [starting, setStarting] = useState<StartForm | null>(null);
  const start = (spec: StrategySpec): void => {
    setStarting(freshForm(spec));
  };
  useEffect(() => {
    if (connected && useGallery.getState().specs === null) void loadGallery();
  }, [connected]);
  return (
    <>
      <PanelHead title={SAY.gallery.title} figure={specs === null ? undefined : specs.length + pairs.length} />
      {specs !== null ? (
        <div className="gallery">
          {hasOwn ? <OwnList onStart={start} /> : null}
          <ul aria-label={SAY.gallery.title}>
            {specs.map((spec) => (
              <GalleryRow
                key={spec.id}
                spec={spec}
                words={SAY.gallery.words(spec.family, spec.parameters.length)}
                onStart={() => {
                  start(spec);
                }}
              />
            ))}
            {pairs.map((spec) => (
              <GalleryRow
                key={spec.id}
                spec={spec}
                words={SAY.gallery.words(spec.family, spec.parameters.length)}
                disabledReason={SAY.gallery.pairOnly(spec.id)}
                onStart={() => undefined}
              />
            ))}
          </ul>
          {hasOwn ? null : <OwnList onStart={start} />}
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
        gallery={offered ?? []}
        onDone={() => {
          setStarting(null);
        }}
      />
    </>
  );
}
