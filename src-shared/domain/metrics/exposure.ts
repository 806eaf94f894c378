import { type Metric, type MetricInput, measured, missing } from '../metric.ts';

/** Milliseconds in which at least one position was held. */
function heldTime({ trips, curve }: MetricInput): number {
  const end = curve.times.at(-1) ?? curve.from;
  const spans = trips.map((trip) => [trip.entryTime, trip.exitTime ?? end] as const).sort((a, b) => a[0] - b[0]);
  let held = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const [from, to] of spans) {
    held += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return held;
}

/** Exposure: the share of the run's time in which a position was held (time in the market). */
export const exposure: Metric = {
  id: 'exposure',
  label: 'Exposure',
  unit: 'fraction',
  definition: 'Time in which at least one position was held, as a share of the time from the first open to the last close.',
  compute(input) {
    const span = (input.curve.times.at(-1) ?? input.curve.from) - input.curve.from;
    return span > 0 ? measured(heldTime(input) / span) : missing('no-time');
  },
};
