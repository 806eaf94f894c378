/** Who a line of an order's evidence comes from: what the ledger recorded, what this program asked, what the venue answered or told. */
export type EvidenceSource = 'ledger' | 'asked' | 'venue';

/** Each thing that can be known about an order's fate, and in braces the figures of its sentence. */
export const EVIDENCE = {
  'ledger.recorded': 'Recorded, before anything was sent',
  'ledger.adopted': 'Made elsewhere: met at the venue and taken over',
  'ledger.submitted': 'Handed over to be sent',
  'ledger.in-doubt': 'In doubt: nobody knows whether the venue has it, its money stays reserved',
  'ledger.acknowledged': 'Known to stand at the venue',
  'ledger.partially-filled': 'Filled in part, {filled} so far',
  'ledger.filled': 'Filled, {filled}',
  'ledger.cancelled': 'Ended: cancelled, {filled} filled',
  'ledger.rejected': 'Ended: refused by the venue',
  'ledger.expired': 'Ended: expired, {filled} filled',
  'ledger.never-sent': 'Ended as never sent: the venue proved that it does not know it',
  'ledger.end-asked': 'Its end was asked for',
  'asked.place': 'Sent to the venue',
  'asked.cancel': 'The venue was asked to cancel it',
  'asked.amend': 'The venue was asked for other terms',
  'asked.replace': 'The venue was asked to put another order in its place',
  'asked.ask': 'The venue was asked what became of it',
  'venue.placed': 'The venue has taken it, as its number {number}',
  'venue.refused': 'The venue refused it: {problem}',
  'venue.unsent': 'No byte of it was sent: {problem}',
  'venue.unknown': 'No answer that proves anything: {problem}',
  'venue.cancel-taken': 'The venue has taken the request to cancel it',
  'venue.cancel-refused': 'The venue did not cancel it: {problem}',
  'venue.cancel-unknown': 'Whether the venue cancels it is not known: {problem}',
  'venue.amend-taken': 'The venue has taken the other terms',
  'venue.amend-refused': 'The other terms were not taken: {problem}',
  'venue.amend-unknown': 'Whether the other terms hold is not known: {problem}',
  'venue.found': 'Found at the venue: {state}, {filled} filled',
  'venue.absent': 'Not found at the venue, looked for in {searched}',
  'venue.unanswered': 'The question was not answered: {problem}',
  'venue.told': 'The venue told of it: {state}, {filled} filled',
  'venue.fill': 'The venue told of a fill: {size} at {price}',
} as const satisfies Readonly<Record<`${EvidenceSource}.${string}`, string>>;

/** What a line of evidence says. */
export type EvidenceCode = keyof typeof EVIDENCE;

/** One thing that is known about an order's fate. */
export interface EvidenceLine {
  /** This program's own clock, ms UTC. */
  readonly time: number;
  readonly code: EvidenceCode;
  /** The figures of its sentence, as the venue or the ledger wrote them. */
  readonly details: Readonly<Record<string, string>>;
  /** What the venue's clock said, ms UTC; null where the answer does not tell. */
  readonly venueTime: number | null;
}

/** What is awaited of the venue about an order that has not ended. */
export type EvidenceAwaits =
  /** The answer to its sending is on its way. */
  | { readonly kind: 'sending' }
  /** A question about it is on its way. */
  | { readonly kind: 'answer' }
  /** It is asked for again then, this program's own clock, ms UTC. */
  | { readonly kind: 'next'; readonly at: number }
  /** Nothing: it stands at the venue, which tells of it by itself. */
  | { readonly kind: 'news' };

/** How an order's fate is going to be known. */
export interface EvidenceOutlook {
  readonly awaits: EvidenceAwaits;
  /** From when on "not found" is believed and ends it as never sent, this program's own clock, ms UTC; null while its sending is not over, or where the venue has shown it before: then only the venue's word ends it. */
  readonly neverSentFrom: number | null;
  /** The venue has shown it before. */
  readonly shown: boolean;
}

/** Everything that is known about an order's fate. */
export interface OrderEvidence {
  readonly order: string;
  /** The venue's own number of it; null until it is known. */
  readonly venueId: string | null;
  /** Oldest first. What was asked and answered is known since the session began; what the ledger recorded, since the order was. */
  readonly lines: readonly EvidenceLine[];
  /** Questions and answers in the middle that were too many to keep. */
  readonly leftOut: number;
  /** Null where it has ended, or where no session of a real venue runs. */
  readonly outlook: EvidenceOutlook | null;
}

/** Who a line comes from. */
export function evidenceSource(code: EvidenceCode): EvidenceSource {
  return code.slice(0, code.indexOf('.')) as EvidenceSource;
}

/** The sentence of a line, without its times and without a full stop. */
export function evidenceSentence({ code, details }: Pick<EvidenceLine, 'code' | 'details'>): string {
  return EVIDENCE[code].replace(/\{(\w+)\}/gu, (_, name: string) => details[name] ?? '—').replace(/\.$/u, '');
}

/** What is awaited and what will be believed, as sentences; `clock` writes an instant. */
export function outlookSentences({ awaits, neverSentFrom, shown }: EvidenceOutlook, clock: (time: number) => string): readonly string[] {
  const awaited = {
    sending: 'Its sending is not over: the answer is awaited.',
    answer: 'The venue is being asked for it; the answer is awaited.',
    next: awaits.kind === 'next' ? `The venue is asked for it again at ${clock(awaits.at)}.` : '',
    news: 'Nothing is asked just now: the venue tells of it by itself.',
  }[awaits.kind];
  if (shown) return [awaited, 'The venue has shown it before, so only the venue’s word ends it.'];
  if (neverSentFrom === null) return [awaited];
  return [
    awaited,
    `If the venue still does not know it at ${clock(neverSentFrom)} or later, it can no longer arrive: it then ends as never sent, and its money is free.`,
  ];
}
