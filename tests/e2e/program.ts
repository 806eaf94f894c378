import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron as electron } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { findElectron } from '../../src-main/hosts/electron/find-electron.ts';
import { REPOSITORY, whyNoWindow } from '../runner/window-hosts.ts';
import { enterDoor } from './door.ts';

/** The host that the end-to-end tests drive: `CRYPTOORCH_E2E_HOST`, else the installed browser. */
export const E2E_HOST = process.env['CRYPTOORCH_E2E_HOST'] === 'electron' ? 'electron' : 'chromium';

/** Why the end-to-end tests cannot run here, in one line, or null. */
export const NO_WINDOW = whyNoWindow(E2E_HOST);

/** The program as it is shipped, running, and its window in Playwright's hands. */
export interface Program {
  readonly page: Page;
  readonly home: string;
  /** Enters the window that came after the first one. */
  nextPage(): Promise<Page>;
  /** Lines of its output so far. */
  readonly lines: readonly string[];
  /** Milliseconds from the start of the process to the first paint, as the program measured them. */
  painted(): Promise<number>;
  /** The line that a pattern fits, once it is there. */
  line(pattern: RegExp): Promise<string>;
  /** The line that a pattern fits next, from now on. */
  nextLine(pattern: RegExp): Promise<string>;
  /** The exit code, once it has ended; null after a kill. */
  readonly ended: Promise<number | null>;
  /** Ends it as Ctrl+C does; the exit code. */
  stop(): Promise<number | null>;
  /** Kills it as a power cut does. */
  kill(): Promise<void>;
}

/** How to start it. */
export interface ProgramOptions {
  /** The home folder; a later start with the same one goes on where it ended. */
  readonly home: string;
  /** The entry file; the built program unless said otherwise. */
  readonly entry?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A folder of its own for one test, closed to everybody else, and how to be rid of it. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'cryptoorch-e2e-'));
  return {
    path,
    remove: () => {
      rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

/** Starts the program, waits for its window and enters it. */
export async function startProgram(options: ProgramOptions): Promise<Program> {
  const env = { ...process.env, CRYPTOORCH_HOME: options.home, CRYPTOORCH_HOST: E2E_HOST, ...options.env };
  return E2E_HOST === 'electron' ? startInElectron(options.home, env) : startInBrowser(options, env);
}

/** Playwright starts Electron itself and enters by Electron's own means. */
async function startInElectron(home: string, env: NodeJS.ProcessEnv): Promise<Program> {
  const binary = findElectron(join(REPOSITORY, 'package.json'));
  if (binary === null) throw new Error(NO_WINDOW ?? 'no Electron');
  const given = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const app = await electron.launch({ executablePath: binary, args: [REPOSITORY], env: Object.fromEntries(given) });
  return programOf(app.process(), await app.firstWindow(), home);
}

async function startInBrowser(options: ProgramOptions, env: NodeJS.ProcessEnv): Promise<Program> {
  const entry = options.entry ?? join(REPOSITORY, 'dist/main/start.js');
  if (!existsSync(entry)) throw new Error(`${entry} is not built`);
  const folder = temporaryFolder();
  const door = join(folder.path, 'door');
  const child = spawn(process.execPath, [entry], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...env, CRYPTOORCH_CHROMIUM_HEADLESS: '1', CRYPTOORCH_TEST_DOOR: door },
  });
  child.once('exit', () => {
    folder.remove();
  });
  const program = programOf(child, null, options.home);
  try {
    await program.line(/^The test door is open at /u);
    return { ...program, page: await firstPage(await enterDoor(door)), nextPage: () => nextPage(program, door) };
  } catch (thrown) {
    await program.kill();
    throw new Error(`the program did not come up:\n${program.lines.join('\n')}`, { cause: thrown });
  }
}

function programOf(child: ChildProcess, page: Page, home: string): Program;
function programOf(child: ChildProcess, page: null, home: string): Omit<Program, 'page'>;
function programOf(child: ChildProcess, page: Page | null, home: string): Omit<Program, 'page'> & { readonly page: Page | null } {
  const output = readLines(child);
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => {
      output.end();
      resolve(code);
    });
  });
  return {
    page,
    home,
    lines: output.lines,
    painted: async () => Number(/painted (\d+) ms/u.exec(await output.line(/^Window painted /u))?.[1]),
    line: (pattern) => output.line(pattern),
    nextLine: (pattern) => output.line(pattern, output.lines.length),
    nextPage: () => Promise.reject(new Error('only the installed browser opens a window anew')),
    ended,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function firstPage(browser: Browser): Promise<Page> {
  const [context] = browser.contexts();
  if (!context) throw new Error('the browser has no context');
  return context.pages()[0] ?? (await context.waitForEvent('page'));
}

/** The page of a window that was opened after the first: its door is said to be open once more. */
async function nextPage(program: Pick<Program, 'lines' | 'nextLine'>, door: string): Promise<Page> {
  await program.nextLine(/^The test door is open at /u);
  return firstPage(await enterDoor(door));
}

/** The lines of a process, and a way to wait for one. */
function readLines(child: ChildProcess) {
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  let over = false;
  const wake = (): void => {
    for (const look of [...waiting]) look();
  };
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      const parts = (rest + chunk).split('\n');
      rest = parts.pop() ?? '';
      lines.push(...parts);
      wake();
    });
  }
  return {
    lines,
    end: () => {
      over = true;
      wake();
    },
    line: (pattern: RegExp, from = 0) =>
      new Promise<string>((resolve, reject) => {
        const look = (): void => {
          const found = lines.find((line, at) => at >= from && pattern.test(line));
          if (found === undefined && !over) return;
          waiting.delete(look);
          if (found === undefined) reject(new Error(`the program ended without a line like ${String(pattern)}`));
          else resolve(found);
        };
        waiting.add(look);
        look();
      }),
  };
}
