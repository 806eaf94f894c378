import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { AccountReader, ReadAccount } from '../../ports/account-reader.ts';
import type { ChildLink, StartChild } from '../../ports/child-link.ts';
import type { AccountReading } from '../../ports/venue-accounts.ts';
import { childEnvironment } from './child-environment.ts';
import { answerSchema, readingOf, type VenueQuestion } from './venue-messages.ts';

/** How the process of an account is started and bounded. */
export interface AccountProcessOptions {
  readonly home: string;
  /** Its program. */
  readonly childFile: string;
  readonly start: StartChild;
  readonly env: NodeJS.ProcessEnv;
  /** Wall time within which it answers, ms. */
  readonly deadlineMs: number;
}

/** Asks for accounts, each time in a process that lives for one answer. */
export class ProcessAccountReader implements AccountReader {
  private readonly options: AccountProcessOptions;

  constructor(options: AccountProcessOptions) {
    this.options = options;
  }

  async read({ id, venue, sandbox, version }: ReadAccount): Promise<AccountReading> {
    const { home, childFile, start, env } = this.options;
    const question: VenueQuestion = { kind: 'read', home, account: { id, venue, sandbox, version } };
    const child = start(childFile, childEnvironment(env));
    try {
      return await this.answered(child, question);
    } finally {
      child.kill();
    }
  }

  private async answered(child: ChildLink, question: VenueQuestion): Promise<AccountReading> {
    const venue = question.account.venue.toUpperCase();
    const ended = (problem: string): Fault => new Fault('account.process', { venue, problem });
    let timer: NodeJS.Timeout | undefined;
    try {
      const message = await new Promise<unknown>((resolve, reject) => {
        child.onMessage(resolve);
        child.onEnd((problem) => {
          reject(ended(problem));
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
