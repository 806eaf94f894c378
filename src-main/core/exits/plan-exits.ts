/** An exit of a position as it is wanted now. */
export interface WantedExit {
  readonly id: string;
  readonly kind: 'stop' | 'target';
  /** Lots of its own size that can still fill. */
  readonly lots: number;
  /** Counts its terms: what stands with another number stands with others. */
  readonly version: number;
  /** The market is at its price. */
  readonly due: boolean;
}

/** What one request has put at the venue: a stop, a target, or a pair of which one ends the other. */
export interface StandingPart {
  readonly number: number;
  /** Lots of it that can still fill. */
  readonly lots: number;
  readonly stop: Pick<WantedExit, 'id' | 'version'> | null;
  readonly target: Pick<WantedExit, 'id' | 'version'> | null;
  /** It has begun to fill: what is left of it changes by itself. */
  readonly touched: boolean;
  /** It takes what is there at once, and ends by itself. */
  readonly taking: boolean;
  /** A pair whose target is being filled has no stop any more, and a little time. */
  readonly grace: boolean;
}

/** The exits of one position, at the venue and as they are to be. */
export interface ExitsState {
  /** Lots that they protect now. */
  readonly cover: number;
  /** Pairs may be placed: the venue takes them, nothing has changed since, and no more lots will come. */
  readonly native: boolean;
  /** How a venue changes what stands there. */
  readonly changes: 'anew' | 'beside' | 'in-place' | 'none';
  /** At most one stop; targets nearest first. */
  readonly wanted: readonly WantedExit[];
  readonly parts: readonly StandingPart[];
}

/** What stands there after a step: by the ids of the exits. */
export interface PartShape {
  readonly stop: string | null;
  readonly target: string | null;
  readonly lots: number;
  readonly taking: boolean;
}

/** The next request. A change puts another shape in a part's place without an instant in which neither stands. */
export type ExitStep =
  | { readonly do: 'place'; readonly shape: PartShape }
  | { readonly do: 'change'; readonly part: number; readonly shape: PartShape }
  | { readonly do: 'cancel'; readonly part: number };

/**
 * The next of the requests that bring a position's exits to what is wanted; null where all stands as it should. One request at a time, each decided on
 * what the one before has proved. What stands is changed where the venue can do that as one request, and ended first only where it cannot. The stop is
 * what rests; a target that no pair holds is kept here, and takes the stop's place for an instant when the market is at its price.
 */
export function nextExitStep(state: ExitsState): ExitStep | null {
  const { cover, parts } = state;
  const wanted = state.wanted.filter(({ lots }) => lots > 0);
  if (parts.some(({ taking }) => taking)) return null;
  const [first] = parts;
  if (cover <= 0 || wanted.length === 0) return first === undefined ? null : { do: 'cancel', part: first.number };
  const stop = wanted.find(({ kind }) => kind === 'stop');
  const targets = wanted.filter(({ kind }) => kind === 'target');
  return stop === undefined ? withoutStop(state, targets) : withStop({ ...state, cover: Math.min(cover, stop.lots) }, stop, targets);
}

function withStop(state: ExitsState, stop: WantedExit, targets: readonly WantedExit[]): ExitStep | null {
  const { parts, cover } = state;
  const wrong = parts.find((part) => !part.grace && !fits(part, stop, targets));
  const alone = parts.length === 1;
  if (wrong !== undefined) return restate(state, wrong, stopShape(stop, alone ? cover : wrong.lots));
  const standing = sumOf(parts);
  if (standing > cover) return shrink(state, standing - cover, stop);
  const due = targets.find((target) => target.due && !parts.some((part) => part.target?.id === target.id));
  if (due !== undefined) return take(state, due, stop);
  return standing < cover ? grow(state, cover - standing, stop, targets) : null;
}

/** A part stands as it should where its stop does, and beside it nothing or a target as it should be. */
function fits({ stop: stands, target }: StandingPart, stop: WantedExit, targets: readonly WantedExit[]): boolean {
  if (stands?.id !== stop.id || stands.version !== stop.version) return false;
  return target === null || targets.some(({ id, version }) => id === target.id && version === target.version);
}

