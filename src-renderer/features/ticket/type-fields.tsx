import type { ReactElement } from 'react';
import type { OrderType } from '../../../src-shared/domain/order.ts';
import { hintProps } from '../../ui/hint-layer.tsx';
import { SegmentedControl } from '../../ui/segmented-control.tsx';
import { Select } from '../../ui/select.tsx';
import { TICKET_SENTENCES as SAY } from './sentences.ts';
import type { Ticket } from './use-ticket.ts';

const SIDES = ['buy', 'sell'] as const;
const PLAIN_TYPES = ['limit', 'market'] as const;
const STOP_TYPES = ['stop', 'stop-limit', 'take-profit', 'trailing-stop'] as const;
type StopType = (typeof STOP_TYPES)[number];

function isStopType(type: OrderType): type is StopType {
  return STOP_TYPES.some((each) => each === type);
}

/** Side and type; those of an open order stay as they are and say why. */
export function TypeFields({ ticket }: { readonly ticket: Ticket }): ReactElement {
  const { draft } = ticket.reading;
  const { type, side } = draft;
  const stopShown = isStopType(type) ? SAY.stopTypes[type] : SAY.stopTypes.stop;
  const open = draft.amending !== null;
  const kept = (mine: boolean, reason: string) => (open && !mine ? { disabledReason: reason } : {});
  return (
    <>
      <SegmentedControl
        look="sides"
        label={SAY.side}
        value={side}
        segments={SIDES.map((value) => ({ value, label: SAY.sides[value], ...kept(value === side, SAY.keeps.side) }))}
        onChange={(next) => {
          ticket.change({ side: next });
        }}
      />
      <div className="ticket-types">
        <SegmentedControl<OrderType>
          label={SAY.type}
          value={type}
          segments={PLAIN_TYPES.map((value) => ({ value, label: SAY.types[value], ...kept(value === type, SAY.keeps.type) }))}
          onChange={(next) => {
            ticket.change({ type: next });
          }}
        />
        <div className="ticket-stops" data-chosen={isStopType(type) || undefined}>
          {open ? (
            <button type="button" className="ui-select-button" aria-disabled {...hintProps(SAY.keeps.type)}>
              <span className="ui-select-shown">{stopShown}</span>
            </button>
          ) : (
            <Select<OrderType>
              label={SAY.stopType}
              value={type}
              shown={stopShown}
              choices={STOP_TYPES.map((value) => ({ value, label: SAY.stopTypes[value], detail: SAY.stopDetails[value] }))}
              onChange={(next) => {
                ticket.change({ type: next });
              }}
            />
          )}
        </div>
      </div>
    </>
  );
}
