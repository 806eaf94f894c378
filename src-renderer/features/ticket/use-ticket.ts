import { useMemo } from 'react';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { Format } from '../../format/format.ts';
import { useBookAge, useStaleAge } from '../../state/market-clock.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { dayVolatility, useSparkline } from '../../state/sparklines.ts';
import { useTicketDraft } from '../../state/ticket-draft.ts';
import type { TicketDraft } from '../../state/ticket-draft.ts';
import type { TradingMode } from '../../ui/chip.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { prepareOrder } from './order-sentence.ts';
import { modeOf } from '../../state/traded-account.ts';
import { accountOf } from './ticket-facts.ts';
import type { TicketFacts } from './ticket-facts.ts';
import { readTicket } from './ticket-model.ts';
import type { TicketReading } from './ticket-model.ts';
import type { PreparedOrder } from './ticket-placing.ts';

/** The facts about an instrument that orders are judged on, ten times a second at most. */
export function useTicketFacts(instrument: Instrument): TicketFacts {
  const desk = useShownDesk();
  const staleMs = useStaleAge(instrument.id);
  const bookStaleMs = useBookAge(instrument.id);
  const volatility = dayVolatility(useSparkline(instrument.id));
  return useMemo(() => {
    const { instruments, quotes, orders, positions, account, risk, status } = desk;
    return { instrument, instruments, quotes, orders, positions, account, risk, status, volatility, staleMs, bookStaleMs };
  }, [desk, instrument, staleMs, bookStaleMs, volatility]);
}

/** Everything the ticket's parts draw from. */
export interface Ticket {
  readonly instrument: Instrument;
  readonly facts: TicketFacts;
  readonly format: Format;
  readonly reading: TicketReading;
  readonly mode: TradingMode;
  /** The order in its words; null while it cannot be sent. */
  readonly order: PreparedOrder | null;
  readonly change: (draft: Partial<TicketDraft>) => void;
}

/** The ticket's draft read against the replica. */
export function useTicket(instrument: Instrument): Ticket {
  const facts = useTicketFacts(instrument);
  const format = useFormat();
  const draft = useTicketDraft();
  const { change } = draft;
  return useMemo(() => {
    const reading = readTicket(draft, facts, format);
    const mode = modeOf(facts.account);
    return {
      instrument,
      facts,
      format,
      reading,
      mode,
      order: prepareOrder(reading, { instrument, format, mode, account: accountOf(facts), now: facts.status?.marketTime ?? 0 }),
      change,
    };
  }, [draft, facts, format, instrument, change]);
}
