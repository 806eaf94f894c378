import type { ReactElement, ReactNode } from 'react';
import type { WalkForwardView } from '../../../src-shared/contract/searches.ts';
import { reasonSentence } from '../../../src-shared/domain/metric.ts';
import { UnknownFigure } from '../../ui/figures.tsx';
import { hintProps } from '../../ui/hint-layer.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { figureText } from './report-words.ts';
import { WALK_SENTENCES as SAY } from './walk-sentences.ts';

/** Figures of the stitched curve that stand beside the walk-forward's own. */
const OF_CURVE = ['sharpe', 'maxDrawdown'];

interface CellProps {
  readonly name: string;
  readonly definition: string;
  readonly children: ReactNode;
}

function Cell({ name, definition, children }: CellProps): ReactElement {
  return (
    <div {...hintProps(definition)}>
      <dt>{name}</dt>
      <dd className="research-figure">{children}</dd>
    </div>
  );
}

/** What a walk-forward came to in figures, each with its meaning on hover. */
export function WalkFigures({ view }: { readonly view: WalkForwardView }): ReactElement {
  const format = useFormat();
  const { figures: names, definitions } = SAY;
  const made = SAY.ofWindows(format.count(view.profitable), format.count(view.complete));
  return (
    <dl className="research-figures">
      <Cell name={names.efficiency} definition={definitions.efficiency}>
        {view.efficiency !== null && view.efficiency <= 0 ? SAY.noneKept : format.percent(view.efficiency)}
      </Cell>
      <Cell name={names.outOfSample} definition={definitions.outOfSample}>
        {format.signedPercent(view.outOfSampleAnnual).text}
      </Cell>
      <Cell name={names.inSample} definition={definitions.inSample}>
        {format.signedPercent(view.inSampleAnnual).text}
      </Cell>
      <Cell name={names.profitable} definition={definitions.profitable}>
        {made}
      </Cell>
      {OF_CURVE.flatMap((id) => {
        const figure = view.figures.find((each) => each.id === id);
        if (figure === undefined) return [];
        const { value, reason } = figure.value;
        return [
          <Cell key={id} name={figure.label} definition={figure.definition}>
            {value === null ? (
              <UnknownFigure why={reason === null ? figure.definition : reasonSentence(reason)} />
            ) : (
              figureText(figure, value, format)
            )}
          </Cell>,
        ];
      })}
      <Cell name={names.trades} definition={definitions.trades}>
        {format.count(view.trades)}
      </Cell>
      <Cell name={names.tries} definition={definitions.tries}>
        {format.count(view.tries)}
      </Cell>
    </dl>
  );
}
