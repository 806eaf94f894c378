import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { NumberField } from '../../ui/text-field.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { protectPosition } from './position-actions.ts';
import type { PositionLine } from './positions-model.ts';
import { MOST_TARGETS, formOf, outcomeOf, readProtection, withMoreTargets } from './protect-form.ts';
import type { ProtectForm, ProtectProblem } from './protect-form.ts';
import { POSITIONS_SENTENCES as SAY } from './sentences.ts';

/** Sets stop and targets of a position as one object; what is left empty is taken away. */
export function ProtectDialog({ line, onDone }: { readonly line: PositionLine | null; readonly onDone: () => void }): ReactElement | null {
  return line === null ? null : <OpenDialog key={line.row.instrument} line={line} onDone={onDone} />;
}

function problemText(problem: ProtectProblem, line: PositionLine, mark: string): string {
  const [stopSide, targetSide, verb] = line.long ? [SAY.below, SAY.above, SAY.sells] : [SAY.above, SAY.below, SAY.buys];
  return SAY.protectProblem[problem](stopSide, targetSide, mark, verb);
}

function takeFocus(element: HTMLInputElement | null): void {
  element?.focus();
  element?.select();
}

function OpenDialog({ line, onDone }: { readonly line: PositionLine; readonly onDone: () => void }): ReactElement {
  const format = useFormat();
  const [form, change] = useState<ProtectForm>(() => formOf(line.row));
  const read = readProtection(form, line, format.parseAmount);
  const problem = 'problem' in read ? read : null;
  const said = problem === null ? undefined : problemText(problem.problem, line, format.price(line.row.mark, line.facts.priceDecimals));
  const send = (): void => {
    if ('problem' in read) return;
    onDone();
    void protectPosition(read.protection);
  };
  return (
    <Dialog
      open
      onClose={onDone}
      title={SAY.protectTitle(`${format.plainQuantity(line.size, line.facts.sizeDecimals)} ${line.facts.base}`)}
      actions={
        <>
          <Button onPress={onDone}>{SAY.back}</Button>
          <Button tone="primary" disabledReason={said} onPress={send}>
            {SAY.protectSet}
          </Button>
        </>
      }
    >
      <div className="positions-protect">
        <NumberField
          label={SAY.stop}
          inputRef={takeFocus}
          value={form.stop}
          unit={line.facts.quote}
          onChange={(stop) => {
            change({ ...form, stop });
          }}
          onEnter={send}
          error={problem?.at === -1 ? said : undefined}
        />
        {form.targets.map((_, at) => (
          <TargetRow
            key={at}
            at={at}
            line={line}
            form={form}
            change={change}
            error={problem?.at === at ? said : undefined}
            onEnter={send}
          />
        ))}
        <Button
          size="small"
          disabledReason={form.targets.length < MOST_TARGETS ? undefined : SAY.mostTargets}
          onPress={() => {
            change(withMoreTargets(form));
          }}
        >
          <Plus size={14} strokeWidth={1.5} aria-hidden />
          {SAY.addTarget}
        </Button>
        <p className="ui-label">{'protection' in read ? outcomeText(read.protection, line, format) : ' '}</p>
      </div>
    </Dialog>
  );
}

function outcomeText(protection: Parameters<typeof outcomeOf>[0], line: PositionLine, format: ReturnType<typeof useFormat>): string {
  const { stop, targets } = outcomeOf(protection, line);
  const parts = [
    stop === null ? SAY.protectNoStop : `${SAY.protectStop} ${format.change(stop, 2).text}`,
    targets === null ? SAY.protectNoTarget : `${SAY.protectTarget} ${format.change(targets, 2).text}`,
  ];
  return `${parts.join(', ')} ${line.facts.quote}`;
}

interface TargetRowProps {
  readonly at: number;
  readonly line: PositionLine;
  readonly form: ProtectForm;
  readonly change: (form: ProtectForm) => void;
  readonly error: string | undefined;
  readonly onEnter: () => void;
}

function TargetRow({ at, line, form, change, error, onEnter }: TargetRowProps): ReactElement {
  const target = form.targets[at] ?? { price: '', share: '' };
  const set = (next: Partial<typeof target>): void => {
    change({ ...form, targets: form.targets.map((each, index) => (index === at ? { ...each, ...next } : each)) });
  };
  return (
    <div className="positions-target">
      <NumberField
        label={SAY.targetAt(at + 1)}
        value={target.price}
        unit={line.facts.quote}
        error={error}
        onChange={(price) => {
          set({ price });
        }}
        onEnter={onEnter}
      />
      <NumberField
        label={SAY.shareAt(at + 1)}
        hideLabel
        value={target.share}
        unit="%"
        onChange={(share) => {
          set({ share });
        }}
        onEnter={onEnter}
      />
      <IconButton
        icon={X}
        label={SAY.removeTarget(at + 1)}
        onPress={() => {
          change({ ...form, targets: form.targets.filter((_, index) => index !== at) });
        }}
      />
    </div>
  );
}
