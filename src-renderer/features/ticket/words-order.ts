import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { readOrderWords } from '../../../src-shared/domain/order-words.ts';
import type { OrderWords, WordsReading } from '../../../src-shared/domain/order-words.ts';
import type { Format } from '../../format/format.ts';
import { bookAge, staleAge } from '../../state/market-clock.ts';
import { useLinkGroups } from '../../state/link-group.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { dayVolatility, useSparklines } from '../../state/sparklines.ts';
import { EMPTY_DRAFT, useTicketDraft } from '../../state/ticket-draft.ts';
import type { TicketDraft } from '../../state/ticket-draft.ts';
import type { TradingMode } from '../../ui/chip.tsx';
import { prepareOrder } from './order-sentence.ts';
import { modeOf } from '../../state/traded-account.ts';
import { accountOf } from './ticket-facts.ts';
import type { TicketFacts } from './ticket-facts.ts';
import { readTicket } from './ticket-model.ts';
import type { TicketReading } from './ticket-model.ts';
import { useTicketPlacing } from './ticket-placing.ts';
import type { PreparedOrder } from './ticket-placing.ts';

/** What a line says, with the instruments on offer; the one on show is meant where none is named. */
export function readLine(line: string, format: Format): WordsReading {
  const instruments = [...useShownDesk.getState().instruments.values()].map(({ id, spec }) => ({
    id,
    symbol: spec.symbol,
    name: spec.name,
    base: spec.base,
    quote: spec.quote,
  }));
  return readOrderWords(line, { instruments, active: useLinkGroups.getState().instruments.trade, figure: format.parseAmount });
}

/** The draft that an order in words comes to. */
export function draftOfWords(words: OrderWords): TicketDraft {
  return {
    ...EMPTY_DRAFT,
    instrument: words.instrument,
    side: words.side,
    type: words.type,
    price: words.price ?? '',
    trigger: words.trigger ?? '',
    trail: words.trail?.value ?? '',
    trailUnit: words.trail?.unit ?? 'price',
    size: words.size.value,
    unit: words.size.unit,
    bracket: words.stop !== null || words.target !== null,
    stop: words.stop ?? '',
    targets: [{ price: words.target ?? '', share: '100' }],
    timeInForce: words.timeInForce,
    postOnly: words.postOnly,
    reduceOnly: words.reduceOnly,
  };
}

function factsNow(instrument: Instrument): TicketFacts {
  const { instruments, quotes, orders, positions, account, risk, status, heardAt, books } = useShownDesk.getState();
  const freshness = { quote: quotes.get(instrument.id), status, heardAt, maxDataAgeMs: risk?.limits.maxDataAgeMs ?? null };
  return {
    instrument,
    instruments,
    quotes,
    orders,
    positions,
    account,
    risk,
    status,
    volatility: dayVolatility(useSparklines.getState().closes.get(instrument.id)),
    staleMs: staleAge(freshness, Date.now()),
    bookStaleMs: bookAge(books.get(instrument.id), status, Date.now()),
  };
}

/** An order in words, read as the ticket reads its fields. */
export interface WordsOrder {
  readonly instrument: Instrument;
  readonly format: Format;
  readonly mode: TradingMode;
  /** Its name where it is one at a venue; null elsewhere. */
  readonly account: string | null;
  readonly reading: TicketReading;
  /** Ready to be sent; null while something keeps it. */
  readonly order: PreparedOrder | null;
}

/** Reads an order in words against the replica as it stands; nothing while its instrument is not known. */
export function judgeWords(words: OrderWords, format: Format): WordsOrder | null {
  const instrument = useShownDesk.getState().instruments.get(words.instrument);
  if (instrument === undefined) return null;
  const facts = factsNow(instrument);
  const reading = readTicket(draftOfWords(words), facts, format);
  const mode = modeOf(facts.account);
  const account = accountOf(facts);
  return {
    instrument,
    format,
    ...{ mode, account },
    reading,
    order: prepareOrder(reading, { instrument, format, mode, account, now: facts.status?.marketTime ?? 0 }),
  };
}

/** Puts an order in words into the ticket, which turns to its instrument. */
export function openWords(words: OrderWords): void {
  useTicketDraft.getState().fill(draftOfWords(words));
}

/** Sends an order in words as the ticket's button would, with the same question before it. False while something keeps it from being sent. */
export function sendWords(words: OrderWords, format: Format): boolean {
  const order = judgeWords(words, format)?.order ?? null;
  if (order === null) return false;
  useTicketPlacing.getState().press(order);
  return true;
}
