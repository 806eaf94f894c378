import { catalogue } from '../../format/catalogue.ts';

/** Every word of the user's own strategies in the gallery. */
export const OWN_SENTENCES = catalogue({
  title: 'Yours',
  new: 'New strategy',
  none: 'None yet. A strategy of your own is a TypeScript file; New strategy writes one to begin with.',
  unwatched: (problem: string) => `Changes are not seen until the next start. ${problem}`,
  words: (parameters: number) =>
    `yours, ${parameters === 0 ? 'no parameters' : parameters === 1 ? '1 parameter' : `${String(parameters)} parameters`}`,
  broken: (problem: string) => `yours, does not load: ${problem}`,
  run: 'Backtest',
  runLabel: (name: string) => `Backtest ${name}`,
  runHint: 'Runs in a process of its own. On paper it runs with cryptoorch paper --strategy.',
  folder: (folder: string) => `In ${folder}. Saving a file reads it again.`,
  showFolder: 'Show the home folder',
  newTitle: 'New strategy',
  newBody: 'Writes a strategy that works, to be changed in your editor, and beside it what the editor needs to complete and check it.',
  name: 'Name',
  namePlaceholder: 'my-cross',
  write: 'Write the file',
  written: (file: string) => `Written: ${file}. It is listed under Yours and read again each time you save it.`,
});
