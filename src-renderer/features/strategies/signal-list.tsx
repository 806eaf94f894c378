import type { ReactElement } from 'react';
import { useMemo } from 'react';
import { signalSentence } from '../../../src-shared/domain/signals.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { useFormat } from '../../ui/use-format.ts';
import { STRATEGIES_SENTENCES as SAY } from './sentences.ts';

const MOST = 50;

/** What an instance said, newest first, each with its reason. */
export function SignalList({ instance, now }: { readonly instance: string; readonly now: number }): ReactElement {
  const all = useShownDesk((desk) => desk.signals);
  const format = useFormat();
  const signals = useMemo(() => all.filter((row) => row.instance === instance).slice(0, MOST), [all, instance]);
  return (
    <section className="detail-section" aria-label={SAY.detail.signals}>
      <h4 className="strategy-section">{SAY.detail.signals}</h4>
      {signals.length === 0 ? <p className="ui-label detail-line">{SAY.detail.noSignals}</p> : null}
      <ol className="detail-list">
        {signals.map((row, index) => (
          <li key={`${String(row.time)} ${String(signals.length - index)}`} className="detail-entry" data-selectable="">
            <span className="detail-time">{format.timeOrDate(row.time, now)}</span>
            <span>{signalSentence(row.code, row.details)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
