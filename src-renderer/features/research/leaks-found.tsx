import type { ReactElement } from 'react';
import type { LeaksView } from '../../../src-shared/contract/checks.ts';
import { Facts } from '../../ui/figures.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { CHECK_SENTENCES } from './check-sentences.ts';
import { dayText } from './day-text.ts';
import { RESEARCH_SENTENCES } from './sentences.ts';

const SAY = CHECK_SENTENCES.leaks;

/** What a check for leaks looked at and found, and how much hangs on where history begins. */
export function LeaksFound({ view }: { readonly view: LeaksView }): ReactElement {
  const format = useFormat();
  const { start } = view;
  return (
    <div className="research-check-found research-leaks">
      <Facts
        label={SAY.verdict}
        rows={[
          { label: SAY.verdict, figure: SAY.verdicts[view.verdict], strong: view.verdict === 'leaks' },
          { label: SAY.looked, figure: format.count(view.bars) },
          { label: SAY.span, figure: RESEARCH_SENTENCES.span(dayText(view.from), dayText(view.to)) },
          { label: SAY.cuts, figure: format.count(view.cuts), hint: SAY.cutsHint },
          { label: SAY.runs, figure: format.count(view.runs), hint: SAY.runsHint },
          { label: SAY.compared, figure: SAY.comparedWhat },
          { label: SAY.happened, figure: format.count(view.happened) },
        ]}
      />
      <div>
        <Facts
          label={SAY.startTitle}
          rows={[
            { label: SAY.startTitle, figure: '' },
            { label: SAY.warmup, figure: format.count(start.warmupBars) },
            { label: SAY.starts, figure: format.count(start.starts) },
            { label: SAY.differing, figure: format.percent(start.bars === 0 ? null : start.differing), hint: SAY.differingHint },
            { label: SAY.settled, figure: format.count(start.settledAfter), hint: SAY.settledHint },
          ]}
        />
        <p className="ui-note">
          {SAY.futures} {view.futures.join('; ')}.
        </p>
      </div>
      {view.leak === null ? null : <Difference leak={view.leak} />}
    </div>
  );
}

function Difference({ leak }: { readonly leak: NonNullable<LeaksView['leak']> }): ReactElement {
  const format = useFormat();
  const instant = (time: number): string => `${dayText(time)} ${format.timeOfDay(time)}`;
  return (
    <Facts
      className="research-leak"
      label={SAY.difference}
      rows={[
        { label: SAY.difference, figure: instant(leak.time), strong: true },
        ...(leak.cutTime === null ? [] : [{ label: SAY.changedFrom, figure: instant(leak.cutTime) }]),
        { label: SAY.how, figure: leak.future },
        { label: SAY.before, figure: leak.before },
        { label: SAY.after, figure: leak.after },
      ]}
    />
  );
}
