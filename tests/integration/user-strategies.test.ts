import { fileURLToPath } from 'node:url';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import ts from 'typescript';
import { afterAll, describe, expect, it } from 'vitest';
import { StrategyProcessLink } from '../../src-main/adapters/strategy-process/strategy-process-link.ts';
import { API_DECLARATIONS, strategyTemplate, TEMPLATE_PROJECT } from '../../src-main/core/user-strategies/strategy-template.ts';
import { USER_STRATEGIES } from '../../src-main/user-strategies.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import { runFile, runOver, scriptOf, StrategyFolder } from '../support/user-strategy-kit.ts';

const folder = new StrategyFolder();
afterAll(() => {
  folder.remove();
});

/** What a script ends with: the sentence that a person reads. */
function problemOf(text: string): string {
  try {
    runFile(folder.write('bad.ts', text));
  } catch (thrown) {
    if (thrown instanceof Fault && thrown.code !== 'internal') return thrown.message;
    throw thrown;
  }
  return 'it ran';
}

/** The same for many scripts at once, all in one process, without the walls round it. */
function problemsOf(scripts: readonly string[]): readonly string[] {
  const program = fileURLToPath(new URL('fixtures/strategy-rooms.ts', import.meta.url));
  const input = JSON.stringify(scripts.map((text) => ({ 'bad.ts': text })));
  const call = spawnSync(process.execPath, ['--experimental-vm-modules', '--unhandled-rejections=none', '--no-warnings', program], {
    input,
    encoding: 'utf8',
  });
  expect(call.stderr).toBe('');
  return JSON.parse(call.stdout) as readonly string[];
}

describe('a good strategy of the user', () => {
  it('trades as the built-in one that it writes down again, fill for fill', () => {
    const file = folder.write('again.ts', strategyTemplate('again'));
    const parameters = { fast: 5, slow: 13 };
    const own = runFile(file, { parameters, bars: 3_000 });
    const builtIn = runOver('sma-cross', { parameters, bars: 3_000 });
    expect(own.fills.length).toBeGreaterThan(50);
    const plain = ({ fills, equity, cash, orders }: typeof own) => ({
      fills: fills.map((fill) => ({ ...fill, fee: fill.fee.toString() })),
      equity: [...equity],
      cash: cash.toString(),
      orders,
    });
    expect(plain(own)).toEqual(plain(builtIn));
  });

  it('is completed and checked by an editor with the files beside it', () => {
    for (const [name, text] of [
      ['typed/cryptoorch.d.ts', API_DECLARATIONS],
      ['typed/template.ts', strategyTemplate('template')],
      ['typed/wrong.ts', strategyTemplate('wrong').replace('bars.close()', 'bars.closing()')],
      ['typed/tsconfig.json', TEMPLATE_PROJECT],
    ] as const)
      folder.write(name, text);
    const config = ts.readConfigFile(join(folder.path, 'typed/tsconfig.json'), (file) => readFileSync(file, 'utf8')).config as unknown;
    const project = ts.parseJsonConfigFileContent(config, ts.sys, join(folder.path, 'typed'));
    const found = ts.getPreEmitDiagnostics(ts.createProgram(project.fileNames, project.options));
    expect(
      found.map(({ messageText, file }) => [file?.fileName.split('/').at(-1), ts.flattenDiagnosticMessageText(messageText, ' ')]),
    ).toEqual([['wrong.ts', expect.stringContaining("Property 'closing' does not exist on type 'Bars'")]]);
  });

  it('is made of several files, works with limit orders, indicators, chance and time that are the same every time', () => {
    folder.write(
      'parts/tools.ts',
      `import { far } from './deep/more';\nexport function below(price: number): number { return price * far; }\n`,
    );
    folder.write('parts/deep/more.ts', `export const far: number = 0.98;\n`);
    const script = scriptOf(
      `const edge = bands.value('lower');
       if (!(bands.before('upper') > edge) || desk.tags.length > 1) return;
       const tag = 'b' + Math.floor(Math.random() * 1e6);
       if (desk.time !== bars.time() + 60_000 || Date.now() !== desk.time || new Date().getTime() !== desk.time) throw new Error('time');
       desk.limit('buy', below(bars.low(1)), { parts: 4 }, tag);
       desk.signal(tag + ' ' + bars.length + ' ' + bars.close(999));
       if (desk.position > 0 && desk.outstanding('sell') === 0) desk.limit('sell', bars.high() * 1.01, desk.position, 's');`,
      `const bands = indicator('bollinger', { period: 10 });`,
    );
    const file = folder.write('parts/main.ts', `import { below } from './tools.js';\n${script}`);
    const first = runFile(file, { bars: 1_000 });
    expect(new Set(first.fills.map(({ side }) => side))).toEqual(new Set(['buy', 'sell']));
    expect(runFile(file, { bars: 1_000 }).fills).toEqual(first.fills);
    const own = USER_STRATEGIES.open(file, 7);
    own.close();
    expect(own.files).toEqual(['main.ts', 'tools.ts', 'deep/more.ts']);
  });

  it('never sees a bar before it has closed, however the bars are handed over', () => {
    const seen = scriptOf(
      `if (bars.length !== ++count) throw new Error('bars ' + bars.length + ' at ' + count);
       if (bars.time() + 60_000 !== desk.time) throw new Error('a bar of another time');
       if (!Number.isNaN(bars.close(bars.length))) throw new Error('before the first');
       if (count % 50 === 0) desk.signal('here');`,
      `let count = 0;`,
    );
    expect(problemOf(seen)).toBe('it ran');
  });
});

