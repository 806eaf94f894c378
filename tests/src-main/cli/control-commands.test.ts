import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { CliServices } from '../../../src-main/cli/context.ts';
import { typedWord } from '../../../src-main/cli/typed-word.ts';
import type { ControlAnswer, ControlBook, ControlOrder, ControlRequest, ControlStatus } from '../../../src-main/ports/session-control.ts';
import type { EvidenceCode, EvidenceLine, OrderEvidence } from '../../../src-shared/domain/order-evidence.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { callCli, type CliCall } from './call-cli.ts';

const NOON = Date.UTC(2026, 0, 5, 12);
const STATUS: ControlStatus = {
  ...{ book: 'paper', account: 'paper-1', venue: 'SIM', session: 's1', time: NOON, recovering: false, reducedUntil: null },
  ...{ state: 'ACTIVE', reason: 'start', since: NOON - 60_000, openOrders: 2, inDoubt: 1, positions: 1, strategies: ['grid-1'] },
};
const HALTED: ControlStatus = { ...STATUS, state: 'HALTED', reason: 'kill-switch', strategies: [] };
const ORDER: ControlOrder = {
  ...{ id: 'o1', instrument: 'BTC/USD.SIM', side: 'buy', type: 'limit', size: '0.5', quoteAmount: null, price: '60000.00', trigger: null },
  ...{
    filled: '0.1',
    state: 'acknowledged',
    protective: false,
    origin: 'grid-1',
    createdAt: NOON - 5_000,
    doubtSince: null,
    asked: 'place',
    evidence: null,
  },
};
const STOP: ControlOrder = {
  ...ORDER,
  id: 'o2',
  type: 'stop',
  side: 'sell',
  price: null,
  trigger: '55000.00',
  protective: true,
  origin: 'you',
};
const BOOK: ControlBook = {
  status: STATUS,
  orders: [ORDER, STOP],
  positions: [{ instrument: 'BTC/USD.SIM', size: '0.1', entry: '60000.0000', openedAt: NOON - 4_000 }],
};

/** A session that answers, and keeps what it was asked. */
function session(answers: Partial<Record<ControlRequest['kind'], ControlAnswer | Fault>>) {
  const asked: ControlRequest[] = [];
  const control = ((_home: string, request: ControlRequest) => {
    asked.push(request);
    const answer = answers[request.kind];
    return answer instanceof Fault ? Promise.reject(answer) : Promise.resolve(answer);
  }) as CliServices['control'];
  const call = (argv: readonly string[], services: Partial<CliServices> = {}): Promise<CliCall> =>
    callCli(argv, { services: { control, ...services } });
  return { asked, call };
}

const ABSENT = new Fault('control.absent', { home: '/nowhere' });

describe('halt', () => {
  test('says what became of orders and what stays open', async () => {
    const { asked, call } = session({ kill: { kind: 'killed', cancelled: 1, kept: 2, status: HALTED } });
    const { code, stdout } = await call(['halt']);
    expect(code).toBe(0);
    expect(stdout).toBe(
      'paper-1 (paper, SIM): trading is HALTED since 2026-01-05 11:59:00 UTC by the kill switch.\n' +
        '1 order is being cancelled, 2 protective orders stay.\n' +
        '1 position stays open: cryptoorch orders shows what, cryptoorch flatten closes at market.\n',
    );
    expect(asked).toEqual([{ kind: 'kill', command: '0000000000000run' }]);
    expect(JSON.parse((await call(['halt', '--command', 'mine-1', '--json'])).lastLine)).toEqual({
      command: 'mine-1',
      cancelled: 1,
      kept: 2,
      ...HALTED,
    });
  });

  test('without a session it says so with its exit code', async () => {
    const { code, stderr, stdout } = await session({ kill: ABSENT }).call(['halt']);
    expect({ code, stderr, stdout }).toEqual({
      code: 3,
      stdout: '',
      stderr: 'No session runs with /nowhere. Nothing was stopped, and nothing was written.\n',
    });
    expect((await session({}).call(['halt', '--command', 'a b'])).code).toBe(2);
  });
});