/** The target takes what is at its price; its lots come from a stop, in that one's place where it can be. */
function take(state: ExitsState, due: WantedExit, stop: WantedExit): ExitStep | null {
  const { cover, parts, changes } = state;
  const lots = Math.min(due.lots, cover);
  const shape: PartShape = { stop: null, target: due.id, lots, taking: true };
  const short = lots - (cover - sumOf(parts));
  if (short <= 0) return { do: 'place', shape };
  const from = parts.find((part) => part.stop !== null && part.target === null);
  if (from === undefined) return null;
  if (from.lots > short) return restate(state, from, stopShape(stop, from.lots - short));
  // Where both stand for an instant both could close the position.
  const swaps = changes === 'anew' && !from.touched && from.lots === lots;
  return swaps ? { do: 'change', part: from.number, shape } : { do: 'cancel', part: from.number };
}

function grow(state: ExitsState, missing: number, stop: WantedExit, targets: readonly WantedExit[]): ExitStep {
  const { parts, native } = state;
  const free = native ? targets.find(({ id }) => !parts.some(({ target }) => target?.id === id)) : undefined;
  if (free !== undefined)
    return { do: 'place', shape: { stop: stop.id, target: free.id, lots: Math.min(free.lots, missing), taking: false } };
  const single = parts.find((part) => part.target === null && canBecome(state, part, stopShape(stop, 1)));
  const lots = missing + (single?.lots ?? 0);
  return single === undefined
    ? { do: 'place', shape: stopShape(stop, lots) }
    : { do: 'change', part: single.number, shape: stopShape(stop, lots) };
}

function shrink(state: ExitsState, over: number, stop: WantedExit): ExitStep {
  const { parts } = state;
  const part = parts.findLast(({ target }) => target === null) ?? parts.at(-1)!;
  return part.lots <= over ? { do: 'cancel', part: part.number } : restate(state, part, stopShape(stop, part.lots - over));
}

function withoutStop(state: ExitsState, targets: readonly WantedExit[]): ExitStep | null {
  const { parts, cover } = state;
  const stray = parts.find(({ target }) => !targets.some(({ id }) => id === target?.id));
  if (stray !== undefined) return { do: 'cancel', part: stray.number };
  let left = cover;
  for (const target of targets) {
    const lots = Math.min(target.lots, left);
    left -= lots;
    const step = oneTarget(state, target, lots);
    if (step !== null) return step;
  }
  return null;
}

function oneTarget(state: ExitsState, target: WantedExit, lots: number): ExitStep | null {
  const own = state.parts.filter((part) => part.target?.id === target.id);
  const wrong = own.find((part) => part.stop !== null || part.target?.version !== target.version);
  if (wrong !== undefined) return restate(state, wrong, targetShape(target, own.length === 1 && lots > 0 ? lots : wrong.lots));
  const standing = sumOf(own);
  if (standing === lots) return null;
  const part = own.at(-1);
  if (part === undefined) return { do: 'place', shape: targetShape(target, lots) };
  const size = part.lots + lots - standing;
  if (size <= 0) return { do: 'cancel', part: part.number };
  const shape = targetShape(target, size);
  if (lots > standing && !canBecome(state, part, shape)) return { do: 'place', shape: targetShape(target, lots - standing) };
  return restate(state, part, shape);
}

/** In its place where the venue can do that; else it is ended first. */
function restate(state: ExitsState, part: StandingPart, shape: PartShape): ExitStep {
  return canBecome(state, part, shape) ? { do: 'change', part: part.number, shape } : { do: 'cancel', part: part.number };
}

function canBecome({ changes }: ExitsState, { stop, target, touched }: StandingPart, shape: PartShape): boolean {
  if (touched || changes === 'none') return false;
  return changes === 'anew' || changes === 'beside' || ((stop === null) !== (target === null) && (stop === null) === (shape.stop === null));
}

function stopShape({ id }: WantedExit, lots: number): PartShape {
  return { stop: id, target: null, lots, taking: false };
}

function targetShape({ id }: WantedExit, lots: number): PartShape {
  return { stop: null, target: id, lots, taking: false };
}

function sumOf(parts: readonly StandingPart[]): number {
  return parts.reduce((lots, part) => lots + part.lots, 0);
}
