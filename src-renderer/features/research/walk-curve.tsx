import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import type { WalkForwardView, WalkHoldView } from '../../../src-shared/contract/searches.ts';
import { Button } from '../../ui/button.tsx';
import { PanelMessage } from '../../ui/panel-state.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { CurveTable } from './curve-table.tsx';
import type { DrawnCurve } from './equity-chart.tsx';
import { EquityChart } from './equity-chart.tsx';
import { loadWalkHold, useSearches } from './searches-store.ts';
import { RESEARCH_SENTENCES } from './sentences.ts';
import { WALK_SENTENCES as SAY } from './walk-sentences.ts';

/** The curve with what was held beside it, as far as its windows are complete: both begin with the same day and the same cash. */
export function besideHeld(curve: WalkForwardView['curve'], hold: WalkHoldView | string | undefined): DrawnCurve {
  if (hold === undefined || typeof hold === 'string') return curve;
  const { length } = curve.times;
  return { ...curve, hold: hold.equity.subarray(0, length), holdDrawdown: hold.drawdown.subarray(0, length) };
}

/** Equity over the days that no trial has seen, with the same cash held over them. */
export function WalkCurve({ view, search }: { readonly view: WalkForwardView; readonly search: string }): ReactElement {
  const [asTable, showTable] = useState(false);
  const hold = useSearches((store) => store.holds.get(search));
  const format = useFormat();
  const { complete, quote } = view;
  useEffect(() => {
    if (complete > 0) void loadWalkHold(search);
  }, [search, complete]);
  if (complete === 0) return <PanelMessage kind="empty" sentence={SAY.nothingYet} />;
  const curve = besideHeld(view.curve, hold);
  const end = format.quoteMoney(curve.equity.at(-1) ?? null);
  const held = curve.hold === undefined ? null : format.quoteMoney(curve.hold.at(-1) ?? null);
  return (
    <>
      <div className="research-chart-head">
        <span className="ui-label">{RESEARCH_SENTENCES.equityTitle(quote)}</span>
        <span className="research-key" data-line="equity">
          {SAY.outOfSampleName} <span className="research-key-figure">{end}</span>
        </span>
        {held === null ? null : (
          <span className="research-key" data-line="hold">
            {RESEARCH_SENTENCES.holdName} <span className="research-key-figure">{held}</span>
          </span>
        )}
        {typeof hold === 'string' ? <span className="ui-note">{SAY.notHeld(hold)}</span> : null}
        <span className="research-spring" />
        <Button tone="quiet" size="small" pressed={asTable} onPress={() => showTable(!asTable)}>
          {RESEARCH_SENTENCES.asTable}
        </Button>
      </div>
      {asTable ? (
        <CurveTable curve={curve} label={SAY.curveTitle(quote)} />
      ) : (
        <EquityChart curve={curve} label={held === null ? SAY.curveLabel(end) : SAY.heldLabel(end, held)} />
      )}
    </>
  );
}
