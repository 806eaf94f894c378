import type { ReactElement } from 'react';
import type { RunReportView } from '../../../src-shared/contract/research.ts';
import { protectionLine } from '../../../src-shared/domain/protection-spec.ts';
import type { Format } from '../../format/format.ts';
import { useFormat } from '../../ui/use-format.ts';
import { RESEARCH_SENTENCES as SAY } from './sentences.ts';

const WORDS = SAY.assumptions;

/** How the bars were traded as a perpetual; nothing of spot. */
function perpetualRows({ request, assumptions: { perpetual } }: RunReportView): readonly (readonly string[])[] {
  if (perpetual === undefined || request.perpetual === undefined) return [];
  const { leverage, direction } = request.perpetual;
  return [
    [WORDS.names.perpetual, WORDS.perpetual(perpetual.symbol, String(leverage), SAY.directions[direction])],
    [WORDS.names.margin, WORDS.margin(percentOf(perpetual.maintenanceMargin), percentOf(perpetual.liquidationFee))],
    [SAY.funding, perpetual.funding],
  ];
}

/** How orders were filled over a recorded book, and what playing it met. */
function bookRows(book: NonNullable<RunReportView['assumptions']['book']>, format: Format): readonly (readonly string[])[] {
  const seconds = (ms: number): string => (ms / 1_000).toFixed(1);
  const { recording, queue, messages, snapshots, gaps, crossed, missingTrades, unknownMs, firstKnownMs, turnedAway } = book;
  const first = firstKnownMs === null ? WORDS.bookNever : WORDS.bookFirst(seconds(firstKnownMs));
  const sound = gaps + crossed + missingTrades === 0;
  return [
    WORDS.bookFills,
    [WORDS.bookName, WORDS.bookOf(recording, format.count(messages), format.count(snapshots))],
    [WORDS.queues, SAY.queues[queue]],
    [WORDS.bookState, sound ? WORDS.bookSound : WORDS.bookProblems(format.count(gaps), format.count(crossed), format.count(missingTrades))],
    [WORDS.bookKnown, WORDS.bookUnknown(seconds(unknownMs), first, format.count(turnedAway))],
  ];
}

/** What is paid beside the fee on bars; of a recorded book it is in the levels. */
function barRows({ assumptions: taken }: RunReportView, format: Format): readonly (readonly string[])[] {
  const { costs } = taken;
  return [
    [WORDS.names.spread, WORDS.spread(String(taken.halfSpreadBps), String(costs.slippageBps))],
    [WORDS.names.impact, WORDS.impact(String(costs.impact))],
    [WORDS.names.participation, SAY.ofVolume(format.percent(costs.participation))],
  ];
}

function percentOf(fraction: string): string {
  return `${String(Number((Number(fraction) * 100).toFixed(6)))}%`;
}

/** Everything the result depends on, in words. */
export function AssumptionList({ view }: { readonly view: RunReportView }): ReactElement {
  const format = useFormat();
  const { assumptions: taken, request, refusals } = view;
  const { costs } = taken;
  const rows: readonly (readonly string[])[] = [
    ...perpetualRows(view),
    ...(taken.book === undefined ? [WORDS.fills] : bookRows(taken.book, format)),
    [SAY.costs, costs.name],
    [
      WORDS.names.fee,
      WORDS.fee(format.basisPoints(taken.takerFeeBps).replace(' bp', ''), format.basisPoints(taken.makerFeeBps).replace(' bp', '')),
    ],
    ...(taken.book === undefined ? barRows(view, format) : []),
    [WORDS.names.latency, `${String(costs.latencyMs)} ms`],
    [WORDS.names.data, WORDS.data(format.count(taken.bars), format.count(taken.missingBars), format.count(taken.gaps))],
    [WORDS.names.hash, taken.dataHash],
    ...(taken.strategyHash === undefined ? [] : [[WORDS.names.strategyHash, taken.strategyHash]]),
    [WORDS.names.steps, WORDS.steps(taken.tick, taken.engineLot)],
    [WORDS.names.limits, SAY.limitNames[request.limits]],
    ...(request.protections ?? []).map((spec) => [WORDS.names.protection, protectionLine(spec)]),
    [WORDS.names.seed, String(request.seed)],
    WORDS.baseline,
    ...Object.entries(refusals).map(([code, count]) => [WORDS.names.refusals, WORDS.refused(code, format.count(count))]),
  ];
  return (
    <div className="research-scroll" role="group" aria-label={SAY.tabs.assumptions} tabIndex={0}>
      <dl className="research-assumptions">
        {rows.map(([name = '', words = '']) => (
          <div key={`${name} ${words}`}>
            <dt>{name}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
