import { useEffect } from 'react';
import type { ReactElement } from 'react';
import type { CheckKind, CheckMade, CheckRow, CheckView } from '../../../src-shared/contract/checks.ts';
import { MINUTE_MS } from '../../../src-shared/kernel/time.ts';
import { withTrueMinus } from '../../format/figures.ts';
import { age } from '../../format/times.ts';
import { checkKey, useDesk } from '../../state/desk-store.ts';
import { useWallClock } from '../../state/market-clock.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Select } from '../../ui/select.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { CHECK_SENTENCES as SAY } from './check-sentences.ts';
import { cancelCheck, loadChecks, loadCheckView, startCheck, useChecks } from './checks-store.ts';
import type { CheckForm } from './checks-store.ts';
import { LeaksFound } from './leaks-found.tsx';
import { LuckFound } from './luck-found.tsx';
import { Labelled } from './run-fields.tsx';

const AGE_STEP_MS = MINUTE_MS;

interface CheckPageProps {
  readonly kind: CheckKind;
  readonly run: number;
}

/** A check of a run: what it does, how it is made, how far it is, and what it came to. */
export function CheckPage({ kind, run }: CheckPageProps): ReactElement {
  const key = checkKey({ run, kind });
  const row = useDesk((desk) => desk.checks.get(key));
  const found = useChecks((store) => store.views.get(key));
  const state = row?.state;
  useEffect(() => {
    void loadChecks();
  }, []);
  useEffect(() => {
    // One that goes, failed or was cancelled leaves what the one before it came to.
    if (state !== undefined) void loadCheckView(kind, run);
  }, [state, kind, run]);
  return (
    <div className="research-check" data-kind={kind}>
      <div className="research-check-side">
        <p className={found === undefined ? 'ui-note' : 'research-verdict'}>
          {found === undefined ? SAY.about[kind] : withTrueMinus(found.view.sentence)}
        </p>
        {found === undefined ? null : <Made made={found.made} />}
        {row?.state === 'running' ? <Going row={row} /> : <CheckFields kind={kind} run={run} again={found !== undefined} />}
        {state === 'failed' ? <p role="alert">{row?.problem}</p> : null}
        {state === 'cancelled' ? <p className="ui-note">{SAY.cancelled}</p> : null}
      </div>
      {found === undefined ? null : <Found view={found.view} />}
    </div>
  );
}

/** How old a check is, and whether another version of the program made it. */
function Made({ made }: { readonly made: CheckMade }): ReactElement {
  const now = useWallClock(AGE_STEP_MS);
  const old = now - made.at;
  return (
    <p className="ui-note research-check-made">
      {old < AGE_STEP_MS ? SAY.madeNow : SAY.made(age(old))}
      {made.isOther ? (
        <Chip tone="warn" hint={SAY.otherEngineHint}>
          {SAY.otherEngine(made.engine)}
        </Chip>
      ) : null}
    </p>
  );
}

function Found({ view }: { readonly view: CheckView }): ReactElement {
  return view.kind === 'leaks' ? <LeaksFound view={view} /> : <LuckFound view={view} />;
}

function Going({ row }: { readonly row: CheckRow }): ReactElement {
  const format = useFormat();
  const { run, kind, done, total, left } = row;
  const progress = SAY.progress[kind](format.count(done), format.count(total));
  return (
    <>
      <div className="research-run-line ui-note">
        <span className="research-progress" aria-hidden="true">
          <span style={{ inlineSize: `${String(total === 0 ? 0 : (done / total) * 100)}%` }} />
        </span>
        <span role="status">{total === 0 ? SAY.begins : left === null ? progress : SAY.left(progress, age(left))}</span>
      </div>
      <span className="research-buttons">
        <Button size="small" onPress={() => void cancelCheck(kind, run)}>
          {SAY.cancel}
        </Button>
      </span>
    </>
  );
}

interface Choice {
  readonly field: keyof CheckForm;
  readonly label: string;
  readonly values: readonly string[];
  /** What '' is called. */
  readonly empty?: string;
}

const CHOICES: Readonly<Record<CheckKind, readonly Choice[]>> = {
  leaks: [
    { field: 'cuts', label: SAY.cuts, values: ['40', '200', '1000'] },
    { field: 'bars', label: SAY.bars, values: ['2000', '10000', ''], empty: SAY.allBars },
  ],
  luck: [
    { field: 'paths', label: SAY.paths, values: ['100', '200', '500', '1000'] },
    { field: 'block', label: SAY.block, values: ['', '10', '30', '100', '300'], empty: SAY.blockUsual },
  ],
};

function CheckFields({ kind, run, again }: CheckPageProps & { readonly again: boolean }): ReactElement {
  const form = useChecks((store) => store.form);
  const format = useFormat();
  return (
    <>
      <div className="research-pair">
        {CHOICES[kind].map(({ field, label, values, empty = '' }) => (
          <Labelled key={field} label={label}>
            <Select
              label={label}
              value={form[field]}
              choices={values.map((value) => ({ value, label: value === '' ? empty : format.count(Number(value)) }))}
              onChange={(value) => {
                useChecks.getState().choose({ [field]: value });
              }}
            />
          </Labelled>
        ))}
      </div>
      <span className="research-buttons">
        <Button onPress={() => void startCheck(kind, run)}>{(again ? SAY.again : SAY.start)[kind]}</Button>
      </span>
    </>
  );
}
