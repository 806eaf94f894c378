import type { ReactElement } from 'react';
import type { TimeInForce } from '../../../src-shared/domain/order.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { hintProps } from '../../ui/hint-layer.tsx';
import { Select } from '../../ui/select.tsx';
import { ExpiryField } from './expiry-field.tsx';
import { presetInstants } from './expiry-time.ts';
import { TICKET_SENTENCES as SAY } from './sentences.ts';
import type { EffectiveDraft } from './ticket-fields.ts';
import type { Ticket } from './use-ticket.ts';

/** The times in force that a type of order can have. */
function timesOf({ type, amending, timeInForce }: EffectiveDraft): readonly TimeInForce[] {
  if (amending !== null) return [timeInForce];
  if (type === 'market') return ['gtc', 'ioc', 'fok'];
  return type === 'limit' ? ['gtc', 'gtd', 'ioc', 'fok'] : ['gtc', 'gtd'];
}

function timeHint({ type, amending }: EffectiveDraft): string | undefined {
  if (amending !== null) return SAY.keeps.conditions;
  return type === 'market' || type === 'limit' ? undefined : SAY.stopTime;
}

function noPostReason({ type, amending, timeInForce }: EffectiveDraft): string | undefined {
  if (amending !== null) return SAY.keeps.conditions;
  if (type !== 'limit') return SAY.postOnlyNeedsLimit;
  return timeInForce === 'ioc' || timeInForce === 'fok' ? SAY.postOnlyNeedsTime : undefined;
}

function noReduceReason({ bracket, amending }: EffectiveDraft): string | undefined {
  if (amending !== null) return SAY.keeps.conditions;
  return bracket ? SAY.reduceOnlyBracket : undefined;
}

/** Time in force, post only, reduce only, and until when. What the type excludes says why. */
export function ConditionFields({ ticket }: { readonly ticket: Ticket }): ReactElement {
  const { reading, change, facts, format } = ticket;
  const { draft } = reading;
  const chooseTime = (timeInForce: TimeInForce): void => {
    const now = facts.status?.marketTime ?? Date.now();
    const fresh = timeInForce === 'gtd' && draft.expiresAt === null && draft.expiryTyped === '';
    change({ timeInForce, ...(fresh ? { expiresAt: presetInstants(now, format.zone).day } : {}) });
  };
  return (
    <>
      <div className="ticket-line">
        <div className="ticket-time" {...hintProps(timeHint(draft))}>
          <Select
            label={SAY.timeInForce}
            value={draft.timeInForce}
            choices={timesOf(draft).map((time) => ({ value: time, label: time.toUpperCase(), detail: SAY.timeDetails[time] }))}
            onChange={chooseTime}
          />
        </div>
        <Checkbox
          checked={draft.postOnly}
          disabledReason={noPostReason(draft)}
          hint={SAY.postOnlyHint}
          onChange={(postOnly) => {
            change({ postOnly });
          }}
        >
          {SAY.postOnly}
        </Checkbox>
        <Checkbox
          checked={draft.reduceOnly}
          disabledReason={noReduceReason(draft)}
          hint={SAY.reduceOnlyHint}
          onChange={(reduceOnly) => {
            change({ reduceOnly });
          }}
        >
          {SAY.reduceOnly}
        </Checkbox>
      </div>
      {draft.timeInForce === 'gtd' ? <ExpiryField ticket={ticket} /> : null}
    </>
  );
}
