import { createECDH } from 'node:crypto';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { recoverKey } from './secp256k1.ts';

/** What is packed: maps in their own order, lists, texts, whole numbers and truth values. */
export type Packed = string | number | boolean | readonly Packed[] | { readonly [name: string]: Packed };

/** A signature as a request carries it. */
export interface WireSignature {
  readonly r: string;
  readonly s: string;
  readonly v: number;
}

/** What is signed beside the action. */
export interface SignedAt {
  readonly nonce: number;
  readonly expiresAfter?: number | undefined;
}

/** MessagePack, in its shortest forms. */
export function pack(value: Packed): Buffer {
  if (typeof value === 'boolean') return Buffer.from([value ? 0xc3 : 0xc2]);
  if (typeof value === 'number') return packNumber(value);
  if (typeof value === 'string') {
    const text = Buffer.from(value, 'utf8');
    return Buffer.concat([text.length < 32 ? Buffer.from([0xa0 | text.length]) : Buffer.from([0xd9, text.length]), text]);
  }
  if (isList(value)) return Buffer.concat([Buffer.from([0x90 | value.length]), ...value.map(pack)]);
  const fields = Object.entries(value);
  return Buffer.concat([Buffer.from([0x80 | fields.length]), ...fields.flatMap(([name, field]) => [pack(name), pack(field)])]);
}

function isList(value: Packed): value is readonly Packed[] {
  return Array.isArray(value);
}

function packNumber(value: number): Buffer {
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`${String(value)} is not packed here`);
  if (value < 0x80) return Buffer.from([value]);
  const [kind, bytes] = value < 0x100 ? [0xcc, 1] : value < 0x1_0000 ? [0xcd, 2] : value < 0x1_0000_0000 ? [0xce, 4] : [0xcf, 8];
  return Buffer.from(
    kind.toString(16) +
      BigInt(value)
        .toString(16)
        .padStart(bytes * 2, '0'),
    'hex',
  );
}

/** What stands for an action: its hash with the number, no vault, and until when it may be taken. */
export function actionHash(action: Packed, { nonce, expiresAfter }: SignedAt): Uint8Array {
  const until = expiresAfter === undefined ? [] : [Buffer.from([0]), eight(expiresAfter)];
  return keccak_256(Buffer.concat([pack(action), eight(nonce), Buffer.from([0]), ...until]));
}

function eight(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}

const text = (value: string) => keccak_256(Buffer.from(value, 'utf8'));
const word = (value: bigint) => Buffer.from(value.toString(16).padStart(64, '0'), 'hex');
const DOMAIN = keccak_256(
  Buffer.concat([
    text('EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)'),
    text('Exchange'),
    text('1'),
    word(1_337n),
    word(0n),
  ]),
);

/** What is signed: typed data of an agent that nobody is, which names the network and the hash. */
export function agentDigest(hash: Uint8Array, isTestNetwork: boolean): Uint8Array {
  const agent = keccak_256(Buffer.concat([text('Agent(string source,bytes32 connectionId)'), text(isTestNetwork ? 'b' : 'a'), hash]));
  return keccak_256(Buffer.concat([Buffer.from([0x19, 0x01]), DOMAIN, agent]));
}

/** The address whose key signed a digest; null where it is no signature. */
export function signerOf(digest: Uint8Array, { r, s, v }: WireSignature): string | null {
  if (![r, s].every((part) => /^0x[0-9a-f]{1,64}$/u.test(part)) || (v !== 27 && v !== 28)) return null;
  const key = recoverKey(digest, { r: BigInt(r), s: BigInt(s), odd: v === 28 });
  return key === null ? null : addressOfPublic(key);
}

/** The address of a private key, `0x` and 64 hexadecimal digits. */
export function addressOfKey(privateKey: string): string {
  const pair = createECDH('secp256k1');
  pair.setPrivateKey(privateKey.slice(2), 'hex');
  return addressOfPublic(pair.getPublicKey().subarray(1));
}

function addressOfPublic(key: Uint8Array): string {
  return `0x${Buffer.from(keccak_256(key)).subarray(-20).toString('hex')}`;
}

/** The wallet that a customer's key stands for: itself, where it is an address. */
export function walletOf(key: string): string {
  return /^0x[0-9a-f]{40}$/u.test(key) ? key : `0x${Buffer.from(text(key)).subarray(-20).toString('hex')}`;
}

/** The private key that a customer's secret stands for: itself, where it is one. */
export function privateKeyOf(secret: string): string {
  return /^0x[0-9a-f]{64}$/u.test(secret) ? secret : `0x${Buffer.from(text(secret)).toString('hex')}`;
}