describe('a hostile strategy', () => {
  it('gets out of its realm by no known way, and each way is refused by name', () => {
    const attempts: Readonly<Record<string, string>> = {
      'bars.constructor.constructor("return process")()': 'EvalError',
      'desk.enter.constructor("return process")()': 'EvalError',
      '(async () => {}).constructor("return 1")()': 'EvalError',
      'Date.constructor("return process")()': 'EvalError',
      'new Date().constructor.constructor("return 1")()': 'EvalError',
      'parameters.constructor.constructor("return 1")()': 'EvalError',
      '({}).__proto__.polluted = 1': 'Error',
      'Object.prototype.polluted = 1': 'TypeError',
      'Array.prototype.push = () => 0': 'TypeError',
      'JSON.stringify = () => ""': 'TypeError',
      'Math.random = () => 4': 'TypeError',
      'Promise.prototype.then = 1': 'TypeError',
      'desk.position = 5': 'TypeError',
      'globalThis.left = 1': 'TypeError',
      'process.exit()': 'ReferenceError',
      'require("node:fs")': 'ReferenceError',
      'fetch("http://127.0.0.1")': 'ReferenceError',
      'new WebSocket("ws://127.0.0.1")': 'ReferenceError',
      'setTimeout(() => 0)': 'ReferenceError',
      'new WebAssembly.Memory({ initial: 1 })': 'ReferenceError',
      'new ArrayBuffer(1e9)': 'ReferenceError',
      'eval("1")': 'ReferenceError',
      'deep(() => bars.close())': 'RangeError',
      'deep(() => Math.random())': 'RangeError',
    };
    const deep = `const deep = (call) => { let last; const go = () => { try { call() } catch (thrown) { last ??= thrown } if (!last) go() };
      try { go() } catch (thrown) { last ??= thrown }
      if (!(last instanceof Error) || last.constructor.constructor !== Function) throw new Error('an error of the other side'); throw last };`;
    const tries = Object.keys(attempts).map((code) => `[${JSON.stringify(code)}, () => ${code}]`);
    const script = scriptOf(
      `const found = [];
       for (const [code, run] of [${tries.join(', ')}]) {
         let name = 'nothing';
         try { run() } catch (thrown) { name = thrown.name }
         if (name !== expected[code]) found.push(code + ' gave ' + name);
       }
       if (found.length > 0) throw new Error(found.join('; '));`,
      `const expected = ${JSON.stringify(attempts)}; ${deep}`,
    );
    expect(problemOf(script)).toBe('it ran');
  });

  it('is refused by name and place when it imports what it may not', () => {
    const cases: [string, string, string][] = [
      ['a file', `import { readFileSync } from 'node:fs';\n`, 'bad.ts:1:30: "node:fs" cannot be imported'],
      ['a socket', `\n  import net from "net";`, 'bad.ts:2:19: "net" cannot be imported'],
      [
        'another process',
        `/* import x from 'y' */ import { spawn } from 'child_process';`,
        'bad.ts:1:47: "child_process" cannot be imported',
      ],
      ['a file outside', `import { secrets } from '../secrets.ts';`, `bad.ts:1:25: "../secrets.ts" leads out of the strategies' folder.`],
      ['a file that is not there', `import { a } from './none.ts';`, `bad.ts:1:19: "./none.ts" is no file`],
      ['types as if they were values', `import { Strategy } from './cryptoorch';`, 'write "import type"'],
      ['something later', `const a = 'import(1)';\nimport('node:fs');`, 'bad.ts:2:1: import() and import.meta are not offered'],
    ];
    const script: (text: string) => string = (line) => line + scriptOf('');
    const found = problemsOf(cases.map(([, text]) => script(text)));
    cases.forEach(([what, , words], i) => {
      expect(found[i], what).toContain(words);
    });
  });

  it('is told line and column of its own file for what is wrong with it', () => {
    const cases: [string, string, string][] = [
      ['types that do not parse', 'const a: number = 1;\nconst b: = 3;', 'bad.ts:2:10: Unexpected token'],
      ['TypeScript that is more than types', 'const a = 1;\n  enum Side { Buy }', 'bad.ts:2:3: TypeScript enum is not supported'],
      [
        'a name that is declared twice',
        'const a = 1;\nexport default {};\n  const a = 2;',
        "bad.ts:3:9: Identifier 'a' has already been declared",
      ],
      ['a mistake while it is loaded', 'const a = null;\n  a.b();', 'bad.ts:2:5: '],
      ['no strategy', 'export const a = 1;', 'bad.ts: TypeError: There is no export default'],
      ['no create', 'export default { id: "a" };', 'bad.ts: TypeError: create is no function.'],
      ['an export that bites', 'export default new Proxy({}, {\n get() { throw new Error("no"); } });', 'bad.ts:2:16: Error: no'],
    ];
    const script: (text: string) => string = (text) => text;
    const found = problemsOf(cases.map(([, text]) => script(text)));
    cases.forEach(([what, , words], i) => {
      expect(found[i], what).toContain(words);
    });
  });

  it('is stopped by name for what it does', () => {
    const cases: [string, string, string][] = [
      ['throws', 'if (bars.length === 70)\n    throw new Error("my own");', 'bad.ts:5:11: Error: my own'],
      ['throws what is no error', 'throw 42;', 'bad.ts: 42 was thrown'],
      ['orders at no price', '  desk.limit("buy", NaN, 1, "a");', 'bad.ts:4:8: TypeError: Price NaN is no number above zero.'],
      ['orders no size', '  desk.limit("buy", 1, -1, "a");', 'bad.ts:4:8: TypeError: Size -1 is no number above zero.'],
      [
        'takes a tag twice',
        'desk.limit("buy", 1, 1, "a");\ndesk.limit("buy", 1, 1, "a");',
        'bad.ts:5:6: Error: Tag "a" has a working order already',
      ],
      ['floods', 'for (;;) desk.enter();', 'More than 64 things were asked for at once.'],
      [
        'keeps the desk',
        'globalThis.kept; later ??= desk; Promise.resolve().then(() => later.enter()); return Promise.resolve();',
        'must not be async',
      ],
      ['looks ahead', 'bars.close(-1);', 'bad.ts:4:6: RangeError: bars.close(-1): count back'],
    ];
    const script: (text: string) => string = (onBar) => scriptOf(onBar, 'let later;');
    const found = problemsOf(cases.map(([, text]) => script(text)));
    cases.forEach(([what, , words], i) => {
      expect(found[i], what).toContain(words);
    });
  });

  it('is told the same through its own process', () => {
    expect(problemOf(`import { readFileSync } from 'node:fs';\n${scriptOf('')}`)).toContain('bad.ts:1:30: "node:fs" cannot be imported');
    expect(problemOf(scriptOf('if (bars.length === 70)\n    throw new Error("my own");'))).toBe('bad.ts:5:11: Error: my own');
  });

  it('is ended by name when it loops for ever or takes all memory, and others go on', () => {
    expect(problemOf(scriptOf('if (bars.length > 20) for (;;);'))).toMatch(
      /^Strategy bad\.ts was stopped: it did not answer within 2000 ms at the bar of 20/u,
    );
    expect(problemOf(scriptOf('const kept = []; for (;;) kept.push(new Array(1000).fill(1));'))).toMatch(
      /^Strategy bad\.ts was stopped: it used more than the 128 MB of memory/u,
    );
    expect(problemOf(scriptOf(''))).toBe('it ran');
  });

  it('is ended by name when its process writes what is no answer, or goes away', () => {
    const linkFile = new URL('../../src-main/workers/strategy-link.ts', import.meta.url);
    const said = (program: string): string => {
      const childFile = folder.write('child.mjs', program);
      const link = new StrategyProcessLink({
        name: 'mine',
        linkFile,
        childFile,
        readable: [childFile],
        deadlineMs: 5_000,
        startMs: 10_000,
        memoryMb: 64,
      });
      try {
        link.call({ kind: 'measure', parameters: {} });
        return 'it answered';
      } catch (thrown) {
        // What has ended stays ended.
        expect(() => link.call({ kind: 'measure', parameters: {} })).toThrow('was stopped');
        return (thrown as Fault).message;
      } finally {
        link.close();
      }
    };
    expect(said('process.stdin.once("data", () => process.stdout.write(Buffer.alloc(64, 255)));')).toContain('it wrote what is no answer');
    expect(said('process.stdin.once("data", () => process.stdout.write(Buffer.from([1, 0, 0, 0, 0, 0, 0, 0, 120])));')).toContain(
      'it wrote what is no answer',
    );
    expect(said('process.exit(5);')).toContain('its process ended with code 5');
    expect(said('import { readFileSync } from "node:fs"; readFileSync("/etc/hostname");')).toContain('its process ended with code 1');
    expect(said(`process.stderr.write(JSON.stringify(process.env)); process.exit(3);`)).toContain('code 3 ({})');
  });
});
