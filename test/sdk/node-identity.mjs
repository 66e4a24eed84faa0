// flagsmith-nodejs, remote evaluation of one identity: one request, one event.
import { Flagsmith } from 'flagsmith-nodejs';
import { answer, logger, readFlags } from './answer.mjs';

await answer(async ({ apiUrl, environmentKey, identity, traits }) => {
  const client = new Flagsmith({ apiUrl, environmentKey, logger, retries: 1 });
  return readFlags(await client.getIdentityFlags(identity, traits));
});
