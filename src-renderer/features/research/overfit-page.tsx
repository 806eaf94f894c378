import { useEffect } from 'react';
import type { ReactElement } from 'react';
import type { OverfitView, SearchRow } from '../../../src-shared/contract/searches.ts';
import { withTrueMinus } from '../../format/figures.ts';
import type { Format } from '../../format/format.ts';
import type { FactRow } from '../../ui/figures.tsx';
import { Facts } from '../../ui/figures.tsx';
import { LoadingBlocks, PanelMessage } from '../../ui/panel-state.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { parameterWords } from './search-words.ts';
import { loadVerdict, useSearches } from './searches-store.ts';
import { RESEARCH_SENTENCES as SAY } from './sentences.ts';

const WORDS = SAY.overfit;

/** Whether the best of everything that was tried is more than luck, in plain words and with every figure behind them. */
export function OverfitPage({ search }: { readonly search: SearchRow }): ReactElement {
  const verdict = useSearches((store) => store.verdicts.get(search.search));
  const over = search.state !== 'running';
  useEffect(() => {
    if (over) void loadVerdict(search.search);
  }, [over, search.search, search.done]);
  if (!over) return <PanelMessage kind="empty" sentence={WORDS.wait} />;
  if (verdict === undefined) return <LoadingBlocks label={WORDS.judging} stage={WORDS.judging} rows={6} />;
  return typeof verdict === 'string' ? <PanelMessage kind="failed" sentence={verdict} /> : <Verdict view={verdict} />;
}

/** The choice judged on days that had no say in it. */
function crossRows({ crossValidation }: OverfitView, format: Format): readonly FactRow[] {
  if (crossValidation === null) return [];
  const { sharpes, splits, losing, folded } = crossValidation;
  const range = WORDS.range(format.ratio(sharpes[0] ?? null), format.ratio(sharpes.at(-1) ?? null));
  return [
    { label: WORDS.names.crossValidated, figure: range, hint: WORDS.crossHint(format.count(splits)) },
    { label: WORDS.names.crossLost, figure: WORDS.ofHistories(format.count(losing), format.count(sharpes.length)) },
    { label: WORDS.names.folded, figure: format.ratio(folded), hint: WORDS.foldedHint },
  ];
}

function Verdict({ view }: { readonly view: OverfitView }): ReactElement {
  const format = useFormat();
  const { names } = WORDS;
  const share = (value: number | null): string => format.percent(value);
  return (
    <div className="research-scroll research-overfit">
      <p className="research-verdict">{withTrueMinus(view.sentence)}</p>
      <p className="ui-note">{WORDS.tries(format.count(view.tries), parameterWords(view.best))}</p>
      {view.otherContracts === 0 ? null : <p className="ui-note">{WORDS.otherContracts(format.count(view.otherContracts))}</p>}
      <ul className="research-checks">
        {view.checks.map(({ name, outcome, sentence }) => (
          <li key={name} data-outcome={outcome}>
            <b>{name}</b> <span className="research-outcome">{WORDS.outcomes[outcome]}</span>
            <p>{withTrueMinus(sentence)}</p>
          </li>
        ))}
      </ul>
      {view.crossValidation === null ? null : <p>{withTrueMinus(view.crossValidation.sentence)}</p>}
      <Facts
        label={SAY.overfitTab}
        rows={[
          { label: names.sharpe, figure: format.ratio(view.sharpe) },
          { label: names.luckySharpe, figure: format.ratio(view.luckySharpe) },
          { label: names.probabilistic, figure: share(view.probabilistic) },
          { label: names.deflated, figure: share(view.deflated) },
          { label: names.overfitting, figure: share(view.overfitting) },
          ...crossRows(view, format),
          { label: names.yearsNeeded, figure: format.ratio(view.yearsNeeded) },
          { label: names.resampled, figure: WORDS.range(format.ratio(view.resampledSharpe[0]), format.ratio(view.resampledSharpe[1])) },
          { label: names.medianDrawdown, figure: share(view.medianDrawdown) },
          { label: names.deepDrawdown, figure: share(view.deepDrawdown) },
        ]}
      />
    </div>
  );
}
