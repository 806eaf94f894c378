import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { findBrowser } from '../../src-main/hosts/chromium/find-browser.ts';
import { startProgram, temporaryFolder } from '../e2e/program.ts';

const entry = join(import.meta.dirname, 'fixtures/echo-program.ts');
const folders: ReturnType<typeof temporaryFolder>[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove();
});

const interrupted = new WeakSet<ChildProcess>();

/** Ctrl+C, the first time only. */
function interruptOnce(child: ChildProcess): void {
  if (interrupted.has(child)) return;
  interrupted.add(child);
  child.kill('SIGINT');
}

function newHome(): string {
  const folder = temporaryFolder();
  folders.push(folder);
  return join(folder.path, 'home');
}

const start = (home = newHome(), env = {}) => startProgram({ home, entry, env: { CRYPTOORCH_HOST: 'chromium', ...env } });

describe.skipIf(findBrowser() === null)('the program in an installed browser', () => {
  test('says which host and why, paints in time and stops in order on a signal', async () => {
    const program = await start();
    expect(await program.painted()).toBeGreaterThan(0);
    expect(program.lines[0]).toBe('Host: chromium, because CRYPTOORCH_HOST asks for it.');
    expect(await program.page.title()).toBe('Fixture');
    expect(await program.page.evaluate('innerWidth')).toBe(1440);
    expect(await program.stop()).toBe(0);
    expect(program.lines.at(-1)).toBe('app shut down');
  });

  test('a closed window ends it in order', async () => {
    const program = await start();
    await program.page.close();
    await program.line(/^app shut down$/u);
    expect(program.lines.join('\n')).not.toMatch(/unexpectedly/u);
    expect(await program.ended).toBe(0);
  });

  test('an application that fails says why and ends with the code of its fault', async () => {
    const program = await start();
    // After the answer, because the window closes over it.
    await program.page.evaluate("setTimeout(() => document.querySelector('button').click(), 50)");
    await program.line(/^The trading desk has stopped: the test pressed the button$/u);
    await program.line(/^app shut down$/u);
    expect(await program.ended).toBe(3);
  });

  test('a page that crashes is loaded again, a browser that crashes is noticed', async () => {
    const program = await start();
    const pageSession = await program.page.context().newCDPSession(program.page);
    // The page dies before it can answer.
    pageSession.send('Page.crash').catch(() => undefined);
    await program.line(/^page-2 says .*Fixture/u);
    const browser = program.page.context().browser();
    const browserSession = await browser?.newBrowserCDPSession();
    browserSession?.send('Browser.crash').catch(() => undefined);
    await program.line(/^The browser ended unexpectedly/u);
    await program.line(/^app shut down$/u);
    expect(await program.ended).toBe(3);
  });

  test('killed and started again at once, the window comes back', async () => {
    const home = newHome();
    const first = await start(home);
    await first.kill();
    const second = await start(home);
    expect(await second.page.title()).toBe('Fixture');
    expect(await second.stop()).toBe(0);
  });

  test('the door is for its owner alone, and there is none unless it is asked for', async () => {
    const program = await start();
    const door = /open at (\S+):/u.exec(await program.line(/^The test door is open/u))?.[1] ?? '';
    expect(statSync(door).mode & 0o777).toBe(0o600);
    await program.stop();
    const home = newHome();
    const { CRYPTOORCH_TEST_DOOR: _, ...env } = process.env;
    const child = spawn(process.execPath, [entry], {
      env: { ...env, CRYPTOORCH_HOME: home, CRYPTOORCH_HOST: 'chromium', CRYPTOORCH_CHROMIUM_HEADLESS: '1' },
    });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk;
      if (said.includes('page-1 says')) interruptOnce(child);
    });
    expect((await once(child, 'exit'))[0]).toBe(0);
    expect(said).not.toContain('door');
  });
});

test('without a window it runs in the console and stops in order', async () => {
  const child = spawn(process.execPath, [entry], { env: { ...process.env, CRYPTOORCH_HOME: newHome(), CRYPTOORCH_HOST: 'headless' } });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk;
    if (said.includes('Ctrl+C')) interruptOnce(child);
  });
  expect((await once(child, 'exit'))[0]).toBe(0);
  expect(said.split('\n')).toEqual([
    'Host: headless, because CRYPTOORCH_HOST asks for it.',
    'app started in headless',
    'Ctrl+C stops in order.',
    'app shut down',
    'Stopped in order.',
    '',
  ]);
});
