import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHome } from '../../src-main/adapters/home/home.ts';
import { replayJournal } from '../../src-main/run-paper.ts';
import { DeskLink } from '../../src-main/services/desk-link.ts';
import { USER_STRATEGIES } from '../../src-main/user-strategies.ts';
import { OPENING_CASH, WINDOW_ACCOUNT } from '../../src-main/window-account.ts';
import type { OrderRequest } from '../../src-shared/contract/orders.ts';
import type { StrategyRow } from '../../src-shared/contract/rows.ts';
import type { StreamEvent } from '../../src-shared/contract/stream.ts';
import { tradingThread } from '../support/real-wall.ts';

const LATER = { timeout: 20_000, interval: 20 };
const home = mkdtempSync(join(tmpdir(), 'cryptoorch-own-desk-'));
const paths = openHome(home, 'test', 0);
const strategies = join(home, 'strategies');
mkdirSync(strategies);

/** A strategy whose onBar is the given text, in line 4. */
function write(id: string, onBar: string, more = ''): void {
  const text = `export default { id: '${id}', description: 'For a test.', ${more}
  create({ parameters, indicator }) {
    return { onBar(bars, desk) {
${onBar}
    } };
  } };\n`;
  writeFileSync(join(strategies, `${id}.ts`), text);
}

const scriptOf = (id: string) => USER_STRATEGIES.read(join(strategies, `${id}.ts`));

/** A desk on its own thread, and what it told. */
class Desk {
  readonly told: StreamEvent[] = [];
  readonly link: DeskLink;
  private commands = 0;

  constructor() {
    this.link = new DeskLink(tradingThread({ home, version: 'test', seed: 7, account: WINDOW_ACCOUNT.account, cash: OPENING_CASH }), {
      onEvent: (event) => this.told.push(event),
      onGap: () => undefined,
    });
  }

  command(): string {
    this.commands += 1;
    return `${String(process.hrtime.bigint())}-${String(this.commands)}`.slice(-12).padStart(12, '0');
  }

  start(id: string, command = this.command()): Promise<string> {
    return this.link.call('startOwn', {
      ...{ command, strategy: id, instrument: 'BTC/USD.SIM', timeframe: '1m', parameters: {}, script: scriptOf(id) },
      size: { kind: 'base', amount: '0.01' },
    });
  }

  reload(instance: string, id: string): Promise<boolean> {
    return this.link.call('reloadStrategy', { command: this.command(), instance, script: scriptOf(id) });
  }

  row(instance: string): StrategyRow | undefined {
    return this.told.flatMap((event) => (event.kind === 'strategy' && event.row.instance === instance ? [event.row] : [])).at(-1);
  }

  signals(instance: string): readonly string[] {
    return this.told.flatMap((event) => (event.kind === 'signal' && event.row.instance === instance ? [event.row.code] : []));
  }

  log(): string {
    return this.told.flatMap((event) => (event.kind === 'log' ? [event.row.message] : [])).join('\n');
  }
}

/** The processes that strategies live in, of this program. */
function rooms(): number {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/u.test(pid)) return false;
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /su, '')
        .split(' ');
      return stat[0] !== 'Z' && stat[1] === String(process.pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('strategy-child');
    } catch {
      return false;
    }
  }).length;
}

let desk: Desk;
beforeAll(async () => {
  desk = new Desk();
  await desk.link.ready;
  await desk.link.call('setSpeed', { speed: 600 });
});
afterAll(async () => {
  await desk.link.stop();
  paths.release();
  rmSync(home, { recursive: true, force: true });
});

const MANUAL: OrderRequest = {
  ...{ instrument: 'ETH/USD.SIM', side: 'buy', type: 'market', quantity: { base: '0.1' } },
  ...{ timeInForce: 'gtc', postOnly: false, reduceOnly: false },
};
const LEVELS = `if (desk.position === 0 && desk.outstanding('buy') === 0) desk.enter();
      if (!desk.tags.includes('far')) desk.limit('sell', bars.close() * 2, 0.001, 'far');`;

