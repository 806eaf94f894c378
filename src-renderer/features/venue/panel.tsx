import './venue.css';
import type { ReactElement } from 'react';
import type { VenueRow, VenueStanding } from '../../../src-shared/contract/venue.ts';
import { callMain } from '../../state/call-main.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { Button } from '../../ui/button.tsx';
import { Chip, type ChipProps, ModeChip } from '../../ui/chip.tsx';
import { PanelHead } from '../../ui/panel-head.tsx';
import { LoadingBlocks, PanelMessage } from '../../ui/panel-state.tsx';
import { SWITCH_NAME, SWITCH_TONES, switchSentence, switchWord } from '../../ui/switch-words.ts';
import { tellNote, tellRefusal } from '../../ui/tell.ts';
import { useFormat } from '../../ui/use-format.ts';
import { AnswersTable, CountsList } from './answers-table.tsx';
import { ConnectionPart } from './connection-part.tsx';
import { ReconciliationPart } from './reconciliation-part.tsx';
import { VENUE_SENTENCES as SAY } from './sentences.ts';

const TONES: Readonly<Record<VenueStanding, ChipProps['tone']>> = {
  ...{ lost: 'danger', stopping: 'warn', recovering: 'warn', differing: 'danger', trading: 'ok' },
};

/** The way to the venue: how the session stands with it, how well it is heard, what differs from the ledger. */
export function VenuePanel(): ReactElement {
  const ready = useShownDesk((desk) => desk.ready);
  const venue = useShownDesk((desk) => desk.venue);
  if (!ready) return <LoadingBlocks label={SAY.loading} rows={6} />;
  if (venue === null)
    return (
      <>
        <PanelHead title={SAY.title} />
        <PanelMessage kind="empty" sentence={SAY.none} />
      </>
    );
  return <Venue venue={venue} />;
}

async function lookNow(): Promise<void> {
  const result = await callMain((client) => client.venue.look({}));
  if (result.ok) tellNote('venue-look', SAY.looking);
  else tellRefusal('venue-look', result.fault.message);
}

function Venue({ venue }: { readonly venue: VenueRow }): ReactElement {
  return (
    <>
      <PanelHead title={SAY.title} figure={SAY.account(venue.account, venue.venue)}>
        <Button size="small" hint={SAY.lookHint} onPress={() => void lookNow()}>
          {SAY.lookNow}
        </Button>
      </PanelHead>
      <div className="venue" role="group" aria-label={SAY.title} tabIndex={0}>
        <Standing venue={venue} />
        <ReconciliationPart venue={venue} />
        <div className="venue-columns">
          <div className="venue-column">
            <ConnectionPart venue={venue} />
            <Switch venue={venue} />
            <AnswersTable venue={venue} />
          </div>
          <CountsList venue={venue} />
        </div>
      </div>
    </>
  );
}

function Standing({ venue }: { readonly venue: VenueRow }): ReactElement {
  const format = useFormat();
  const { environment, standing, waits, paused, ended, deaths } = venue;
  return (
    <section className="venue-standing" aria-label={SAY.standing(standing)}>
      <p className="venue-line">
        <ModeChip mode={environment === 'LIVE' ? 'live' : 'testnet'} />
        <Chip tone={TONES[standing]}>{SAY.standing(standing)}</Chip>
        <span>{ended === null ? SAY.means(standing) : SAY.ended(ended)}</span>
      </p>
      {waits.length === 0 ? null : <p>{SAY.waits(waits)}</p>}
      {paused === null ? null : <p>{SAY.paused(format.timeOfDay(paused.at), paused.why)}</p>}
      {deaths === 0 ? null : <p>{SAY.deaths(deaths)}</p>}
    </section>
  );
}

function Switch({ venue: { deadMansSwitch } }: { readonly venue: VenueRow }): ReactElement {
  const format = useFormat();
  const { state } = deadMansSwitch;
  return (
    <section className="venue-switch" aria-label={SWITCH_NAME}>
      <h3 className="ui-label">{SWITCH_NAME}</h3>
      <p className="venue-line">
        <Chip tone={SWITCH_TONES[state]}>{switchWord(state)}</Chip>
        <span>{switchSentence(deadMansSwitch, format)}</span>
      </p>
    </section>
  );
}
