import { useState } from 'react';
import type { ReactElement } from 'react';
import { SEARCH_FIGURES } from '../../../src-shared/domain/search-figures.ts';
import type { StrategySpec } from '../../../src-shared/domain/strategy-spec.ts';
import { callMain } from '../../state/call-main.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Select } from '../../ui/select.tsx';
import { NumberField, TextField } from '../../ui/text-field.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { PerpetualFields } from './perpetual-fields.tsx';
import { useResearch } from './research-store.ts';
import { Labelled } from './run-fields.tsx';
import { combinations, defaultSearchForm, readSearch, readSpace, readWalk } from './search-form.ts';
import type { RangeForm, SearchForm } from './search-form.ts';
import type { SearchKind } from './searches-store.ts';
import { useSearches } from './searches-store.ts';
import { RESEARCH_SENTENCES as SAY } from './sentences.ts';
import type { BaseRun } from './use-base-run.ts';
import { WalkFields } from './walk-fields.tsx';
import { WALK_SENTENCES } from './walk-sentences.ts';

const METHODS = ['grid', 'random', 'tpe', 'nsga2'] as const;
const FIGURES = SEARCH_FIGURES.map(({ id, label }) => ({ value: id, label }));

interface SearchFieldsProps {
  readonly kind: SearchKind;
  readonly base: BaseRun;
}

/** What is varied and wanted, over the run that stands in the form beside it and as what that trades; of a walk-forward also how its bars are cut. */
export function SearchFields({ kind, base }: SearchFieldsProps): ReactElement {
  const { spec, run } = base;
  const form = useSearches((store) => store.forms[spec.id]) ?? defaultSearchForm(spec);
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [busy, setBusy] = useState(false);
  const format = useFormat();
  const change = (part: Partial<SearchForm>): void => {
    useSearches.getState().type(spec.id, { ...form, ...part });
    setProblems({});
  };
  const start = async (): Promise<void> => {
    if (run === null || busy) return;
    const read = (kind === 'walk' ? readWalk : readSearch)(form, run, spec, format.parseAmount);
    if ('problems' in read) {
      setProblems(read.problems);
      return;
    }
    setBusy(true);
    const result = await callMain((client, command) => client.searches.start({ command, request: read.request }));
    setBusy(false);
    if (result.ok) useSearches.getState().choose(kind, result.value.search);
    else setProblems({ space: result.fault.message });
  };
  const read = readSpace(form, spec, format.parseAmount);
  const count = form.method !== 'grid' ? form.trials : 'space' in read ? format.count(combinations(read.space)) : '—';
  return (
    <form
      className="research-search-form"
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      <p className="ui-note">{SAY.searchAround}</p>
      <Ranges form={form} spec={spec} problems={problems} onChange={(ranges) => change({ ranges })} />
      {problems['space'] === undefined ? null : (
        <p className="ui-form-message" role="alert">
          {problems['space']}
        </p>
      )}
      {kind === 'walk' ? <WalkFields form={form} problems={problems} onChange={change} /> : null}
      <Wishes kind={kind} form={form} problem={problems['trials']} onChange={change} />
      <PerpetualFields
        form={base.form}
        problems={base.problems}
        spec={spec}
        onChange={(part) => {
          useResearch.getState().type({ ...base.form, ...part });
          setProblems({});
        }}
      />
      <Button tone="primary" fill disabledReason={run === null ? base.lacks : undefined} onPress={() => void start()}>
        {kind === 'walk' ? WALK_SENTENCES.start(count) : SAY.startSearch(count)}
      </Button>
    </form>
  );
}

interface WishesProps {
  readonly kind: SearchKind;
  readonly form: SearchForm;
  readonly problem: string | undefined;
  readonly onChange: (change: Partial<SearchForm>) => void;
}

/** How it is searched, and for what. */
function Wishes({ kind, form, problem, onChange: change }: WishesProps): ReactElement {
  return (
    <>
      <Labelled label={SAY.method}>
        <Select
          label={SAY.method}
          value={form.method}
          choices={METHODS.map((value) => ({ value, label: SAY.methods[value] }))}
          onChange={(method) => change({ method })}
        />
      </Labelled>
      <div className="research-pair">
        <Labelled label={SAY.objective}>
          <Select label={SAY.objective} value={form.objective} choices={FIGURES} onChange={(objective) => change({ objective })} />
        </Labelled>
        {kind === 'walk' ? null : (
          <Labelled label={SAY.second}>
            <Select
              label={SAY.second}
              value={form.second}
              choices={[{ value: '', label: SAY.noSecond }, ...FIGURES]}
              onChange={(second) => change({ second })}
            />
          </Labelled>
        )}
      </div>
      <div className="research-pair">
        {kind === 'walk' ? (
          <NumberField
            label={WALK_SENTENCES.leastTrades}
            labelAt="above"
            value={form.leastInWindow}
            onChange={(leastInWindow) => change({ leastInWindow })}
          />
        ) : (
          <NumberField
            label={SAY.leastTrades}
            labelAt="above"
            value={form.leastTrades}
            onChange={(leastTrades) => change({ leastTrades })}
          />
        )}
        {form.method === 'grid' ? null : (
          <NumberField
            label={SAY.trialsField}
            labelAt="above"
            value={form.trials}
            error={problem}
            onChange={(trials) => change({ trials })}
          />
        )}
      </div>
    </>
  );
}

interface RangesProps {
  readonly form: SearchForm;
  readonly spec: StrategySpec;
  readonly problems: Readonly<Record<string, string>>;
  readonly onChange: (ranges: SearchForm['ranges']) => void;
}

function Ranges({ form, spec, problems, onChange }: RangesProps): ReactElement {
  return (
    <div className="research-ranges">
      {spec.parameters.map(({ name, label }) => {
        const range = form.ranges[name] ?? { varied: false, from: '', to: '', step: '' };
        const change = (part: Partial<RangeForm>): void => {
          onChange({ ...form.ranges, [name]: { ...range, ...part } });
        };
        const fields = [
          ['from', SAY.low(label)],
          ['to', SAY.high(label)],
          ['step', SAY.step(label)],
        ] as const;
        return (
          <div key={name} className="research-range">
            <Checkbox checked={range.varied} onChange={(varied) => change({ varied })}>
              <span className="ui-visually-hidden">{SAY.vary(label)}</span>
              <span aria-hidden="true">{label}</span>
            </Checkbox>
            {range.varied ? (
              <div className="research-range-fields">
                {fields.map(([part, words]) => (
                  <TextField
                    key={part}
                    hideLabel
                    label={words}
                    inputMode="decimal"
                    value={range[part]}
                    onChange={(value) => change({ [part]: value })}
                  />
                ))}
              </div>
            ) : null}
            {problems[name] === undefined ? null : <p className="ui-field-error">{problems[name]}</p>}
          </div>
        );
      })}
    </div>
  );
}
