import { useState } from 'react';
import type { ReactElement } from 'react';
import { TIMEFRAMES, type Timeframe } from '../../../src-shared/domain/candle.ts';
import { DAY_MS } from '../../../src-shared/kernel/time.ts';
import { loadAppInfo } from '../../state/app-info.ts';
import { callMain } from '../../state/call-main.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { DATA_SENTENCES as WORDS } from './data-sentences.ts';
import { startDataWork, useDataWindow } from './data-store.ts';
import { parseDay } from './day-text.ts';
import { EMPTY_IMPORT, importNames, symbolOf } from './import-form.ts';
import { Labelled } from './run-fields.tsx';

interface Typed {
  readonly venue: string | null;
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly from: string;
  readonly to: string;
}

type Problems = Partial<Record<'symbol' | 'from' | 'to', string>>;

/** Venues sell no bars under a minute. */
const OFFERED = (Object.keys(TIMEFRAMES) as Timeframe[]).filter((name) => TIMEFRAMES[name] >= TIMEFRAMES['1m']);

function problemsOf({ symbol, from, to }: Typed): Problems {
  const first = parseDay(from);
  const last = to.trim() === '' ? null : parseDay(to);
  return {
    ...(importNames({ ...EMPTY_IMPORT, symbol }, null).symbol ? {} : { symbol: WORDS.symbolProblem }),
    ...(first === undefined ? { from: WORDS.day } : {}),
    ...(last === undefined ? { to: WORDS.day } : last !== null && first !== undefined && last < first ? { to: WORDS.dayOrder } : {}),
  };
}

/** What bars to fetch from a venue, and from when. */
export function DownloadDialog({ onDone }: { readonly onDone: () => void }): ReactElement {
  const venues = useDataWindow((store) => store.venues);
  const [typed, setTyped] = useState<Typed>({ venue: null, symbol: '', timeframe: '1h', from: '', to: '' });
  const [problems, setProblems] = useState<Problems>({});
  const venue = typed.venue ?? venues[0] ?? '';
  const change = (part: Partial<Typed>): void => {
    setProblems({});
    setTyped((now) => ({ ...now, ...part }));
  };
  const start = async (): Promise<void> => {
    const found = problemsOf(typed);
    setProblems(found);
    const from = parseDay(typed.from);
    if (Object.keys(found).length > 0 || from === undefined) return;
    const last = parseDay(typed.to);
    const symbol = symbolOf({ ...EMPTY_IMPORT, symbol: typed.symbol }, null);
    const to = last === undefined ? null : last + DAY_MS;
    const job = await startDataWork({ kind: 'download', venue, symbol, timeframe: typed.timeframe, from, to });
    if (job === null) return;
    onDone();
    // The program now reaches a host more than it did.
    await callMain((client) => loadAppInfo(client));
  };
  return (
    <Dialog
      open
      width={480}
      title={WORDS.downloadTitle}
      onClose={onDone}
      actions={
        <>
          <Button onPress={onDone}>{WORDS.back}</Button>
          <Button tone="primary" onPress={() => void start()}>
            {WORDS.startDownload}
          </Button>
        </>
      }
    >
      <DownloadFields typed={{ ...typed, venue }} problems={problems} onChange={change} />
    </Dialog>
  );
}

function DownloadFields({
  typed,
  problems,
  onChange,
}: {
  readonly typed: Typed;
  readonly problems: Problems;
  readonly onChange: (part: Partial<Typed>) => void;
}): ReactElement {
  const venues = useDataWindow((store) => store.venues);
  return (
    <div className="ui-form-grid">
      <p className="ui-form-wide">{WORDS.downloadNote}</p>
      <Labelled label={WORDS.venue}>
        <Select
          label={WORDS.venue}
          value={typed.venue ?? ''}
          choices={venues.map((value) => ({ value, label: value }))}
          onChange={(next) => onChange({ venue: next })}
        />
      </Labelled>
      <TextField
        label={WORDS.symbol}
        labelAt="above"
        placeholder="BTC/USDT"
        value={typed.symbol}
        error={problems.symbol}
        onChange={(symbol) => onChange({ symbol })}
      />
      <Labelled label={WORDS.timeframe}>
        <Select
          label={WORDS.timeframe}
          value={typed.timeframe}
          choices={OFFERED.map((value) => ({ value, label: value }))}
          onChange={(timeframe) => onChange({ timeframe })}
        />
      </Labelled>
      <span />
      <TextField label={WORDS.from} labelAt="above" value={typed.from} error={problems.from} onChange={(from) => onChange({ from })} />
      <TextField
        label={WORDS.to}
        labelAt="above"
        placeholder={WORDS.toNote}
        value={typed.to}
        error={problems.to}
        onChange={(to) => onChange({ to })}
      />
    </div>
  );
}
