import type { ReactElement } from 'react';
import type { RunReportView } from '../../../src-shared/contract/research.ts';
import { reasonSentence } from '../../../src-shared/domain/metric.ts';
import { UnknownFigure } from '../../ui/figures.tsx';
import { hintProps } from '../../ui/hint-layer.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { figureText } from './report-words.ts';
import { RESEARCH_SENTENCES as SAY } from './sentences.ts';

/** Figures of a report, in two rows of eight; those that a program does not know yet are left out. */
const SHOWN = [
  'totalReturn',
  'annualReturn',
  'sharpe',
  'sortino',
  'maxDrawdown',
  'longestDrawdown',
  'volatility',
  'calmar',
  'winRate',
  'profitFactor',
  'expectancy',
  'payoff',
  'exposure',
  'turnover',
  'sqn',
  'cvar',
];
const COLOURED: ReadonlySet<string> = new Set(['totalReturn']);

/** What a run came to, each figure with its meaning on hover and that of buy and hold beneath. */
export function FigureGrid({ view }: { readonly view: RunReportView }): ReactElement {
  const format = useFormat();
  const figures = SHOWN.flatMap((id) => view.figures.find((each) => each.id === id) ?? []);
  return (
    <dl className="research-figures">
      {figures.map((figure) => {
        const { id, label, definition, value, hold } = figure;
        const direction = value.value === null || !COLOURED.has(id) ? '' : value.value < 0 ? ' ui-down' : ' ui-up';
        return (
          <div key={id} {...hintProps(definition)}>
            <dt>{label}</dt>
            <dd className={`research-figure${direction}`}>
              {value.value === null ? (
                <UnknownFigure why={value.reason === null ? definition : reasonSentence(value.reason)} />
              ) : (
                figureText(figure, value.value, format)
              )}
            </dd>
            <dd className="ui-note">{hold.value === null ? '' : SAY.hold(figureText(figure, hold.value, format))}</dd>
          </div>
        );
      })}
      <div {...hintProps(SAY.closedTradesDefinition)}>
        <dt>{SAY.closedTrades}</dt>
        <dd className="research-figure">{format.count(view.closedTrades)}</dd>
        <dd className="ui-note"> </dd>
      </div>
      <div {...hintProps(SAY.feesDefinition)}>
        <dt>{SAY.fees2}</dt>
        <dd className="research-figure">{format.compact(view.fees)}</dd>
        <dd className="ui-note">{view.quote}</dd>
      </div>
    </dl>
  );
}
