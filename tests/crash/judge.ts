import type { Acknowledgement } from './acknowledgement.ts';
import type { LedgerContent } from './ledger-content.ts';

/** What was found wrong after a point, one sentence each. */
export interface Verdict {
  /** Acknowledged, and absent after the restart. */
  readonly lost: readonly string[];
  /** One fill id, or its postings, twice. */
  readonly doubled: readonly string[];
  /** Booked, and not what the undisturbed run gives. */
  readonly invented: readonly string[];
  /** Findings of the ledger's own check. */
  readonly unbalanced: readonly string[];
  /** In the undisturbed run only, or another sum or state at the end: the restarted run decided otherwise. */
  readonly diverged: readonly string[];
}

/** Holds a ledger at the end of its last life against what its lives acknowledged and against the undisturbed run. */
export function judge(acknowledged: readonly Acknowledgement[], found: LedgerContent, undisturbed: LedgerContent): Verdict {
  const fills = new Map(found.fills);
  const expectedFills = new Map(undisturbed.fills);
  const seen = new Set<string>();
  const doubled = found.fills.filter(([id]) => seen.size === seen.add(id).size).map(([id]) => `fill ${id}`);
  return {
    lost: acknowledged.filter((told) => !holds(told, found, fills)).map((told) => JSON.stringify(told)),
    doubled:
      found.entriesWithoutFill === 0 ? doubled : [...doubled, `postings of ${String(found.entriesWithoutFill)} fills that are not there`],
    invented: [...differing('fill', fills, expectedFills), ...differing('order', found.orders, undisturbed.orders)],
    unbalanced: found.problems,
    diverged: [
      ...[...undisturbed.orders.keys()]
        .filter((id) => !found.orders.has(id))
        .map((id) => `missing order ${id}: ${undisturbed.orders.get(id) ?? ''}`),
      ...[...expectedFills.keys()].filter((id) => !fills.has(id)).map((id) => `missing fill ${id}`),
      ...uncommon('refusal', found.refusals, undisturbed.refusals),
      ...uncommon('state', found.state, undisturbed.state),
    ],
  };
}

/** Whether the ledger has what was acknowledged. */
function holds(told: Acknowledgement, found: LedgerContent, fills: ReadonlyMap<string, string>): boolean {
  switch (told.kind) {
    case 'order':
      return found.orders.has(told.id);
    case 'state':
      return found.events.has(`${told.order} ${told.state} ${String(told.filledLots)}`);
    case 'fill': {
      const row = fills.get(told.id);
      if (row === undefined) return false;
      const { ticks, lots, fee, time } = JSON.parse(row) as { ticks: number; lots: number; fee: string; time: number };
      return ticks === told.ticks && lots === told.lots && fee === told.fee && time === told.time;
    }
    case 'refusal':
      return found.refusals.some((row) => {
        const { code, origin, time } = JSON.parse(row) as { code: string; origin: string; time: number };
        return code === told.code && origin === told.origin && time === told.time;
      });
    case 'firing':
      return found.firings.has(`${String(told.alert)} ${String(told.number)} ${String(told.time)}`);
    case 'command':
      return found.commands.has(told.id);
    case 'running':
    case 'end':
      return true;
  }
}

function differing(what: string, found: ReadonlyMap<string, string>, expected: ReadonlyMap<string, string>): string[] {
  return [...found]
    .filter(([id, row]) => expected.get(id) !== row)
    .map(([id, row]) => `${what} ${id} is ${row}; undisturbed it is ${expected.get(id) ?? 'absent'}`);
}

/** Rows of either list that the other does not have as often. */
function uncommon(what: string, found: readonly string[], expected: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const row of found) counts.set(row, (counts.get(row) ?? 0) + 1);
  for (const row of expected) counts.set(row, (counts.get(row) ?? 0) - 1);
  return [...counts].filter(([, count]) => count !== 0).map(([row, count]) => `${count > 0 ? 'extra' : 'missing'} ${what} ${row}`);
}
