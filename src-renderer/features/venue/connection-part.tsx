import type { ReactElement } from 'react';
import type { StreamHealthRow, VenueRow } from '../../../src-shared/contract/venue.ts';
import { Chip, type ChipProps } from '../../ui/chip.tsx';
import { type FactRow, Facts, UnknownFigure } from '../../ui/figures.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { VENUE_SENTENCES as SAY } from './sentences.ts';

const TONES: Readonly<Record<StreamHealthRow['state'], ChipProps['tone']>> = {
  ...{ pushed: 'ok', asked: 'warn', silent: 'danger', opening: 'outlined' },
};

/** How well the venue is heard, its clock and how much of its limits is used. */
export function ConnectionPart({ venue }: { readonly venue: VenueRow }): ReactElement {
  const format = useFormat();
  const { clockOffsetMs, roundTripMs, limitUse } = venue;
  const unknown = <UnknownFigure why={SAY.unknown} />;
  const ms = (value: number): string => format.count(Math.round(value));
  const offset = clockOffsetMs === null ? null : Math.round(clockOffsetMs);
  const rows: readonly FactRow[] = [
    {
      label: SAY.clock,
      figure: offset === null ? unknown : offset === 0 ? SAY.clockEqual : SAY.clockOffset(ms(Math.abs(offset)), offset > 0),
    },
    { label: SAY.roundTrip, figure: roundTripMs === null ? unknown : SAY.milliseconds(ms(roundTripMs)) },
    { label: SAY.limitUse, figure: limitUse === null ? unknown : format.percent(limitUse), hint: SAY.limitHint },
  ];
  return (
    <section aria-label={SAY.way}>
      <h3 className="ui-label">{SAY.way}</h3>
      <Stream name={SAY.user} stream={venue.user} now={venue.time} />
      <Stream name={SAY.market} stream={venue.market} now={venue.time} />
      <Facts label={SAY.way} rows={rows} />
    </section>
  );
}

interface StreamProps {
  readonly name: string;
  readonly stream: StreamHealthRow;
  readonly now: number;
}

function Stream({ name, stream, now }: StreamProps): ReactElement {
  const ago = useAgo();
  const { state, problem, reconnects, garbled, heardAt } = stream;
  const heard = heardAt === null ? SAY.notHeard : SAY.heard(ago(now - heardAt));
  const said = [heard, reconnects === 0 ? '' : SAY.reconnects(reconnects), garbled === 0 ? '' : SAY.garbled(garbled)].filter(Boolean);
  return (
    <div className="venue-stream">
      <span className="venue-stream-name">{name}</span>
      <Chip tone={TONES[state]}>{SAY.streamState(state)}</Chip>
      <span className="ui-note">{said.join(' · ')}</span>
      {problem === null ? null : <p className="venue-problem">{problem}</p>}
    </div>
  );
}

/** Spans as a person reads them: seconds. */
export function useAgo(): (ms: number) => string {
  const format = useFormat();
  return (ms) => SAY.seconds(format.count(Math.max(0, Math.round(ms / 1_000))));
}
