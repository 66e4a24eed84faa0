// The npm package `flagsmith`, the one that runs in browsers, here in Node.
import { createFlagsmithInstance } from 'flagsmith/isomorphic';
import { answer } from './answer.mjs';

await answer(async ({ apiUrl, environmentKey, identity, traits }) => {
  const flagsmith = createFlagsmithInstance();
  // Without a handler the client logs an error and goes on, and the answer would look whole.
  const failed = [];
  await flagsmith.init({ api: apiUrl, environmentID: environmentKey, fetch, onError: (error) => failed.push(String(error)) });
  const environment = readFlags(flagsmith);

  await flagsmith.identify(identity, traits);
  const identified = { flags: readFlags(flagsmith), traits: flagsmith.getAllTraits() };

  // Without an identifier the server makes one up, which the client takes over.
  const anonymous = createFlagsmithInstance();
  await anonymous.init({
    api: apiUrl,
    evaluationContext: { environment: { apiKey: environmentKey }, identity: { traits } },
    fetch,
    onError: (error) => failed.push(String(error)),
  });
  if (failed.length > 0) throw new Error(failed.join('; '));
  return {
    environment,
    identity: identified,
    anonymous: { flags: readFlags(anonymous), identifier: anonymous.getContext().identity?.identifier ?? null },
  };
});

function readFlags(client) {
  return Object.fromEntries(Object.entries(client.getAllFlags()).map(([name, { enabled, value }]) => [name, { enabled, value: value ?? null }]));
}
