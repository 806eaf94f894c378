import { expect, test } from 'vitest';
import { houseFiles } from './house-files.ts';

/** Ways in which a file could claim that an order is approved: an assertion, a type predicate, or its brand declared anew. */
const CLAIMS = [/\bas (?:unknown as )?ApprovedOrder\b/u, /<ApprovedOrder>/u, /\bis ApprovedOrder\b/u, /\[approved\]/u];

const MAKER = 'src-main/core/risk/gate.ts';
const DECLARATION = 'src-main/ports/approved-order.ts';

interface Claim {
  readonly path: string;
  readonly text: string;
}

function claims(files: readonly { readonly path: string; readonly lines: readonly string[] }[]): Claim[] {
  return files.flatMap(({ path, lines }) =>
    lines.filter((text) => CLAIMS.some((claim) => claim.test(text))).map((text) => ({ path, text: text.trim() })),
  );
}

test('only the risk gate makes an approved order, in one place', () => {
  const found = claims(houseFiles()).filter(({ path }) => path !== DECLARATION);
  expect(found).toEqual([{ path: MAKER, text: 'return order as ApprovedOrder;' }]);
});

test.each([
  'return order as ApprovedOrder;',
  'order as unknown as ApprovedOrder',
  'const sent = <ApprovedOrder>order;',
  'function ok(o: object): o is ApprovedOrder {',
  '{ ...order, [approved]: true }',
])('notices %s elsewhere', (text) => {
  expect(claims([{ path: 'src-main/sessions/elsewhere.ts', lines: [text] }])).toHaveLength(1);
});
