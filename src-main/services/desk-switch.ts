import { asFault, type Fault } from '../../src-shared/kernel/fault.ts';
import type { DeskCallName, DeskCalls } from '../sessions/desk/desk-calls.ts';
import type { DeskClient } from './desk-client.ts';
import type { DeskLink } from './desk-link.ts';

/** The one desk that runs, and its replacement by another: calls that come in between wait for the new one. */
export class DeskSwitch implements DeskClient {
  /** Settles with the fault when the running desk ends by itself. */
  readonly failed: Promise<Fault>;
  private readonly fail: (fault: Fault) => void;
  private link: DeskLink;
  private opening: Promise<void>;

  constructor(link: DeskLink) {
    const failed = Promise.withResolvers<Fault>();
    this.failed = failed.promise;
    this.fail = failed.resolve;
    this.link = link;
    this.opening = this.begin(link);
  }

  /** Settles when the desk is open; fails when it could not be opened. */
  get ready(): Promise<void> {
    return this.opening;
  }

  async call<Name extends DeskCallName>(
    name: Name,
    request: Parameters<DeskCalls[Name]>[0],
  ): Promise<Awaited<ReturnType<DeskCalls[Name]>>> {
    await this.opening;
    return this.link.call(name, request);
  }

  /** Whether this is the desk whose word counts: one that is opened beside it, or that ends, has none. */
  holds(link: DeskLink): boolean {
    return this.link === link;
  }

  /** Ends the running desk in order, then opens the next. Fails when that cannot be opened; then there is none. */
  replace(open: () => DeskLink): Promise<void> {
    const before = this.opening;
    this.opening = before.then(async () => {
      await this.link.stop();
      this.link = open();
      await this.begin(this.link);
    });
    // Whoever asked hears of it; calls that wait for it hear of it too.
    this.opening.catch(() => undefined);
    return this.opening;
  }

  /** Ends the running desk in order, then opens the next; where that cannot be opened, `back` is, and this fails with why. */
  async replaceOr(open: () => DeskLink, back: () => DeskLink): Promise<void> {
    const failed: { why?: Fault } = {};
    const before = this.opening;
    this.opening = before.then(async () => {
      await this.link.stop();
      this.link = open();
      try {
        await this.link.ready;
      } catch (thrown) {
        failed.why = asFault(thrown);
        this.link = back();
      }
      await this.begin(this.link);
    });
    this.opening.catch(() => undefined);
    await this.opening;
    if (failed.why !== undefined) throw failed.why;
  }

  /** Ends the desk in order; settles when everything is on disk. */
  async stop(): Promise<void> {
    await this.opening.catch(() => undefined);
    await this.link.stop();
  }

  private begin(link: DeskLink): Promise<void> {
    void link.failed.then(this.fail);
    return link.ready;
  }
}
