import { catalogue } from '../../format/catalogue.ts';

/** Every word of the user's own strategies. */
export const OWN_SENTENCES = catalogue({
  title: 'Yours',
  new: 'New strategy',
  none: 'None yet. A strategy of your own is a TypeScript file; New strategy writes one to begin with.',
  unwatched: (problem: string) => `Changes are not seen until the next start. ${problem}`,
  yours: 'yours',
  words: (file: string) => `yours, ${file}`,
  broken: (problem: string) => `yours, does not load: ${problem}`,
  runLabel: (name: string) => `Backtest ${name}`,
  offered: (file: string, description: string) => `Yours, ${file}: ${description}`,
  fromFile: (file: string) => `Yours, from ${file}. It runs in a process of its own and is asked at each bar; an answer has 2 s.`,
  version: (file: string, hash: string) => `Yours, ${file}, version ${hash}`,
  notInReplay: 'A strategy of your own runs on paper, not in a replay.',
  // a file that is not what runs
  fileStates: {
    changed: (file: string) => `${file} has changed. The version that was started goes on until it is reloaded.`,
    broken: (_file: string, problem: string) => `The version that was started goes on. The file does not load: ${problem}`,
    gone: (file: string) => `${file} is gone. The version that was started goes on.`,
  },
  reload: 'Reload',
  reloadLabel: (name: string) => `Reload ${name}`,
  reloadEntry: (file: string) => `Reload ${file}, keep position and orders`,
  reloadHint: 'Goes on with the file as it is now, warmed up with the bars so far. Position and orders stay.',
  reloading: 'It is being loaded.',
  reloaded: (name: string, symbol: string) => `${name} on ${symbol} goes on with its file as it is now. Position and orders stay.`,
  runsAlready: (name: string) => `${name} runs this version already.`,
  notReloaded: (name: string, symbol: string, why: string) => `${name} on ${symbol} goes on as it was. ${why}`,
  folder: (folder: string) => `In ${folder}. Saving a file reads it again.`,
  showFolder: 'Show the home folder',
  newTitle: 'New strategy',
  newBody: 'Writes a strategy that works, to be changed in your editor, and beside it what the editor needs to complete and check it.',
  name: 'Name',
  namePlaceholder: 'my-cross',
  write: 'Write the file',
  written: (file: string) => `Written: ${file}. It is listed under Yours and read again each time you save it.`,
});
