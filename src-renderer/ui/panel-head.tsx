import { useContext } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { StaleChip } from './chip.tsx';
import { PanelContext, usePanelSlots } from './panel-slots.ts';

export interface PanelHeadProps {
  /** The panel's title; a docked panel's title stands in its tab already and is not drawn twice. */
  readonly title: string;
  /** A figure or words right after the title, in `text3`. */
  readonly figure?: ReactNode;
  /** The age of the panel's data when it is stale. */
  readonly stale?: string | undefined;
  /** Small buttons, icon buttons and quiet selects at the right. */
  readonly children?: ReactNode;
}

/** A panel's head: inside the dock it fills its tab strip, elsewhere it is a bar of its own. Render it anywhere in the panel. */
export function PanelHead({ title, figure, stale, children }: PanelHeadProps): ReactElement {
  const context = useContext(PanelContext);
  const slots = usePanelSlots((store) => (context === undefined ? undefined : store.slots[context.panel]));
  const actions = (
    <>
      {stale === undefined ? null : <StaleChip age={stale} />}
      {children}
    </>
  );
  if (context?.docked === true) {
    return (
      <>
        {slots?.figure && figure !== undefined ? createPortal(figure, slots.figure) : null}
        {slots?.actions ? createPortal(actions, slots.actions) : null}
      </>
    );
  }
  return (
    <header className="ui-panel-head">
      <h2 className="ui-panel-title">{title}</h2>
      <span className="ui-panel-figure">{figure}</span>
      <span className="ui-panel-actions">{actions}</span>
    </header>
  );
}
