import type { ReactElement } from 'react';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Select } from '../../ui/select.tsx';
import { hintProps } from '../../ui/hint-layer.tsx';
import { PriceField } from './price-fields.tsx';
import { TICKET_SENTENCES as SAY } from './sentences.ts';
import type { Ticket } from './use-ticket.ts';

/** How far a leg lies from the entry, as percent of it; empty while either is unknown. */
function awayText({ reading, format }: Ticket, ticks: number | null): string {
  const entry = reading.estimate?.priceTicks;
  return ticks === null || entry === undefined ? '' : format.signedPercent(ticks / entry - 1).text;
}

/** Stop and target of what the order opens, closed or open. */
export function BracketFields({ ticket, stale }: { readonly ticket: Ticket; readonly stale: boolean }): ReactElement {
  const { reading, change, format, instrument } = ticket;
  const { draft, estimate, stop, target } = reading;
  const loss = estimate?.lossKind === 'stop' ? estimate.worstLoss : null;
  return (
    <div className="ticket-bracket" data-open={draft.bracket || undefined}>
      <div className="ticket-line">
        <Checkbox
          checked={draft.bracket}
          onChange={(bracket) => {
            change({ bracket });
          }}
        >
          {SAY.bracket}
        </Checkbox>
        {draft.bracket ? (
          <span className="ui-note">
            {SAY.rewardToRisk} <span className="ticket-figure">{format.ratio(estimate?.rewardToRisk)}</span>
          </span>
        ) : (
          <span className="ui-note">{SAY.bracketOff}</span>
        )}
      </div>
      {draft.bracket ? (
        <>
          <PriceField ticket={ticket} field="stop" stale={stale} unit={awayText(ticket, stop.ticks)} />
          <PriceField ticket={ticket} field="target" stale={stale} unit={awayText(ticket, target.ticks)} />
          <div className="ticket-bracket-sums">
            <span>{loss === null ? '' : SAY.atStop(format.change(loss.neg(), 2).text)}</span>
            <span>{estimate?.targetGain ? SAY.atTarget(format.change(estimate.targetGain, 2).text, instrument.spec.quote) : ''}</span>
          </div>
        </>
      ) : null}
    </div>
  );
}

const TIMES = ['gtc', 'ioc', 'fok'] as const;

/** Time in force, post only, reduce only. What the type excludes says why. */
export function ConditionFields({ ticket }: { readonly ticket: Ticket }): ReactElement {
  const { reading, change } = ticket;
  const { draft } = reading;
  const noPost = draft.type !== 'limit' ? SAY.postOnlyNeedsLimit : draft.timeInForce !== 'gtc' ? SAY.postOnlyNeedsTime : undefined;
  return (
    <div className="ticket-line">
      <div className="ticket-time" {...hintProps(draft.usesTrigger ? SAY.stopTime : undefined)}>
        <Select
          label={SAY.timeInForce}
          value={draft.timeInForce}
          choices={(draft.usesTrigger ? TIMES.slice(0, 1) : TIMES).map((time) => ({
            value: time,
            label: time.toUpperCase(),
            detail: SAY.timeDetails[time],
          }))}
          onChange={(timeInForce) => {
            change({ timeInForce });
          }}
        />
      </div>
      <Checkbox
        checked={draft.postOnly}
        disabledReason={noPost}
        hint={SAY.postOnlyHint}
        onChange={(postOnly) => {
          change({ postOnly });
        }}
      >
        {SAY.postOnly}
      </Checkbox>
      <Checkbox
        checked={draft.reduceOnly}
        disabledReason={draft.bracket ? SAY.reduceOnlyBracket : undefined}
        hint={SAY.reduceOnlyHint}
        onChange={(reduceOnly) => {
          change({ reduceOnly });
        }}
      >
        {SAY.reduceOnly}
      </Checkbox>
    </div>
  );
}
