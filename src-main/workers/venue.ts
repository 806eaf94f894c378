import { openOrders, openSecrets, openVenueAccounts } from '../account-services.ts';
import { systemClock } from '../command-services.ts';
import { runVenueChild } from '../adapters/venue-process/venue-child.ts';

runVenueChild({
  venues: openVenueAccounts(),
  open: (home, identity) => openSecrets(home, 'venue process').open(identity),
  orders: openOrders,
  clock: systemClock(),
});
