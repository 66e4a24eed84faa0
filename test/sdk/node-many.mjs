// flagsmith-nodejs, local evaluation for many identities: what a thousand users would see without asking the server for each.
import { Flagsmith } from 'flagsmith-nodejs';
import { answer, logger, readFlags } from './answer.mjs';

await answer(async ({ apiUrl, serverKey, identity, traits }) => {
  const client = new Flagsmith({ apiUrl, environmentKey: serverKey, enableLocalEvaluation: true, logger, retries: 1 });
  try {
    const users = {};
    for (let i = 0; i < 1000; i++) users[`${identity}-${i}`] = readFlags(await client.getIdentityFlags(`${identity}-${i}`, i % 2 ? traits : {}));
    return users;
  } finally {
    // Stops the polling, whose timer would keep the process alive.
    await client.close();
  }
});
