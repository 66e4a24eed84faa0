// flagsmith-nodejs, local evaluation: the environment document is fetched once, and the SDK's own engine evaluates it.
import { Flagsmith } from 'flagsmith-nodejs';
import { answer, logger, readFlags } from './answer.mjs';

await answer(async ({ apiUrl, serverKey, identity, traits }) => {
  const client = new Flagsmith({ apiUrl, environmentKey: serverKey, enableLocalEvaluation: true, logger, retries: 1 });
  try {
    return {
      environment: readFlags(await client.getEnvironmentFlags()),
      identity: readFlags(await client.getIdentityFlags(identity, traits)),
      segments: (await client.getIdentitySegments(identity, traits)).map(({ name }) => name).sort(),
    };
  } finally {
    // Stops the polling, whose timer would keep the process alive.
    await client.close();
  }
});
