import type { ReactElement } from 'react';
import type { VenueAccountRow } from '../../../src-shared/contract/accounts.ts';
import { askToArm, askToEndLive } from '../../state/live-request.ts';
import { useTradedAccount } from '../../state/traded-account.ts';
import { Button } from '../../ui/button.tsx';
import { ACCOUNTS_SENTENCES as SAY } from './sentences.ts';

/** Opens what arms the account, or what stops it. */
export function TradeButton({ account }: { readonly account: VenueAccountRow }): ReactElement {
  const { mode, name } = useTradedAccount();
  const trades = name === account.name;
  const reason =
    account.disabled !== null
      ? SAY.isDisabled
      : account.rights?.trade === false
        ? SAY.mayNotTrade
        : name !== null
          ? SAY.tradesOther(name)
          : mode === 'practice'
            ? SAY.inReplay
            : undefined;
  return (
    <Button
      size="small"
      label={trades ? SAY.stopLabel(account.name) : SAY.tradeLabel(account.name)}
      disabledReason={trades ? undefined : reason}
      onPress={() => {
        if (trades) askToEndLive();
        else askToArm(account.name);
      }}
    >
      {trades ? SAY.stop : SAY.trade}
    </Button>
  );
}
