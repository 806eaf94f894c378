import type { VenueRow } from '../../src-shared/contract/accounts.ts';
import type { Secret } from '../../src-shared/kernel/secret.ts';
import { switchOption, valueOption } from './option.ts';

/** Options of the commands round accounts at venues. */
export const VENUE = valueOption({
  name: 'venue',
  placeholder: 'VENUE',
  about:
    'The exchange: binance, kraken, okx, hyperliquid (perpetuals: binanceusdm, hyperliquidperp, krakenfutures; OKX has them in the same account) and others; those that are not proven yet say so.',
  shownDefault: null,
  read: (text) => text.toLowerCase(),
});

export const LIVE_KEY = switchOption('live-key', 'The key is for real money. Without it the key is one of the venue’s test network.');

export const ACCEPT_WITHDRAWAL = valueOption({
  name: 'accept-withdrawal-rights',
  placeholder: 'NAME',
  about: 'Let a key in that may withdraw, which trading never needs; NAME is the account once more.',
  shownDefault: 'such a key is refused',
  read: (text) => text,
});

/** What is asked for, in its order. */
export function credentialLabels({ needsPassphrase, keyNames }: Pick<VenueRow, 'needsPassphrase' | 'keyNames'>): readonly string[] {
  const { key, secret } = keyNames ?? { key: 'API key', secret: 'Secret' };
  return [key, secret, ...(needsPassphrase ? ['Passphrase'] : [])];
}

/** What was given, in the same order. */
export function credentialsOf([key, secret, passphrase]: readonly Secret[]): {
  readonly key: Secret;
  readonly secret: Secret;
  readonly passphrase: Secret | null;
} {
  return { key: key!, secret: secret!, passphrase: passphrase ?? null };
}
