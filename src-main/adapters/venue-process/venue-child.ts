import type { FaultDetails } from '../../../src-shared/kernel/fault.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { Secret } from '../../../src-shared/kernel/secret.ts';
import { readCredentials } from '../../core/accounts/venue-credentials.ts';
import type { Clock } from '../../ports/clock.ts';
import type { SecretIdentity } from '../../ports/secret-store.ts';
import type { VenueAccounts, VenueCredentials } from '../../ports/venue-accounts.ts';
import { type TradeStart, tradeSchema } from './order-messages.ts';
import { parentLink } from './parent-link.ts';
import { type OpenVenueOrders, ServedOrders } from './served-orders.ts';
import { answerOf, questionSchema, type VenueAnswer, type VenueQuestion } from './venue-messages.ts';
import { withoutSecrets } from './without-secrets.ts';

/** What the process of an account stands on. */
export interface VenueChildParts {
  readonly venues: VenueAccounts;
  /** Opens a sealed key of a home folder. */
  readonly open: (home: string, identity: SecretIdentity) => Promise<Secret>;
  readonly orders: OpenVenueOrders;
  readonly clock: Clock;
}

/** Characters of a problem that are told. */
const LONGEST_PROBLEM = 300;

/** Answers one question; what goes wrong is an answer too, and no part of the key stands in it. */
export async function answerQuestion(message: unknown, { venues, open }: Pick<VenueChildParts, 'venues' | 'open'>): Promise<VenueAnswer> {
  let opened: VenueCredentials | null = null;
  try {
    const { data: question } = questionSchema.safeParse(message);
    if (question === undefined) throw new Fault('call.malformed');
    const { account } = question;
    opened = await credentialsOf(question, open);
    return answerOf(await venues.read({ venue: account.venue, sandbox: account.sandbox }, opened));
  } catch (thrown) {
    const { code, details } = spokenFault(thrown, message);
    return { kind: 'fault', code, details: cleanDetails(details, opened) };
  }
}

/** What was thrown as a fault; what nobody foresaw is said in its own words, because the log of this process is read by nobody. */
function spokenFault(thrown: unknown, message: unknown): Fault {
  if (thrown instanceof Fault) return thrown;
  const venue = questionSchema.safeParse(message).data?.account.venue.toUpperCase() ?? '';
  const said = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return new Fault('account.process', { venue, problem: `${said.slice(0, LONGEST_PROBLEM)}.` });
}

function cleanDetails(details: FaultDetails, opened: VenueCredentials | null): FaultDetails {
  const secrets = opened === null ? [] : [opened.key, opened.secret, ...(opened.passphrase === null ? [] : [opened.passphrase])];
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => [name, typeof value === 'string' ? withoutSecrets(value, secrets) : value]),
  );
}

/** Opens the key that a question or a trade is about. */
async function credentialsOf({ home, account }: VenueQuestion | TradeStart, open: VenueChildParts['open']): Promise<VenueCredentials> {
  const opened = readCredentials(await open(home, { ...account, kind: 'venue-credentials' }));
  if (opened === null) throw new Fault('secret.damaged', { file: account.id, problem: 'what was sealed is no key of a venue.' });
  return opened;
}

/** Answers the program that started this process, once, or serves it for as long as it trades; and ends with it. */
export function runVenueChild(parts: VenueChildParts): void {
  const parent = parentLink();
  let hear = (first: unknown): void => {
    const { data: start } = tradeSchema.safeParse(first);
    if (start === undefined) {
      hear = () => undefined;
      void answerQuestion(first, parts).then((answer) => {
        parent.sendLast(answer);
      });
      return;
    }
    const { clock, orders, open } = parts;
    const served = new ServedOrders({ parent, clock, orders, credentials: (trade) => credentialsOf(trade, open) });
    hear = (message) => {
      served.hear(message);
    };
    outliveTerminal();
    process.on('uncaughtException', (thrown) => {
      served.fail(thrown);
    });
    void served.open(start);
  };
  parent.onMessage((message) => {
    hear(message);
  });
}

/** A terminal tells all its processes that it was interrupted or closed; the parent alone says what becomes of its accounts. */
function outliveTerminal(): void {
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
}
