import { create } from 'zustand';
import type { Releasable } from '../../../src-shared/kernel/disposable.ts';

/** The lowest and the highest close sound three octaves apart, Hz. */
const LOWEST_HZ = 220;
const OCTAVES = 3;
/** A bar sounds so long at most, ms; many bars share the longest playing time. */
const TONE_MS = 90;
const LONGEST_MS = 8_000;
const LOUDNESS = 0.12;
/** Fades without a click, seconds. */
const FADE = 0.02;

/** One bar as it sounds. */
export interface Tone {
  /** Milliseconds from the start. */
  readonly at: number;
  readonly frequency: number;
}

/** Closes as tones: the higher the price the higher the tone, by equal steps of the price over three octaves; a flat line sounds in the middle. */
export function tonesOf(closes: ArrayLike<number>): readonly Tone[] {
  const prices = Array.from(closes).filter(Number.isFinite);
  if (prices.length === 0) return [];
  const low = prices.reduce((least, price) => Math.min(least, price), Infinity);
  const high = prices.reduce((most, price) => Math.max(most, price), -Infinity);
  const step = Math.min(TONE_MS, LONGEST_MS / prices.length);
  return prices.map((price, index) => ({
    at: index * step,
    frequency: LOWEST_HZ * 2 ** (OCTAVES * (high === low ? 0.5 : (price - low) / (high - low))),
  }));
}

/** How long tones sound, ms. */
export function lengthOf(tones: readonly Tone[]): number {
  const last = tones.at(-1);
  return last === undefined ? 0 : last.at + TONE_MS;
}

interface ChartSound {
  /** Whether the bars may sound. Off until switched on. */
  readonly on: boolean;
  /** Whether they sound now. */
  readonly playing: boolean;
  choose(on: boolean): void;
}

let sounding: Releasable | null = null;

/** Ends the sound. */
export function stopSound(): void {
  sounding?.dispose();
  sounding = null;
}

/** The switch of the chart's sound; the window keeps it. */
export const useChartSound = create<ChartSound>()((set) => ({
  on: false,
  playing: false,
  choose: (on) => {
    if (!on) stopSound();
    set({ on });
  },
}));

/** Plays closes from the left to the right, in place of what sounds. */
export function playCloses(closes: ArrayLike<number>, makeContext: () => AudioContext = () => new AudioContext()): void {
  stopSound();
  const tones = tonesOf(closes);
  if (tones.length === 0) return;
  const context = makeContext();
  const voice = context.createOscillator();
  const loudness = context.createGain();
  const start = context.currentTime + FADE;
  const end = start + lengthOf(tones) / 1_000;
  voice.type = 'triangle';
  for (const { at, frequency } of tones) voice.frequency.setValueAtTime(frequency, start + at / 1_000);
  loudness.gain.setValueAtTime(0, context.currentTime);
  loudness.gain.linearRampToValueAtTime(LOUDNESS, start + FADE);
  loudness.gain.setValueAtTime(LOUDNESS, end - FADE);
  loudness.gain.linearRampToValueAtTime(0, end);
  voice.connect(loudness).connect(context.destination);
  const mine: Releasable = {
    dispose: () => {
      voice.onended = null;
      void context.close();
      useChartSound.setState({ playing: false });
    },
  };
  voice.onended = () => {
    if (sounding === mine) stopSound();
  };
  sounding = mine;
  voice.start(start);
  voice.stop(end);
  useChartSound.setState({ playing: true });
}