describe('a strategy of the user’s own on the desk', () => {
  let holder = '';

  it('trades by its bars, with its version in its row', async () => {
    write('holder', LEVELS);
    const command = desk.command();
    holder = await desk.start('holder', command);
    // The same command once more is the same start.
    expect(await desk.start('holder', command)).toBe(holder);
    await expect.poll(() => Number(desk.row(holder)?.position ?? 0), LATER).toBe(0.01);
    const { hash } = desk.row(holder)!.script!;
    expect(desk.row(holder)).toMatchObject({
      running: true,
      script: { file: 'holder.ts', hash: expect.stringMatching(/^[0-9a-f]{64}$/u) as string },
    });
    expect(desk.log()).toContain(`runs holder.ts, version ${hash.slice(0, 12)}.`);
  });

  it('that loops for ever is ended by name, and meanwhile orders are taken and everything else goes on', async () => {
    write('endless', 'for (;;);');
    const endless = await desk.start('endless');
    await expect.poll(rooms, LATER).toBe(2);
    const before = desk.told.length;
    // A desk that waited for the strategy would be silent for the two seconds that its answer has.
    let longest = 0;
    const orders: unknown[] = [];
    for (let last = performance.now(), now = last; desk.row(endless)?.running !== false; last = now) {
      if (orders.length < 5) orders.push((await desk.link.call('place', { command: desk.command(), order: MANUAL })).outcome);
      else await desk.link.call('cancelAll', { command: desk.command() });
      now = performance.now();
      longest = Math.max(longest, now - last);
    }
    expect(orders).toEqual(Array.from({ length: 5 }, () => 'recorded'));
    expect(longest).toBeLessThan(1_500);
    await expect.poll(() => desk.row(endless)?.running, LATER).toBe(false);
    expect(desk.row(endless)?.stopReason).toMatch(/endless\.ts.*did not answer within 2000 ms at the bar of/u);
    expect(desk.log()).toMatch(/endless-\S+ on BTC\/USD\.SIM, 1m: stopped\. .*did not answer/u);
    expect(desk.told.slice(before).some(({ kind }) => kind === 'notice')).toBe(true);
    expect(desk.row(holder)?.running).toBe(true);
    await expect.poll(rooms, LATER).toBe(1);
  });

  it('goes on as it was while its file is broken, and takes a good version over with its position and its orders', async () => {
    write('holder', `${LEVELS}\n  desk.nothing(;`);
    await expect(desk.reload(holder, 'holder')).rejects.toThrow(/^holder\.ts:6:16: /u);
    write('renamed', LEVELS);
    await expect(desk.reload(holder, 'renamed')).rejects.toThrow('its id is "renamed" now and was "holder"');
    expect(desk.row(holder)).toMatchObject({ running: true, position: '0.01' });
    const { hash } = desk.row(holder)!.script!;
    const cancelled = (): number =>
      desk.told.filter((event) => event.kind === 'order' && event.row.origin === holder && event.row.state === 'cancelled').length;
    write(
      'holder',
      `${LEVELS}\n  if (bars.length >= parameters.wanted + 2) desk.signal('warm with ' + String(bars.length));`,
      'parameters: { wanted: { default: 40, min: 1, max: 50, integer: true } }, warmup: ({ wanted }) => wanted,',
    );
    expect(await desk.reload(holder, 'holder')).toBe(true);
    expect(await desk.reload(holder, 'holder')).toBe(false);
    await expect.poll(() => desk.signals(holder), LATER).toContain('strategy.says');
    expect(desk.signals(holder)).toContain('strategy.reloaded');
    // The forty bars of the warm-up came first.
    expect(desk.told.find((event) => event.kind === 'signal' && event.row.code === 'strategy.says')).toMatchObject({
      row: { details: { text: 'warm with 42' } },
    });
    expect(desk.row(holder)).toMatchObject({ position: '0.01', parameters: { wanted: 40 } });
    expect(desk.row(holder)!.script!.hash).not.toBe(hash);
    expect(cancelled()).toBe(0);
    await expect.poll(rooms, LATER).toBe(1);
  });

  it('takes other values in its own process, and refuses what is out of range', async () => {
    const change = (wanted: number) =>
      desk.link.call('changeStrategy', { command: desk.command(), instance: holder, parameters: { wanted }, size: null });
    await expect(Promise.resolve(change(60))).rejects.toThrow('60 is not within 1 to 50');
    expect(await change(30)).toBe(true);
    await expect.poll(() => desk.row(holder)?.parameters, LATER).toEqual({ wanted: 30 });
    await expect.poll(rooms, LATER).toBe(1);
  });

  it('goes on after a restart with the version that ran, and says what became of its file', async () => {
    const { hash } = desk.row(holder)!.script!;
    await desk.link.stop();
    await expect.poll(rooms, LATER).toBe(0);
    write('holder', 'desk.exit();');
    desk = new Desk();
    await desk.link.ready;
    await desk.link.call('setSpeed', { speed: 600 });
    await expect.poll(() => desk.signals(holder), LATER).toContain('strategy.says');
    await expect
      .poll(() => desk.row(holder), LATER)
      .toMatchObject({
        running: true,
        position: '0.01',
        parameters: { wanted: 30 },
        script: { file: 'holder.ts', hash },
      });
    expect(desk.log()).toContain(`${holder}: goes on with the version of holder.ts that ran. The file has changed since`);
    await desk.link.stop();
    rmSync(join(strategies, 'holder.ts'));
    rmSync(paths.strategyVersions, { recursive: true });
    desk = new Desk();
    await desk.link.ready;
    await expect.poll(() => desk.row(holder)?.running, LATER).toBe(false);
    expect(desk.row(holder)?.stopReason).toBe(
      `holder.ts: the version that ran, ${hash.slice(0, 12)}, is not kept any more. Start it anew.`,
    );
    expect(desk.row(holder)?.position).toBe('0.01');
  });

  it('that loops for ever does not hold the kill switch up, and ends with it; every session replays byte for byte', async () => {
    const endless = await desk.start('endless');
    await desk.link.call('setSpeed', { speed: 1_000 });
    await expect
      .poll(() => desk.told.filter((event) => event.kind === 'status' && event.row.speed === 1_000).length, LATER)
      .toBeGreaterThan(1);
    await desk.link.call('kill', { command: desk.command() });
    // Not because its time was over.
    await expect.poll(() => desk.row(endless), LATER).toMatchObject({ running: false, stopReason: 'kill-switch' });
    await expect.poll(rooms, LATER).toBe(0);
    await desk.link.stop();
    const sessions = readdirSync(paths.sessions);
    expect(sessions).toHaveLength(3);
    for (const session of sessions) expect(replayJournal(home, session)).toMatchObject({ firstDifference: null, difference: '' });
  });
});
