import { type ChildProcess, fork } from 'node:child_process';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { AccountReader, ReadAccount } from '../../ports/account-reader.ts';
import type { AccountReading } from '../../ports/venue-accounts.ts';
import { answerSchema, readingOf, type VenueQuestion } from './venue-messages.ts';

/** How the process of an account is started and bounded. */
export interface AccountProcessOptions {
  readonly home: string;
  /** Its program. */
  readonly childFile: string;
  readonly env: NodeJS.ProcessEnv;
  /** Wall time within which it answers, ms. */
  readonly deadlineMs: number;
}

/** What the process is told of its surroundings: how the keychain and the network are reached, and nothing else. */
const PASSED_ON =
  /^(?:PATH|HOME|USER|LOGNAME|USERPROFILE|APPDATA|LOCALAPPDATA|SYSTEMROOT|TEMP|TMP|TMPDIR|LANG|TZ|DISPLAY|WAYLAND_DISPLAY|DBUS_SESSION_BUS_ADDRESS|XDG_RUNTIME_DIR|GNOME_KEYRING_CONTROL|NODE_EXTRA_CA_CERTS|HTTPS?_PROXY|NO_PROXY)$/iu;

/** A debugger could read the key from the process; the switch that keeps a signal from opening one is new. */
const SHUT_DEBUGGER = '--disable-sigusr1';

/** Asks for accounts, each time in a process that lives for one answer. */
export class ProcessAccountReader implements AccountReader {
  private readonly options: AccountProcessOptions;

  constructor(options: AccountProcessOptions) {
    this.options = options;
  }

  async read({ id, venue, sandbox, version }: ReadAccount): Promise<AccountReading> {
    const { home } = this.options;
    const question: VenueQuestion = { kind: 'read', home, account: { id, venue, sandbox, version } };
    const child = this.start();
    try {
      return await this.answered(child, question);
    } finally {
      child.kill('SIGKILL');
    }
  }

  private start(): ChildProcess {
    const { childFile, env } = this.options;
    return fork(childFile, [], {
      // What the library prints could hold what was sent, so nobody reads it.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: Object.fromEntries(Object.entries(env).filter(([name]) => PASSED_ON.test(name))),
      execArgv: process.allowedNodeEnvironmentFlags.has(SHUT_DEBUGGER) ? [SHUT_DEBUGGER] : [],
    });
  }

  private async answered(child: ChildProcess, question: VenueQuestion): Promise<AccountReading> {
    const venue = question.account.venue.toUpperCase();
    const ended = (problem: string): Fault => new Fault('account.process', { venue, problem });
    let timer: NodeJS.Timeout | undefined;
    try {
      const message = await new Promise<unknown>((resolve, reject) => {
        child.once('message', resolve);
        child.once('error', (error) => {
          reject(ended(`${error.message}.`));
        });
        child.once('exit', (code, signal) => {
          reject(ended(`it ended with ${signal ?? `code ${String(code)}`}.`));
        });
        timer = setTimeout(() => {
          reject(ended(`it took longer than ${String(this.options.deadlineMs / 1_000)} s.`));
        }, this.options.deadlineMs);
        child.send(question);
      });
      const { data } = answerSchema.safeParse(message);
      if (data === undefined) throw ended('it wrote what is no answer.');
      return readingOf(data);
    } finally {
      clearTimeout(timer);
    }
  }
}
