// The SDK for Node servers: remote and local evaluation, analytics.
import { logger, readFlags } from '../answer.mjs';

export default ({ Flagsmith }) => {
  let client;
  return {
    init({ apiUrl, environmentKey, ...options }) {
      client = new Flagsmith({ apiUrl, environmentKey, logger, retries: 1, ...options });
    },
    environment: async () => readFlags(await client.getEnvironmentFlags()),
    identity: async ({ identity, traits, transient }) => readFlags(await client.getIdentityFlags(identity, traits, transient)),
    segments: async ({ identity, traits }) => (await client.getIdentitySegments(identity, traits)).map(({ name }) => name).sort(),
    // Each call is an evaluation; the SDK counts it.
    async evaluate({ feature, times }) {
      const flags = await client.getEnvironmentFlags();
      for (let i = 0; i < times; i++) flags.isFeatureEnabled(feature);
      await client.analyticsProcessor.flush();
    },
    refresh: () => client.updateEnvironment(),
    close: () => client.close(),
  };
};
