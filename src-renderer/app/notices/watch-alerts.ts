import { useDesk } from '../../state/desk-store.ts';
import { instrumentFacts } from '../../state/instrument-facts.ts';
import { useLinkGroups } from '../../state/link-group.ts';
import { reachedAlerts, usePriceAlerts } from '../../state/price-alerts.ts';
import type { PriceAlert } from '../../state/price-alerts.ts';
import { tellOnce } from '../../ui/tell.ts';
import { NOTICE_SENTENCES as SAY } from './sentences.ts';
import { currentFormat } from './tell-changes.ts';

function tellAlert({ instrument, price, above }: PriceAlert): void {
  const { instruments, quotes } = useDesk.getState();
  const { symbol, priceDecimals } = instrumentFacts(instruments, instrument);
  const shown = (value: string | number | undefined): string => currentFormat().price(value, priceDecimals);
  tellOnce(`alert ${instrument} ${price}`, SAY.alert({ symbol, price: shown(price), last: shown(quotes.get(instrument)?.last), above }), {
    label: SAY.showInstrument(symbol),
    onPress: () => {
      useLinkGroups.getState().show('trade', instrument);
    },
  });
}

/** Says each price alert once, when its price is reached, and takes it away. Returns how to stop. */
export function watchAlerts(): () => void {
  return useDesk.subscribe(({ quotes }, before) => {
    if (quotes === before.quotes) return;
    const { alerts, remove } = usePriceAlerts.getState();
    for (const alert of alerts.length === 0 ? [] : reachedAlerts(alerts, quotes)) {
      remove(alert);
      tellAlert(alert);
    }
  });
}
