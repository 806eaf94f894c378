import { useState } from 'react';
import type { ReactElement } from 'react';
import { callMain } from '../../state/call-main.ts';
import { Button } from '../../ui/button.tsx';
import { NumberField } from '../../ui/text-field.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { formOf, readForm } from './start-form.ts';
import type { FormProblems, StartForm } from './start-form.ts';
import type { PlacedStrategy } from './strategies-model.ts';
import { STRATEGIES_SENTENCES as SAY } from './sentences.ts';

const WORDS = SAY.detail;

interface Typed {
  readonly parameters: StartForm['parameters'];
  readonly sizeAmount: string;
  readonly problems: FormProblems;
  /** What is said beside the button. */
  readonly said: string | null;
}

/** The parameters of an instance: those of a running one change from its next bar on, those of a stopped one begin a new start. */
export function ParameterForm({ line, onStart }: { readonly line: PlacedStrategy; readonly onStart: () => void }): ReactElement {
  const { row, spec, facts } = line;
  const format = useFormat();
  const now = formOf(row, spec);
  const [typed, setTyped] = useState<Typed>({ parameters: now.parameters, sizeAmount: now.sizeAmount, problems: {}, said: null });
  const changed =
    typed.sizeAmount !== now.sizeAmount || Object.entries(now.parameters).some(([name, value]) => typed.parameters[name] !== value);
  const apply = async (): Promise<void> => {
    if (spec === undefined) return;
    const read = readForm({ ...now, parameters: typed.parameters, sizeAmount: typed.sizeAmount }, spec, format.parseAmount);
    if (!('request' in read)) {
      setTyped((before) => ({ ...before, problems: read.problems, said: null }));
      return;
    }
    const { parameters, size } = read.request;
    const result = await callMain((client, command) => client.strategies.change({ command, instance: row.instance, parameters, size }));
    setTyped((before) => ({ ...before, problems: {}, said: result.ok ? WORDS.fromNextBar : result.fault.message }));
  };
  const change = (part: Partial<Typed>): void => {
    setTyped((before) => ({ ...before, ...part, problems: {}, said: null }));
  };
  const unit = row.size.kind === 'equity-fraction' ? SAY.percent : row.size.kind === 'quote' ? facts.quote : facts.base;
  return (
    <form
      className="detail-form"
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      {(spec?.parameters ?? []).map((parameter) => (
        <NumberField
          key={parameter.name}
          label={parameter.label}
          unit={parameter.unit}
          value={typed.parameters[parameter.name] ?? ''}
          error={typed.problems[parameter.name]}
          onChange={(value) => {
            change({ parameters: { ...typed.parameters, [parameter.name]: value } });
          }}
        />
      ))}
      {row.size.kind === 'all' ? null : (
        <NumberField
          label={SAY.sizeRule}
          unit={unit}
          value={typed.sizeAmount}
          error={typed.problems['size']}
          onChange={(sizeAmount) => {
            change({ sizeAmount });
          }}
        />
      )}
      <div className="detail-buttons">
        {row.running ? (
          <Button tone="primary" hint={WORDS.applyHint} disabledReason={changed ? undefined : WORDS.noChange} onPress={() => void apply()}>
            {WORDS.apply}
          </Button>
        ) : (
          <Button onPress={onStart}>{WORDS.startWith}</Button>
        )}
        <span className="ui-note" role="status">
          {typed.said ?? (row.running ? (changed ? WORDS.applyHint : WORDS.noChange) : WORDS.notRunning)}
        </span>
      </div>
    </form>
  );
}
