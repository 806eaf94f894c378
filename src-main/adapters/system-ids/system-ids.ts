import { randomBytes } from 'node:crypto';
import type { Ids } from '../../ports/ids.ts';

const LENGTH = 16;

/** Ids from the machine's own chance: 80 bits each. */
export class SystemIds implements Ids {
  next(): string {
    return BigInt(`0x${randomBytes(10).toString('hex')}`)
      .toString(36)
      .padStart(LENGTH, '0')
      .slice(0, LENGTH);
  }
}
