import { useEffect, useState } from 'react';
import type { OrderEvidence } from '../../../src-shared/domain/order-evidence.ts';
import { callMain } from '../../state/call-main.ts';

/** How often it is asked for while it is looked at, ms. */
const EVERY_MS = 1_000;

/** What is known of an order's fate, as it is now. */
export function useEvidence(order: string): { readonly evidence: OrderEvidence | null; readonly failure: string | null } {
  const [evidence, setEvidence] = useState<OrderEvidence | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    let gone = false;
    const read = async (): Promise<void> => {
      const result = await callMain((client) => client.venue.evidence({ order }));
      if (gone) return;
      if (result.ok) setEvidence(result.value);
      setFailure(result.ok ? null : result.fault.message);
    };
    void read();
    const timer = setInterval(() => void read(), EVERY_MS);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, [order]);
  return { evidence, failure };
}
