import './risk.css';
import type { ReactElement } from 'react';
import { useShownDesk } from '../../state/shown-desk.ts';
import { PanelHead } from '../../ui/panel-head.tsx';
import { RefusalList } from './refusal-list.tsx';
import { RISK_SENTENCES as SAY } from './sentences.ts';

/** What the limits have refused, each with the way out. */
export function RefusalsPanel(): ReactElement {
  const count = useShownDesk((desk) => desk.refusals.length);
  return (
    <>
      <PanelHead title={SAY.refusalsTitle} figure={count === 0 ? undefined : count} />
      <div className="risk-scroll">
        <RefusalList ways />
      </div>
    </>
  );
}