describe('flatten', () => {
  const answers = {
    status: { kind: 'status', status: STATUS },
    flatten: { kind: 'flattening', closing: 1, refused: ['Not sent: no price.'], status: STATUS },
  } as const;

  test('wants the word, given or typed, and closes nothing without it', async () => {
    for (const [argv, word] of [
      [['--confirm', 'flatten'], null],
      [[], 'no'],
      [[], null],
    ] as const) {
      const { asked, call } = session(answers);
      const { code, stderr } = await call(['flatten', ...argv], { askWord: () => Promise.resolve(word) });
      expect([code, stderr]).toEqual([2, 'Nothing was closed. Type FLATTEN, or add --confirm FLATTEN.\n']);
      expect(asked).toEqual([{ kind: 'status' }]);
    }
  });

  test('says what would be closed before it asks, and what was not', async () => {
    const { asked, call } = session(answers);
    const questions: string[] = [];
    const { code, stdout } = await call(['flatten', '--command', 'f-1'], {
      askWord: (question) => {
        questions.push(question);
        return Promise.resolve('FLATTEN');
      },
    });
    expect(questions).toEqual(['paper-1 (paper, SIM): trading is ACTIVE.\n1 position would be closed at market. Type FLATTEN to do it: ']);
    expect(asked.at(-1)).toEqual({ kind: 'flatten', command: 'f-1', confirm: 'FLATTEN' });
    expect([code, stdout]).toEqual([
      1,
      'paper-1 (paper, SIM): trading is ACTIVE.\n1 position is being closed at market.\nNot closed: Not sent: no price.\n' +
        '1 strategy runs and may open positions again: cryptoorch halt stops them.\n',
    ]);
  });

  test('says that what is short is bought back', async () => {
    const questions: string[] = [];
    const askWord = (question: string) => {
      questions.push(question.split('\n')[1] ?? '');
      return Promise.resolve(null);
    };
    for (const [positions, shorts] of [
      [1, 1],
      [3, 2],
    ] as const)
      await session({ status: { kind: 'status', status: { ...STATUS, positions, shorts } } }).call(['flatten'], { askWord });
    expect(questions).toEqual([
      '1 position (short) would be closed at market, what is short by buying it back. Type FLATTEN to do it: ',
      '3 positions (2 short) would be closed at market, what is short by buying it back. Type FLATTEN to do it: ',
    ]);
  });

  test('is JSON for a machine', async () => {
    const { call } = session({ ...answers, flatten: { kind: 'flattening', closing: 2, refused: [], status: HALTED } });
    const { code, lastLine } = await call(['flatten', '--confirm', 'FLATTEN', '--json']);
    expect([code, JSON.parse(lastLine)]).toEqual([0, { command: '0000000000000run', closing: 2, refused: [], ...HALTED }]);
    const plain = await call(['flatten', '--confirm', 'FLATTEN']);
    expect(plain.stdout.split('\n')).toHaveLength(3);
  });
});

