import { catalogue } from '../../format/catalogue.ts';

/** Every word of the question that a closed window puts. */
export const LEAVING_SENTENCES = catalogue({
  title: 'Close the window while strategies run?',
  name: (strategy: string, symbol: string) => `${strategy} on ${symbol}`,
  runs: (count: number, names: string) =>
    count === 0 ? 'No strategy runs any more.' : count === 1 ? `${names} runs.` : `${String(count)} strategies run: ${names}.`,
  runsLocked: (count: number) =>
    count === 0 ? 'No strategy runs any more.' : count === 1 ? '1 strategy runs.' : `${String(count)} strategies run.`,
  unlockToStop: 'Unlock the window to stop single strategies; the kill switch stops all of them now.',
  note: 'Without a window they trade on under the same limits; starting the program again brings the window back. Stopping cancels their orders; positions and their stops stay.',
  stay: 'Stay',
  stop: (count: number) => (count === 1 ? 'Stop it, then close' : 'Stop them, then close'),
  keep: 'Keep running without a window',
  busy: 'Strategies are being stopped.',
  failed: (problem: string) => `The window stays: ${problem}`,
});
