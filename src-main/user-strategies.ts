import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Fault } from '../src-shared/kernel/fault.ts';
import { folderChanges, scriptChanges } from './adapters/strategy-process/script-changes.ts';
import { readScriptFolder, scriptHash, strategyFiles, writeStrategyFile } from './adapters/strategy-process/script-folder.ts';
import { keepVersion, readVersion, versionState } from './adapters/strategy-process/script-versions.ts';
import { StrategyProcessLink } from './adapters/strategy-process/strategy-process-link.ts';
import { loadStrategy } from './core/user-strategies/remote-strategy.ts';
import { readLoaded } from './core/user-strategies/script-answers.ts';
import type { StrategyScript } from './ports/strategy-process.ts';
import type { OpenedScript } from './sessions/own/own-room.ts';
import type { ScriptVersions } from './sessions/own/own-rooms.ts';
import type { OwnStrategy } from './sessions/paper-types.ts';

/** Wall time that one call of a user's strategy may take, ms, and what the first one may take longer. */
const DEADLINE_MS = 2_000;
const START_MS = 10_000;
/** The first Node that strips types and takes files away from a process in one. */
const NODE = 24;
/** Memory that a user's strategy may use, MB. */
const MEMORY_MB = 128;

/** A strategy of the user, loaded into a process of its own. */
export interface UserStrategy extends OwnStrategy {
  readonly files: readonly string[];
  /** Ends the process. */
  close(): void;
}

/** The process of a script, not started yet. */
function linkOf(script: StrategyScript): StrategyProcessLink {
  if (Number.parseInt(process.versions.node, 10) < NODE)
    throw new Fault('environment.missing', {
      what: `Node ${String(NODE)}`,
      remedy: 'Strategies of your own need it; everything else works without.',
    });
  const source = extname(import.meta.filename) === '.ts';
  // A bundled thread lies beside the programs that it starts.
  const folder = new URL('.', import.meta.url).pathname.endsWith('/workers/') ? '.' : './workers';
  const place = (name: string): URL => new URL(`${folder}/${name}${extname(import.meta.filename)}`, import.meta.url);
  const childFile = fileURLToPath(place('strategy-child'));
  return new StrategyProcessLink({
    name: script.entry,
    linkFile: place('strategy-link'),
    childFile,
    // The sources are many files, the built program is one.
    readable: source
      ? [fileURLToPath(new URL('../src-main', import.meta.url)), fileURLToPath(new URL('../src-shared', import.meta.url))]
      : [childFile],
    deadlineMs: DEADLINE_MS,
    startMs: START_MS,
    memoryMb: MEMORY_MB,
  });
}

/** Loads a strategy into a process of its own, which lives until `close`. Fails with `strategy.script`, `strategy.failed`. */
function openScript(script: StrategyScript, seed: number): UserStrategy {
  const link = linkOf(script);
  try {
    const { definition, files } = loadStrategy(link, script, seed);
    return {
      definition,
      process: link,
      name: script.entry,
      hash: scriptHash(script, files),
      files,
      close: () => {
        link.close();
      },
    };
  } catch (thrown) {
    link.close();
    throw thrown;
  }
}

/** The same on a thread that must not wait; of the script's folder only the files that take part are kept. */
async function openLater(script: StrategyScript): Promise<OpenedScript> {
  const link = linkOf(script);
  try {
    const { spec, files } = readLoaded(await link.callLater({ kind: 'load', ...script }), script);
    const taken = Object.fromEntries(files.map((file) => [file, script.files[file] ?? '']));
    return { spec, script: { entry: script.entry, files: taken }, hash: scriptHash(script, files), process: link };
  } catch (thrown) {
    link.end();
    throw thrown;
  }
}

/** The versions that a home keeps. */
function versionsIn({ strategyVersions: versions, strategies }: VersionFolders): ScriptVersions {
  return {
    keep: (script, hash) => {
      keepVersion(versions, script, hash);
    },
    read: (mark) => readVersion(versions, mark),
    state: ({ hash }) => versionState({ versions, strategies }, hash),
  };
}

/** Where the strategies lie, and the versions of them that ran. */
interface VersionFolders {
  readonly strategies: string;
  readonly strategyVersions: string;
}

/** The strategies of the user, as files. */
export interface UserStrategies {
  /** Reads a strategy's file with its folder and loads it. Fails with `input.file` too. */
  open(file: string, seed: number): UserStrategy;
  /** Loads what was read before, whatever became of the file. */
  openScript(script: StrategyScript, seed: number): UserStrategy;
  openLater(script: StrategyScript): Promise<OpenedScript>;
  versionsIn(folders: VersionFolders): ScriptVersions;
  /** Reads a strategy's file and the other scripts of its folder. Fails with `input.file`. */
  read(file: string): StrategyScript;
  /** The scripts directly in a folder. */
  files(folder: string): readonly string[];
  /** Tells each time the scripts of a file's folder have changed, until the signal. */
  changes(file: string, signal: AbortSignal): AsyncGenerator<void>;
  /** Tells each time a script of a folder has changed, has come or has gone, until the signal. */
  folderChanges(folder: string, signal: AbortSignal): AsyncGenerator<void>;
  /** Writes a file into the folder and gives its path; see `writeStrategyFile`. */
  write(folder: string, name: string, text: string, mode: 'new' | 'keep' | 'replace'): string;
}

export const USER_STRATEGIES: UserStrategies = {
  open: (file, seed) => openScript(readScriptFolder(file), seed),
  openScript,
  openLater,
  versionsIn,
  read: readScriptFolder,
  files: strategyFiles,
  changes: scriptChanges,
  folderChanges,
  write: writeStrategyFile,
};
