import type { ReplayRequest } from '../../../src-shared/contract/replay.ts';
import type { BarsSource } from '../../../src-shared/contract/research.ts';
import { TIMEFRAMES } from '../../../src-shared/domain/candle.ts';
import { DAY_MS } from '../../../src-shared/kernel/time.ts';
import type { ReplayWish } from '../../state/replay-request.ts';
import { instantText, parseInstant } from './instant-text.ts';
import { REPLAY_SENTENCES as SAY } from './sentences.ts';

/** A replay as typed so far. */
export interface ReplayForm {
  /** Key of the chosen bars. */
  readonly source: string;
  readonly timeframe: ReplayRequest['timeframe'];
  readonly from: string;
  readonly to: string;
  readonly cash: string;
}

/** Fields by name, with a sentence for what is wrong. */
export type FormProblems = Readonly<Partial<Record<keyof ReplayForm, string>>>;

/** What was typed: a request with the bars that come, or what is wrong with it. */
export type ReadForm =
  | { readonly request: ReplayRequest; readonly bars: number; readonly problems: null }
  | { readonly request: null; readonly problems: FormProblems };

const FIRST_BARS = 720;
const FIRST_CASH = '100000';

/** Bars by name. */
export function sourceKey({ source, instrument }: Pick<BarsSource, 'source' | 'instrument'>): string {
  return source.kind === 'stored' ? `stored ${source.series}` : `simulated ${instrument}`;
}

/** The end of a range as it is typed: a whole day means its end. */
function endText(to: number): string {
  return to % DAY_MS === 0 ? instantText(to - DAY_MS) : instantText(to);
}

/** The last bars of a source: as many as a trader plays in one sitting. */
export function formOver(source: BarsSource, asked?: ReplayRequest['timeframe']): Omit<ReplayForm, 'cash'> {
  const timeframe =
    [asked, '1h' as const].find((each) => each !== undefined && source.timeframes.includes(each)) ?? source.timeframes[0] ?? '1h';
  const to = source.to - (source.to % DAY_MS);
  const end = to - source.from > DAY_MS ? to : source.to;
  const from = Math.max(source.from, end - FIRST_BARS * TIMEFRAMES[timeframe]);
  return { source: sourceKey(source), timeframe: timeframe, from: instantText(from), to: endText(end) };
}

/** The form that a wish opens with. */
export function formOf(wish: ReplayWish, sources: readonly BarsSource[]): ReplayForm | null {
  const { source, instrument } = wish;
  const wished = sources.find((each) =>
    source?.kind === 'stored'
      ? each.source.kind === 'stored' && each.source.series === source.series
      : each.source.kind === 'simulated' && (instrument === undefined || each.instrument === instrument),
  );
  const chosen = wished ?? sources[0];
  if (chosen === undefined) return null;
  const form = formOver(chosen, wish.timeframe);
  return {
    ...form,
    ...(wish.from === undefined ? {} : { from: instantText(wish.from) }),
    ...(wish.to === undefined ? {} : { to: endText(wish.to) }),
    cash: FIRST_CASH,
  };
}

/** Reads a form over the bars that were chosen; `cash` is the amount that was understood. */
export function readForm(form: ReplayForm, source: BarsSource, cash: string | undefined): ReadForm {
  const from = parseInstant(form.from);
  const to = parseInstant(form.to);
  const end = to === undefined ? undefined : to.time + (to.wholeDay ? DAY_MS : 0);
  const problems: { -readonly [Field in keyof FormProblems]: FormProblems[Field] } = {};
  if (from === undefined) problems.from = SAY.noDay;
  else if (from.time < source.from - (source.from % DAY_MS) || from.time >= source.to)
    problems.from = SAY.outside(instantText(source.from), instantText(source.to));
  if (end === undefined) problems.to = SAY.noDay;
  else if (from !== undefined && end <= from.time) problems.to = SAY.endsFirst;
  if (cash === undefined || Number(cash) <= 0) problems.cash = SAY.needsCash;
  if (from === undefined || end === undefined || cash === undefined || Object.keys(problems).length > 0) return { request: null, problems };
  const last = Math.min(end, source.to);
  const { timeframe } = form;
  const bars = Math.max(0, Math.floor((last - Math.max(from.time, source.from)) / TIMEFRAMES[timeframe]));
  if (bars < 1) return { request: null, problems: { to: SAY.tooShort } };
  return {
    request: { source: source.source, instrument: source.instrument, timeframe, from: from.time, to: last, cash },
    bars,
    problems: null,
  };
}
