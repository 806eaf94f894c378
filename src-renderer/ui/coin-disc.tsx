import type { ReactElement } from 'react';

const SIGNS: Readonly<Record<string, string>> = { BTC: '₿', ETH: 'Ξ', LTC: 'Ł', DOGE: 'Ð' };

/** A coin as a grey disc of 16 with its sign or first letter. */
export function CoinDisc({ asset }: { readonly asset: string }): ReactElement {
  return (
    <span className="ui-coin" aria-hidden="true">
      {SIGNS[asset] ?? asset.slice(0, 1)}
    </span>
  );
}