describe('orders', () => {
  test('of a running session: a table of orders, each doubt with since when and what was asked, positions', async () => {
    const doubts = (['place', 'cancel', 'amend'] as const).map((asked, place): ControlOrder => ({
      ...ORDER,
      ...{ id: `d${String(place)}`, state: 'in-doubt', doubtSince: NOON - 65_000, asked },
    }));
    const byAmount: ControlOrder = { ...ORDER, id: 'o3', size: null, quoteAmount: '100', asked: 'cancel' };
    const status: ControlStatus = { ...STATUS, recovering: true, state: 'REDUCING', reason: 'risk.drawdown' };
    const { call } = session({ orders: { kind: 'orders', ...BOOK, status, orders: [ORDER, STOP, byAmount, ...doubts] } });
    const { code, stdout, stderr } = await call(['orders']);
    expect([code, stderr]).toEqual([0, '']);
    const lines = stdout.split('\n');
    expect(lines[0]).toBe(
      'paper-1 (paper, SIM): trading is REDUCING since 2026-01-05 11:59:00 UTC, because the drawdown limit was reached. The start is still being checked against the venue.',
    );
    expect(lines[1]).toBe('Runs: grid-1.');
    expect(lines[4]).toMatch(/^o1 +BTC\/USD\.SIM +buy +limit +0\.5 +0\.1 +60000\.00 +- +acknowledged +- +grid-1 +2026-01-05 11:59:55$/u);
    expect(lines[5]).toMatch(/^o2 .* 55000\.00 +acknowledged +protects +you /u);
    expect(lines[6]).toMatch(/^o3 .* for 100 .* acknowledged, cancel asked /u);
    expect(lines.slice(10, 13)).toEqual(
      ['it was sent', 'its end was asked for', 'other terms were asked for'].map(
        (what, place) =>
          `In doubt: d${String(place)}, since 2026-01-05 11:58:55 UTC (1 min 5 s): ${what} and not answered. Its money stays reserved until the venue says what became of it.`,
      ),
    );
    expect(lines[15]).toMatch(/^BTC\/USD\.SIM +long +0\.1 +60000\.0000 +2026-01-05 11:59:56$/u);
  });

  test('a short is one in words, and its size has no sign; for programs it has', async () => {
    const short = { instrument: 'BTC/USDT:USDT.OKX', size: '-0.25', entry: '60000.0000', openedAt: NOON - 4_000 };
    const { call } = session({ orders: { kind: 'orders', ...BOOK, orders: [], positions: [short] } });
    const { stdout } = await call(['orders']);
    expect(stdout.split('\n').at(-2)).toMatch(/^BTC\/USDT:USDT\.OKX +short +0\.25 +60000\.0000 /u);
    const json = JSON.parse((await call(['orders', '--json'])).lastLine) as { books: readonly { positions: unknown }[] };
    expect(json.books[0]?.positions).toEqual([short]);
  });

  test('of an order in doubt, and of one that was made elsewhere, everything that is known is printed', async () => {
    const line = (after: number, code: EvidenceCode, details = {}, venueTime: number | null = null): EvidenceLine => ({
      ...{ time: NOON + after, code, details, venueTime },
    });
    const evidence: OrderEvidence = {
      ...{ order: 'd1', venueId: null, leftOut: 2 },
      lines: [
        line(0, 'asked.place'),
        line(1_500, 'venue.unknown', { problem: 'time-out' }),
        line(1_600, 'venue.absent', { searched: 'open orders' }, NOON + 1_590),
      ],
      outlook: { awaits: { kind: 'next', at: NOON + 8_000 }, neverSentFrom: NOON + 7_999, shown: false },
    };
    const doubt: ControlOrder = { ...ORDER, id: 'd1', state: 'in-doubt', doubtSince: NOON + 1_500, evidence };
    const theirs: OrderEvidence = {
      ...evidence,
      order: 'e1',
      venueId: '77',
      leftOut: 0,
      lines: [line(9, 'ledger.adopted')],
      outlook: null,
    };
    const elsewhere: ControlOrder = { ...ORDER, id: 'e1', origin: 'elsewhere', evidence: theirs };
    const { call } = session({ orders: { kind: 'orders', ...BOOK, orders: [doubt, elsewhere] } });
    const { stdout } = await call(['orders']);
    expect(stdout).toContain(
      [
        'Evidence of d1, by grid-1 (2 lines in the middle left out):',
        '  2026-01-05 12:00:00.000  Sent to the venue.',
        '  2026-01-05 12:00:01.500  No answer that proves anything: time-out.',
        '  2026-01-05 12:00:01.600  Not found at the venue, looked for in open orders, the venue’s clock 2026-01-05 12:00:01.590.',
        '  The venue is asked for it again at 2026-01-05 12:00:08.000.',
        '  If the venue still does not know it at 2026-01-05 12:00:07.999 or later, it can no longer arrive: it then ends as never sent, and its money is free.',
        '',
        'Evidence of e1, by elsewhere, number 77 at the venue:',
        '  2026-01-05 12:00:00.009  Made elsewhere: met at the venue and taken over.',
        '',
      ].join('\n'),
    );
    expect(JSON.parse((await call(['orders', '--json'])).lastLine)).toMatchObject({
      books: [{ orders: [{ evidence }, { evidence: theirs }] }],
    });
  });

  const stale = (account: string, more: Partial<ControlBook> = {}): ControlBook => ({
    ...{ orders: [], positions: [], ...more },
    status: { ...STATUS, account, session: null, strategies: [] },
  });

  test('in the first hour with real money they say until when limits are reduced', async () => {
    const status = { ...STATUS, book: 'live', account: 'main', reducedUntil: NOON + 40 * 60_000 } as const;
    const { stdout } = await session({ orders: { kind: 'orders', ...BOOK, status } }).call(['orders']);
    expect(stdout.split('\n')[0]).toBe('main (live, SIM): trading is ACTIVE. Limits are reduced to a quarter until 12:40 UTC.');
  });

  test('where nobody runs, the ledger is read and said to be', async () => {
    const { call } = session({ orders: ABSENT });
    const heldBooks = () => Promise.resolve([stale('newest'), stale('older', BOOK), stale('empty')]);
    const newest = await call(['orders'], { heldBooks });
    expect([newest.code, newest.stderr]).toEqual([
      0,
      'No session runs. This is what the ledger has.\n1 older account has something open too: --all shows them.\n',
    ]);
    expect(newest.stdout).toBe('newest (paper, SIM): trading is ACTIVE.\nNo strategy runs.\n\nNo open orders.\n\nNo positions.\n');
    const all = await call(['orders', '--all', '--json'], { heldBooks });
    expect(JSON.parse(all.lastLine)).toMatchObject({
      session: 'control.absent',
      books: [{ status: { account: 'newest' } }, { status: { account: 'older' } }],
    });
    const several = () => Promise.resolve([stale('newest'), stale('older', BOOK), stale('old', BOOK)]);
    expect((await call(['orders'], { heldBooks: several })).stderr).toContain('2 older accounts have something open too');
    const going = () => Promise.resolve([{ ...BOOK, status: { ...STATUS, session: null } }]);
    expect((await call(['orders'], { heldBooks: going })).stdout).toContain('Goes on with the next session: grid-1.');
  });

  test('a session that does not answer is bad news, and the ledger is read all the same', async () => {
    const { call } = session({ orders: new Fault('control.silent', { holder: 'cryptoorch paper', seconds: 5 }) });
    const { code, stderr, stdout } = await call(['orders'], { heldBooks: () => Promise.resolve([stale('newest', BOOK)]) });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^cryptoorch paper did not answer within 5 s\..* This is what the ledger has\.\n$/u);
    expect(stdout).toContain('o1');
    const broken = session({ orders: new Fault('desk.stopped', { problem: 'full' }) });
    expect((await broken.call(['orders'])).code).toBe(3);
  });

  test('with --all the other accounts stand below the one that runs', async () => {
    const { call } = session({ orders: { kind: 'orders', ...BOOK } });
    const { stdout } = await call(['orders', '--all'], { heldBooks: () => Promise.resolve([BOOK, stale('older', BOOK), stale('empty')]) });
    expect(stdout.match(/trading is/gu)).toHaveLength(2);
  });
});

describe('a typed word', () => {
  const ask = async (text: string, terminal: boolean) => {
    const source = Object.assign(new PassThrough(), { isTTY: terminal });
    source.end(text);
    let prompt = '';
    const word = await typedWord(source, { write: (said) => void (prompt += said), terminal: true })('Type it: ');
    return [word, prompt];
  };

  test('is the first line of a terminal, and nobody is asked without one', async () => {
    expect(await ask(' FLATTEN \nmore\n', true)).toEqual(['FLATTEN', 'Type it: ']);
    expect(await ask('', true)).toEqual(['', 'Type it: ']);
    expect(await ask('FLATTEN\n', false)).toEqual([null, '']);
  });
});
