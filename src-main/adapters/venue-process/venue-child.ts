import type { FaultDetails } from '../../../src-shared/kernel/fault.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { Secret } from '../../../src-shared/kernel/secret.ts';
import { readCredentials } from '../../core/accounts/venue-credentials.ts';
import type { SecretIdentity } from '../../ports/secret-store.ts';
import type { VenueAccounts, VenueCredentials } from '../../ports/venue-accounts.ts';
import { answerOf, questionSchema, type VenueAnswer } from './venue-messages.ts';
import { withoutSecrets } from './without-secrets.ts';

/** What the process of an account stands on. */
export interface VenueChildParts {
  readonly venues: VenueAccounts;
  /** Opens a sealed key of a home folder. */
  readonly open: (home: string, identity: SecretIdentity) => Promise<Secret>;
}

/** Characters of a problem that are told. */
const LONGEST_PROBLEM = 300;

/** Answers one question; what goes wrong is an answer too, and no part of the key stands in it. */
export async function answerQuestion(message: unknown, { venues, open }: VenueChildParts): Promise<VenueAnswer> {
  let opened: VenueCredentials | null = null;
  try {
    const { data: question } = questionSchema.safeParse(message);
    if (question === undefined) throw new Fault('call.malformed');
    const { account, home } = question;
    opened = readCredentials(await open(home, { ...account, kind: 'venue-credentials' }));
    if (opened === null) throw new Fault('secret.damaged', { file: account.id, problem: 'what was sealed is no key of a venue.' });
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

/** The way to the program that started this process. */
interface ParentLink {
  onQuestion(listener: (message: unknown) => void): void;
  answer(message: VenueAnswer): void;
}

/** Electron's way to the program that started a process of its own. */
interface UtilityPort {
  once(event: 'message', listener: (message: { readonly data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

/** Electron's own way where this is a process of Electron's, else Node's; such a process ends with the program by itself. */
function parentLink(): ParentLink {
  const { parentPort } = process as { readonly parentPort?: UtilityPort };
  if (parentPort !== undefined) {
    return {
      onQuestion: (listener) => {
        parentPort.once('message', ({ data }) => {
          listener(data);
        });
      },
      answer: (message) => {
        parentPort.postMessage(message);
      },
    };
  }
  // Nobody is there any more who could take an answer.
  process.once('disconnect', () => {
    process.exit(0);
  });
  return {
    onQuestion: (listener) => {
      process.once('message', listener);
    },
    answer: (message) => {
      process.send?.(message, () => {
        process.exit(0);
      });
    },
  };
}

/** Answers the program that started this process, and ends with it. */
export function runVenueChild(parts: VenueChildParts): void {
  const parent = parentLink();
  parent.onQuestion((message) => {
    void answerQuestion(message, parts).then((answer) => {
      parent.answer(answer);
    });
  });
}
