import { openSecrets, openVenueAccounts } from '../account-services.ts';
import { runVenueChild } from '../adapters/venue-process/venue-child.ts';

runVenueChild({ venues: openVenueAccounts(), open: (home, identity) => openSecrets(home, 'venue process').open(identity) });
