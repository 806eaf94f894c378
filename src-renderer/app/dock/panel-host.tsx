import { Suspense, lazy, memo, useMemo } from 'react';
import type { ComponentType, LazyExoticComponent, ReactElement } from 'react';
import type { PanelEntry, PanelId } from '../../features/catalog.ts';
import { LoadingBlocks } from '../../ui/panel-state.tsx';
import { PanelBoundary } from '../../ui/panel-boundary.tsx';
import { PanelContext } from '../../ui/panel-slots.ts';
import { copyText } from '../copy-text.ts';
import { SHELL_SENTENCES as SAY } from '../sentences.ts';
import { HeadSlot } from './head-slot.tsx';

const components = new WeakMap<PanelEntry, LazyExoticComponent<ComponentType>>();

function componentOf(entry: PanelEntry): LazyExoticComponent<ComponentType> {
  const known = components.get(entry);
  if (known) return known;
  const made = lazy(entry.load);
  components.set(entry, made);
  return made;
}

export interface PanelHostProps {
  readonly panel: PanelId;
  readonly entry: PanelEntry;
  /** Who draws its head: the dock's tab strip, the host itself (in the drawer), or nobody (the chart has its strip). */
  readonly head: 'dock' | 'own' | 'none';
  readonly onFailure?: ((panel: PanelId, error: unknown) => void) | undefined;
}

/** One panel as a region of the window, with its own boundary: what fails here stays here. */
export const PanelHost = memo(function PanelHost({ panel, entry, head, onFailure }: PanelHostProps): ReactElement {
  const Content = componentOf(entry);
  const place = useMemo(() => ({ panel, docked: head !== 'none' }), [panel, head]);
  return (
    <section id={`panel-${panel}`} className="app-panel" role="region" aria-label={entry.title} data-region={panel} tabIndex={-1}>
      {head === 'own' ? (
        <header className="ui-panel-head">
          <h2 className="ui-panel-title">{entry.title}</h2>
          <HeadSlot panel={panel} slot="figure" className="ui-panel-figure" />
          <HeadSlot panel={panel} slot="actions" className="app-head-actions" />
        </header>
      ) : null}
      <PanelContext value={place}>
        <PanelBoundary
          sentence={SAY.panelStopped(entry.title)}
          reloadLabel={SAY.reloadPanel}
          copyLabel={SAY.copyDetails}
          onCopy={copyText}
          onFailure={(error) => {
            onFailure?.(panel, error);
          }}
        >
          <Suspense fallback={<LoadingBlocks label={SAY.panelLoading(entry.title)} />}>
            <Content />
          </Suspense>
        </PanelBoundary>
      </PanelContext>
    </section>
  );
});
