import type { ReactElement } from 'react';
import type { RunFigure, RunReportView } from '../../../src-shared/contract/research.ts';
import { reasonSentence } from '../../../src-shared/domain/metric.ts';
import { UnknownFigure } from '../../ui/figures.tsx';
import { hintProps } from '../../ui/hint-layer.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { figureText } from './report-words.ts';
import { RESEARCH_SENTENCES as SAY } from './sentences.ts';

/** Figures of a report in two rows of eight: over time above, of the trades below. */
const OVER_TIME = ['totalReturn', 'annualReturn', 'sharpe', 'sortino', 'maxDrawdown', 'longestUnderWater', 'volatility', 'calmar'];
const OF_TRADES = ['winRate', 'profitFactor', 'averageTrade', 'payoff', 'exposure', 'conditionalValueAtRisk'];
const COLOURED: ReadonlySet<string> = new Set(['totalReturn']);

/** What a run came to, each figure with its meaning on hover and that of buy and hold beneath. */
export function FigureGrid({
  view,
}: {
  readonly view: Pick<RunReportView, 'figures' | 'closedTrades' | 'fees' | 'quote' | 'liquidations' | 'funding'>;
}): ReactElement {
  const format = useFormat();
  const { figures } = view;
  const shown = (ids: readonly string[]): ReactElement[] =>
    ids.flatMap((id) => {
      const figure = figures.find((each) => each.id === id);
      return figure === undefined ? [] : [<FigureCell key={id} figure={figure} />];
    });
  return (
    <dl className="research-figures">
      {shown(OVER_TIME)}
      <div {...hintProps(SAY.closedTradesDefinition)}>
        <dt>{SAY.closedTrades}</dt>
        <dd className="research-figure">{format.count(view.closedTrades)}</dd>
        <dd className="ui-note">{(view.liquidations ?? 0) > 0 ? SAY.liquidatedOf(format.count(view.liquidations ?? 0)) : ' '}</dd>
      </div>
      {shown(OF_TRADES)}
      <div {...hintProps(SAY.feesDefinition)}>
        <dt>{SAY.fees2}</dt>
        <dd className="research-figure">{format.compact(view.fees)}</dd>
        <dd className="ui-note">{view.funding === undefined ? view.quote : SAY.fundingOf(format.compact(view.funding))}</dd>
      </div>
    </dl>
  );
}

function FigureCell({ figure }: { readonly figure: RunFigure }): ReactElement {
  const format = useFormat();
  const { id, label, definition, value, hold } = figure;
  // What rests on too few samples is told to machines, not to people.
  const isShown = value.value !== null && value.reason === null;
  const direction = value.value === null || !isShown || !COLOURED.has(id) ? '' : value.value < 0 ? ' ui-down' : ' ui-up';
  return (
    <div {...hintProps(definition)}>
      <dt>{SAY.shortFigures[id] ?? label}</dt>
      <dd className={`research-figure${direction}`}>
        {value.value === null || !isShown ? (
          <UnknownFigure why={value.reason === null ? definition : reasonSentence(value.reason)} />
        ) : (
          figureText(figure, value.value, format)
        )}
      </dd>
      <dd className="ui-note">
        {!isShown || hold.value === null || hold.reason !== null ? '' : SAY.hold(figureText(figure, hold.value, format))}
      </dd>
    </div>
  );
}
