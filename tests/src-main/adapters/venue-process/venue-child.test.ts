import { EventEmitter, once } from 'node:events';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { answerQuestion, runVenueChild } from '../../../../src-main/adapters/venue-process/venue-child.ts';
import { answerSchema, readingOf } from '../../../../src-main/adapters/venue-process/venue-messages.ts';
import { secretForms, withoutSecrets } from '../../../../src-main/adapters/venue-process/without-secrets.ts';
import { Secret } from '../../../../src-shared/kernel/secret.ts';
import { InventedVenues } from '../../../support/account-kit.ts';
import { noOrders } from '../../../support/invented-orders.ts';
import { SteppedClock } from '../../../support/stepped-clock.ts';

const QUESTION = { kind: 'read', home: '/home', account: { id: '000000000000acc1', venue: 'binance', sandbox: true, version: 2 } };
const sealed = (text: string) => ({
  ...{ venues: new InventedVenues(), open: () => Promise.resolve(new Secret(text)) },
  ...{ orders: noOrders, clock: new SteppedClock(0) },
});
const CREDENTIALS = JSON.stringify({ key: 'the-key', secret: 'the-secret', passphrase: 'the-phrase' });

test('the sealed key is opened for exactly the account that is asked for', async () => {
  const venues = new InventedVenues();
  const opened: unknown[] = [];
  const answer = await answerQuestion(QUESTION, {
    venues,
    open: (home, identity) => {
      opened.push([home, identity]);
      return Promise.resolve(new Secret(CREDENTIALS));
    },
  });
  expect(opened).toEqual([['/home', { ...QUESTION.account, kind: 'venue-credentials' }]]);
  expect(readingOf(answerSchema.parse(answer)).balances[0]?.free.toString()).toBe('0.12345678');
});

test.each([null, 'read', { kind: 'read' }, { ...QUESTION, more: 1 }, { ...QUESTION, account: { ...QUESTION.account, venue: '../x' } }])(
  'what is no question opens nothing: %j',
  async (message) => {
    const venues = new InventedVenues();
    const open = () => Promise.reject(new Error('opened'));
    expect(await answerQuestion(message, { venues, open })).toEqual({ kind: 'fault', code: 'call.malformed', details: {} });
    expect(venues.asked).toEqual([]);
  },
);

test.each(['no json', '{}', '{"key":1,"secret":"s","passphrase":null}'])('what was sealed and is no key is a fault: %s', async (text) => {
  expect(await answerQuestion(QUESTION, sealed(text))).toMatchObject({ code: 'secret.damaged' });
});

test('what nobody foresaw is said without the key', async () => {
  const parts = sealed(CREDENTIALS);
  parts.venues.answer = ({ key }) => {
    throw new TypeError(`no property ${key} of the-phrase`);
  };
  expect(await answerQuestion(QUESTION, parts)).toEqual({
    kind: 'fault',
    code: 'account.process',
    details: { venue: 'BINANCE', problem: 'TypeError: no property [redacted] of [redacted].' },
  });
});

test('no form of a secret is left in a text', () => {
  const words = fc.stringMatching(/^[A-Za-z0-9+/=~&% "]{4,64}$/u).filter((secret) => !'[redacted]'.includes(secret));
  fc.assert(
    fc.property(words, fc.string(), fc.string(), (secret, before, after) => {
      for (const form of secretForms(secret)) expect(withoutSecrets(`${before} ${form} ${after}`, [secret])).not.toContain(form);
    }),
  );
  expect(withoutSecrets('abc stays', ['abc'])).toBe('abc stays');
});

test('a process of Electron’s is asked and answers by Electron’s own way', async () => {
  const answers = new EventEmitter();
  const parentPort = Object.assign(new EventEmitter(), { postMessage: (message: unknown) => answers.emit('answer', message) });
  Object.assign(process, { parentPort });
  try {
    runVenueChild(sealed(CREDENTIALS));
    const answered = once(answers, 'answer');
    parentPort.emit('message', { data: QUESTION });
    expect(await answered).toMatchObject([{ kind: 'reading', openOrders: 2 }]);
  } finally {
    Object.assign(process, { parentPort: undefined });
  }
});
