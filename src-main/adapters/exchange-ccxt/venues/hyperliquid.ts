import * as z from 'zod/mini';
import { Fault } from '../../../../src-shared/kernel/fault.ts';
import type { VenueCredentials } from '../../../ports/venue-accounts.ts';
import { HYPERLIQUID_BOOK } from './hyperliquid-book.ts';
import { adaptHyperliquid } from './hyperliquid-class.ts';
import { HYPERLIQUID_TAKEN_MS } from './hyperliquid-actions.ts';
import { hyperliquidTerms } from './hyperliquid-contracts.ts';
import { HYPERLIQUID_FIGURES } from './hyperliquid-figures.ts';
import { HYPERLIQUID_PERPETUALS, HYPERLIQUID_SPOT } from './hyperliquid-kinds.ts';
import { HYPERLIQUID_ORDERS, HYPERLIQUID_PERPETUAL_ORDERS } from './hyperliquid-orders.ts';
import { countsNothing, type RightsCalls, saidByStatus, type VenueRules } from './venue-rules.ts';

const ROLE = z.object({ role: z.string(), data: z.optional(z.object({ user: z.optional(z.string()) })) });
const SIGNER = z.object({ signer: z.string(), wallet: z.string(), role: ROLE });

/** Hyperliquid, spot. An account is the address of a wallet; its key is the private key of an API wallet, which can trade and never withdraw. */
export const HYPERLIQUID: VenueRules = {
  profile: {
    id: 'hyperliquid',
    name: 'Hyperliquid',
    proven: true,
    sandbox: true,
    needsPassphrase: false,
    keyNames: { key: 'Wallet address', secret: 'Private key of an API wallet' },
    deadMansSwitch: true,
    receiveWindowMs: HYPERLIQUID_TAKEN_MS,
  },
  credentials: walletOf,
  options: {
    fetchMarkets: { types: ['spot'] },
    defaultType: 'spot',
    // A coin has the name that the venue gives it: one that stands for another one elsewhere is not that one.
    spotCurrencyMapping: {},
    fetchBalance: { enableUnifiedMargin: false },
  },
  adapt: (exchange) => adaptHyperliquid(exchange, HYPERLIQUID_SPOT),
  feed: true,
  book: HYPERLIQUID_BOOK,
  // It counts 1,200 by address, of spot and perpetuals together: a third for an account of each, whose looks are dear, and a sixth for a market of each.
  limits: [{ name: 'weight', counts: 'weight', most: 400, windowMs: 60_000 }],
  heardLimits: [{ name: 'weight', counts: 'weight', most: 200, windowMs: 60_000 }],
  weightPerCost: 1,
  numbered: false,
  silenceMs: saidByStatus,
  counted: countsNothing,
  rights: {
    ask: askRole,
    inSandbox: true,
    read: (answer) => {
      const { signer, wallet } = SIGNER.parse(answer);
      return { read: true, trade: true, withdraw: signer === wallet, addressBound: null };
    },
  },
  orders: HYPERLIQUID_ORDERS,
};

/** Its perpetuals in USDC: the same key of the same wallet, whose money for them is kept apart from its coins. */
export const HYPERLIQUID_PERP: VenueRules = {
  ...HYPERLIQUID,
  profile: { ...HYPERLIQUID.profile, id: 'hyperliquidperp', name: HYPERLIQUID_PERPETUALS.name },
  module: 'hyperliquid',
  adapt: (exchange) => adaptHyperliquid(exchange, HYPERLIQUID_PERPETUALS),
  // Its own exchange alone: those that other people run there are other ones, with other money.
  options: { ...HYPERLIQUID.options, fetchMarkets: { types: ['swap'] }, defaultType: 'swap' },
  contractTerms: hyperliquidTerms,
  figures: HYPERLIQUID_FIGURES,
  orders: HYPERLIQUID_PERPETUAL_ORDERS,
};

/** Fails with `account.credentials` for what is no address and no private key: the library would sign with whatever it is. */
function walletOf({ key, secret }: VenueCredentials): Readonly<Record<string, unknown>> {
  if (!/^0x[0-9a-f]{40}$/iu.test(key))
    throw new Fault('account.credentials', {
      part: 'API key',
      problem: 'is the address of the account here: 0x and 40 hexadecimal digits.',
    });
  if (!/^(0x)?[0-9a-f]{64}$/iu.test(secret))
    throw new Fault('account.credentials', {
      part: 'secret',
      problem: 'is the private key of an API wallet here: 0x and 64 hexadecimal digits.',
    });
  return { walletAddress: key.toLowerCase(), privateKey: secret.startsWith('0x') ? secret : `0x${secret}` };
}

/** Whose key it is. Anybody may read any account there, so that a key of somebody else would show only with the first order. */
async function askRole(exchange: RightsCalls): Promise<unknown> {
  const wallet = exchange.walletAddress;
  const signer = exchange.ethGetAddressFromPrivateKey(exchange.privateKey).toLowerCase();
  if (signer === wallet) return { signer, wallet, role: { role: 'user' } };
  const role = await exchange.publicPostInfo({ type: 'userRole', user: signer });
  const read = ROLE.safeParse(role).data;
  if (read !== undefined && (read.role !== 'agent' || read.data?.user?.toLowerCase() !== wallet))
    throw new Fault('venue.refused', {
      venue: 'HYPERLIQUID',
      problem: 'the private key is of no API wallet that this account has approved',
    });
  return { signer, wallet, role };
}
