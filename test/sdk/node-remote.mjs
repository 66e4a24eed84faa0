// flagsmith-nodejs, remote evaluation: each call is one request to the server.
import { Flagsmith } from 'flagsmith-nodejs';
import { answer, logger, readFlags } from './answer.mjs';

await answer(async ({ apiUrl, environmentKey, identity, traits }) => {
  const client = new Flagsmith({ apiUrl, environmentKey, logger, retries: 1 });
  return {
    environment: readFlags(await client.getEnvironmentFlags()),
    identity: readFlags(await client.getIdentityFlags(identity, traits)),
    // The same traits, none of which may be stored; then the same identifier again, of which nothing may be known.
    transientTraits: readFlags(await client.getIdentityFlags(`${identity}-transient`, transientOf(traits))),
    transientIdentity: readFlags(await client.getIdentityFlags(`${identity}-transient`, {}, true)),
  };
});

function transientOf(traits) {
  return Object.fromEntries(Object.entries(traits).map(([key, value]) => [key, { value, transient: true }]));
}
