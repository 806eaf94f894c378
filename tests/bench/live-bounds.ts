import type { EventToOrderBench } from './event-to-order.ts';
import type { LiveLoadBench } from './live-load.ts';
import { rounded } from './timing.ts';

/** What a live session promises on a machine that has nothing else to do. */
export const LIVE_BOUNDS = { timesEcho: 25, loopP99Ms: 20, heapGrowth: 4e6, rssGrowth: 32e6, eventsPerSecond: 950 } as const;

/** What was measured from event to order, in one line. */
export function eventLine({ probes, p50Ms, p99Ms, echo, request, timesEcho, timesRequest }: EventToOrderBench): string {
  return `market event to order sent: p50 ${p50Ms} ms, p99 ${p99Ms} ms of ${probes}; a bare websocket echo ${echo.p50Ms} and ${echo.p99Ms} ms, a bare event and request ${request.p50Ms} and ${request.p99Ms} ms: ${timesEcho} and ${timesRequest} times`;
}

/** What was measured of a session under load, in one line. */
export function loadLine(load: LiveLoadBench): string {
  const megabytes = (bytes: number) => rounded(bytes / 1e6, 1);
  return `live load: ${load.instruments} instruments, ${load.eventsPerSecond} events/s for ${load.seconds} s: loop delay p50 ${load.loopP50Ms} ms, p99 ${load.loopP99Ms} ms, most ${load.loopMaxMs} ms; ${rounded(load.cpu * 100, 1)} % of a core; heap ${load.heap.map(megabytes).join(' -> ')} MB, memory ${load.rss.map(megabytes).join(' -> ')} MB`;
}

/** What is not as it should be: by name 1 where it is broken. */
export function liveFindings(event: EventToOrderBench | null, load: LiveLoadBench): Readonly<Record<string, 0 | 1>> {
  const broken = (is: boolean): 0 | 1 => (is ? 1 : 0);
  return {
    ...(event === null ? {} : { ordersMissed: broken(event.missed > 0), ordersSlow: broken(event.timesEcho > LIVE_BOUNDS.timesEcho) }),
    loopLate: broken(load.loopP99Ms >= LIVE_BOUNDS.loopP99Ms),
    heapGrew: broken(load.heapGrowth > LIVE_BOUNDS.heapGrowth),
    memoryGrew: broken(load.rssGrowth > LIVE_BOUNDS.rssGrowth),
    eventsMissed: broken(load.eventsPerSecond < LIVE_BOUNDS.eventsPerSecond),
    disagreed: broken(!load.agreed),
  };
}
