/** The curve that Ethereum signs on, as far as a signer is found again; written out here so that no library checks itself. */
const P = 2n ** 256n - 2n ** 32n - 977n;
const N = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const G: Point = {
  x: 0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798n,
  y: 0x483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8n,
  z: 1n,
};

/** A point in Jacobian coordinates; `z` is 0 at infinity. */
interface Point {
  readonly x: bigint;
  readonly y: bigint;
  readonly z: bigint;
}

const INFINITY: Point = { x: 1n, y: 1n, z: 0n };

/** The public key, 64 bytes, that made a signature of a digest; null where there is none. `odd` is the lowest bit of the nonce point's second coordinate. */
export function recoverKey(
  digest: Uint8Array,
  signature: { readonly r: bigint; readonly s: bigint; readonly odd: boolean },
): Uint8Array | null {
  const { r, s, odd } = signature;
  if (r <= 0n || r >= N || s <= 0n || s >= N) return null;
  const square = mod(r ** 3n + 7n, P);
  const root = power(square, (P + 1n) / 4n, P);
  if (mod(root * root, P) !== square) return null;
  const nonce: Point = { x: r, y: (root & 1n) === (odd ? 1n : 0n) ? root : P - root, z: 1n };
  const inverse = power(r, N - 2n, N);
  const hash = BigInt(`0x${Buffer.from(digest).toString('hex')}`);
  const sum = add(times(G, mod(-hash * inverse, N)), times(nonce, mod(s * inverse, N)));
  return sum.z === 0n ? null : bytesOf(sum);
}

function bytesOf({ x, y, z }: Point): Uint8Array {
  const inverse = power(z, P - 2n, P);
  const parts = [mod(x * inverse ** 2n, P), mod(y * inverse ** 3n, P)];
  return Buffer.from(parts.map((part) => part.toString(16).padStart(64, '0')).join(''), 'hex');
}

function times(point: Point, factor: bigint): Point {
  let sum = INFINITY;
  for (let place = 255n; place >= 0n; place -= 1n) {
    sum = add(sum, sum);
    if ((factor >> place) & 1n) sum = add(sum, point);
  }
  return sum;
}

function add(a: Point, b: Point): Point {
  if (a.z === 0n) return b;
  if (b.z === 0n) return a;
  const [za, zb] = [mod(a.z * a.z, P), mod(b.z * b.z, P)];
  const [ua, ub] = [mod(a.x * zb, P), mod(b.x * za, P)];
  const [sa, sb] = [mod(a.y * zb * b.z, P), mod(b.y * za * a.z, P)];
  if (ua === ub) return sa === sb ? double(a) : INFINITY;
  const h = mod(ub - ua, P);
  const r = mod(sb - sa, P);
  const hh = mod(h * h, P);
  const hhh = mod(h * hh, P);
  const v = mod(ua * hh, P);
  const x = mod(r * r - hhh - 2n * v, P);
  return { x, y: mod(r * (v - x) - sa * hhh, P), z: mod(h * a.z * b.z, P) };
}

function double({ x, y, z }: Point): Point {
  const yy = mod(y * y, P);
  const s = mod(4n * x * yy, P);
  const m = mod(3n * x * x, P);
  const doubled = mod(m * m - 2n * s, P);
  return { x: doubled, y: mod(m * (s - doubled) - 8n * yy * yy, P), z: mod(2n * y * z, P) };
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (let square = mod(base, modulus), left = exponent; left > 0n; left >>= 1n, square = (square * square) % modulus)
    if (left & 1n) result = (result * square) % modulus;
  return result;
}

function mod(value: bigint, modulus: bigint): bigint {
  const rest = value % modulus;
  return rest < 0n ? rest + modulus : rest;
}
