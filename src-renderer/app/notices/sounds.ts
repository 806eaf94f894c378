import { useToasts } from '../../ui/toasts.tsx';
import type { Toast } from '../../ui/toasts.tsx';
import { useNoticeChoices } from './notice-choices.ts';
import type { SoundKind } from './notice-choices.ts';

/** The tones of each kind: frequency in Hz and when it begins, s. Risk falls, a fill rises, so that they differ without looking. */
const TONES: Readonly<Record<SoundKind, readonly (readonly [number, number])[]>> = {
  fill: [
    [660, 0],
    [880, 0.09],
  ],
  refusal: [
    [330, 0],
    [330, 0.14],
  ],
  risk: [
    [880, 0],
    [587, 0.16],
    [440, 0.32],
  ],
  note: [[740, 0]],
};
const LENGTH_S = 0.12;
const LOUDNESS = 0.12;
/** Not more than one sound in this time, ms. */
const REST_MS = 400;

let context: AudioContext | null = null;
let playedAt = -Infinity;

/** Plays the sound of a kind now, whatever is chosen. */
export function playSound(kind: SoundKind): void {
  context ??= new AudioContext();
  void context.resume();
  for (const [frequency, after] of TONES[kind]) {
    const from = context.currentTime + after;
    const tone = context.createOscillator();
    const loudness = context.createGain();
    tone.frequency.value = frequency;
    loudness.gain.setValueAtTime(0, from);
    loudness.gain.linearRampToValueAtTime(LOUDNESS, from + 0.01);
    loudness.gain.exponentialRampToValueAtTime(0.001, from + LENGTH_S);
    tone.connect(loudness).connect(context.destination);
    tone.start(from);
    tone.stop(from + LENGTH_S);
  }
}

/** Which sound a notice has. */
export function soundOf({ id, kind }: Pick<Toast, 'id' | 'kind'>): SoundKind {
  if (kind === 'risk' || kind === 'refusal') return kind;
  return id.startsWith('fill ') ? 'fill' : 'note';
}

/** Plays, from now on, the sounds that are switched on for what the window tells. Returns how to stop. */
export function soundNotices(play: (kind: SoundKind) => void = playSound): () => void {
  return useToasts.subscribe(({ history }, { history: before }) => {
    const [newest] = history;
    if (newest === undefined || newest === before[0]) return;
    const kind = soundOf(newest);
    const now = performance.now();
    if (!useNoticeChoices.getState().sounds[kind] || now - playedAt < REST_MS) return;
    playedAt = now;
    play(kind);
  });
}
