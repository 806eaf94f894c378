import type { ReactElement } from 'react';
import type { AwayNote } from '../../../src-shared/contract/app.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { age } from '../../format/times.ts';
import { useDesk } from '../../state/desk-store.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SignedFigure } from '../../ui/figures.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useDock } from '../dock/dock-store.ts';
import { useShellState } from '../shell/shell-state.ts';
import { awayLines } from './away-lines.ts';
import { AWAY_SENTENCES as SAY } from './sentences.ts';

const TONES = { fill: 'outlined', ended: 'outlined', refusal: 'warn', trip: 'danger', doubt: 'warn', alert: 'outlined' } as const;

/** What happened while nobody could follow the desk: how long, equity then and now, what did not go on, and every event. */
export function AwayDialog({ note }: { readonly note: AwayNote | null }): ReactElement {
  const { overlay, close } = useShellState();
  return (
    <Dialog
      open={overlay === 'away'}
      onClose={close}
      title={SAY.title(note?.why)}
      closeLabel={SAY.close}
      width={760}
      actions={
        <Button
          onPress={() => {
            close();
            useDock.getState().show('fills');
          }}
        >
          {SAY.showFills}
        </Button>
      }
    >
      {note === null ? <p>{SAY.nothing}</p> : <Told note={note} />}
    </Dialog>
  );
}

function Told({ note }: { readonly note: AwayNote }): ReactElement {
  const format = useFormat();
  const instruments = useDesk((state) => state.instruments);
  const now = note.to;
  const at = (time: number): string => format.timeOrDate(time, now);
  const lines = awayLines(note, { instruments, format });
  const { fillRows, endedRows, refusalRows, alertRows } = note;
  const shown = fillRows.length + endedRows.length + refusalRows.length + alertRows.length;
  const untold = note.fills + note.ended + note.refusals + note.alerts - shown;
  return (
    <>
      <Summary note={note} at={at} />
      {lines.length === 0 ? (
        <p>{SAY.nothingHappened}</p>
      ) : (
        <ol className="app-away" aria-label={SAY.list} tabIndex={0}>
          {lines.map(({ key, time, kind, symbol, words }) => (
            <li key={key} data-selectable="">
              <time className="ui-label">{at(time)}</time>
              <Chip tone={TONES[kind]}>{SAY.kinds[kind]}</Chip>
              <span>{symbol}</span>
              <span>{words}</span>
            </li>
          ))}
        </ol>
      )}
      {untold > 0 ? <p>{SAY.more(untold)}</p> : null}
    </>
  );
}

function Summary({ note, at }: { readonly note: AwayNote; readonly at: (time: number) => string }): ReactElement {
  const format = useFormat();
  const { equityThen, equityNow, quote, gaps, running, crashed } = note;
  const change = equityThen === null || equityNow === null ? undefined : Decimal.parse(equityNow).sub(Decimal.parse(equityThen)).toString();
  return (
    <dl className="app-away-figures">
      <dt>{SAY.span}</dt>
      <dd>{SAY.spanOf(at(note.from), at(note.to), age(note.to - note.from))}</dd>
      <dt>{SAY.equity}</dt>
      <dd>
        {SAY.equityOf(format.quoteMoney(equityThen), format.quoteMoney(equityNow), quote)}{' '}
        {change === undefined ? null : <SignedFigure arrow value={format.change(change, 2)} />}
      </dd>
      <dt>{SAY.realised}</dt>
      <dd>
        <SignedFigure value={format.change(note.realised, 2)} /> {quote}
      </dd>
      <dt>{SAY.strategies}</dt>
      <dd>{running.length === 0 ? SAY.noStrategies : running.join(', ')}</dd>
      <dt>{SAY.gaps}</dt>
      <dd>
        {gaps.length === 0
          ? SAY.noGaps
          : gaps.map((gap) => (
              <span key={gap.from} className="app-away-gap">
                {SAY.gap(gap, at(gap.from), age(gap.to - gap.from), crashed)}
              </span>
            ))}
      </dd>
    </dl>
  );
}
