import type { VenueNow } from '../core/state.ts';
import type { KeyRights } from '../house/venue-house.ts';
import { HyperliquidError } from './hyperliquid-error.ts';
import { addressOfKey, privateKeyOf, walletOf } from './hyperliquid-signing.ts';

/** Whoever may sign for an account. */
export interface HyperliquidSigner {
  readonly address: string;
  readonly wallet: string;
  readonly account: number;
  readonly rights: KeyRights;
}

/** How many numbers of a signer are remembered: the highest. */
const REMEMBERED = 100;
/** How far a number may be from the venue's time, ms. */
const FAR = { past: 2 * 86_400_000, future: 86_400_000 };

/** Wallets, those who may sign for them, and the numbers that they have used. */
export class HyperliquidKeys {
  private readonly clock: VenueNow;
  private readonly signers = new Map<string, HyperliquidSigner>();
  private readonly wallets = new Map<string, number>();
  private readonly byKey = new Map<string, string>();
  private readonly numbers = new Map<string, Set<number>>();

  constructor(clock: VenueNow) {
    this.clock = clock;
  }

  add({
    key,
    secret,
    account,
    rights,
  }: { readonly key: string; readonly secret: string } & Pick<HyperliquidSigner, 'account' | 'rights'>): void {
    const [wallet, address] = [walletOf(key), addressOfKey(privateKeyOf(secret))];
    this.wallets.set(wallet, account);
    this.signers.set(address, { address, wallet, account, rights });
    this.byKey.set(key, address);
  }

  revoke(key: string): void {
    this.signers.delete(this.byKey.get(key) ?? '');
  }

  /** Whose wallet it is; anybody may ask. */
  accountOf(wallet: string): number | undefined {
    return this.wallets.get(wallet.toLowerCase());
  }

  /** Who signs with the key of an address. */
  signerAt(address: string): HyperliquidSigner | undefined {
    return this.signers.get(address);
  }

  /** What an address is, as the venue tells it. */
  roleOf(address: string): unknown {
    if (this.wallets.has(address)) return { role: 'user' };
    const signer = this.signers.get(address);
    return signer === undefined ? { role: 'missing' } : { role: 'agent', data: { user: signer.wallet } };
  }

  /** The signer of an action, whose number is used up. */
  take(address: string | null, nonce: number): HyperliquidSigner {
    const signer = this.signers.get(address ?? '');
    if (address === null) throw new HyperliquidError('Unable to recover signer.');
    if (!signer?.rights.trading) throw new HyperliquidError(`User or API Wallet ${address} does not exist.`);
    const used = this.numbers.get(address) ?? new Set();
    if (used.has(nonce)) throw new HyperliquidError(`Invalid nonce: duplicate nonce ${String(nonce)}`);
    const [least = nonce] = used.size < REMEMBERED ? [] : [Math.min(...used)];
    const now = this.clock.now();
    if (nonce < least || nonce < now - FAR.past || nonce > now + FAR.future)
      throw new HyperliquidError(`Invalid nonce: nonce too low ${String(nonce)} < ${String(least)}`);
    used.add(nonce);
    if (used.size > REMEMBERED) used.delete(Math.min(...used));
    this.numbers.set(address, used);
    return signer;
  }
}
