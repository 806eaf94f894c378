import type { CandleGap, CandleQuality } from '../../src-shared/domain/candle-quality.ts';
import type { CandleStore, SeriesInfo, SeriesProblem } from '../ports/candle-store.ts';
import { type Command, JSON_OPTION } from './command.ts';
import { DATA } from './data-options.ts';
import { minuteTime, percent } from './figures.ts';
import { printJson, printLines } from './output.ts';

/** What is found of one series; its bars are only looked at when its bytes are sound. */
interface SeriesCheck {
  readonly id: string;
  readonly hash: string;
  readonly problems: readonly SeriesProblem[];
  readonly quality: CandleQuality | null;
  readonly gaps: readonly CandleGap[];
}

const SHOWN_GAPS = 10;

/** Reads and hashes everything that is stored. */
export const dataVerifyCommand: Command = {
  name: 'data verify',
  about: 'Read and hash every stored bar again, check order and gaps, and say what the figures look like.',
  positionals: [],
  options: [DATA, JSON_OPTION],
  examples: ['cryptoorch data verify', 'cryptoorch data verify --data BTC/USDT.BINANCE:1m --json'],
  async run(values, context) {
    const store = context.services.candleStore(context.home);
    try {
      const id = values.given(DATA);
      const problems = store.verify(id);
      const checks = store.list().flatMap((info) => (id === undefined || info.id === id ? [checkOf(store, info, problems)] : []));
      if (values.has(JSON_OPTION)) printJson(context, { sound: problems.length === 0, series: checks });
      else printLines(context, checks.length === 0 ? ['Nothing is stored yet.'] : checks.flatMap(linesOf));
      return problems.length === 0 ? 0 : 1;
    } finally {
      store.close();
    }
  },
};

function checkOf(store: CandleStore, { id, hash }: SeriesInfo, all: readonly SeriesProblem[]): SeriesCheck {
  const problems = all.filter((problem) => problem.id === id);
  const sound = problems.length === 0;
  return { id, hash, problems, quality: sound ? store.quality(id) : null, gaps: sound ? store.gaps(id) : [] };
}

function linesOf({ id, hash, problems, quality, gaps }: SeriesCheck): readonly string[] {
  if (!quality)
    return [
      `${id}: DAMAGED`,
      ...problems.map(({ month, problem }) => `  ${month ?? 'the series'}: ${problem}`),
      `  Take it away with "data remove ${id}" and import it again.`,
    ];
  const { bars, missing, longestGap, withoutVolume, flat, longestRepeat, largestMove, largestMoveAt, spikes } = quality;
  const moved = largestMoveAt === null ? '' : `; largest move ${percent(largestMove)} at ${minuteTime(largestMoveAt)}`;
  return [
    `${id}: sound, ${bars} bars, hash ${hash}`,
    `  ${missing} bars missing in ${gaps.length} gaps, the longest ${longestGap}`,
    ...gaps.slice(0, SHOWN_GAPS).map((gap) => `    ${gap.missing} from ${minuteTime(gap.from)}`),
    ...(gaps.length > SHOWN_GAPS ? ['    …'] : []),
    `  ${withoutVolume} bars without volume, ${flat} of one price, at most ${longestRepeat} repeats in a row, ${spikes} spikes${moved}`,
  ];
}
