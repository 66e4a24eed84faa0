// OpenFeature on servers, with the provider for Flagsmith around flagsmith-nodejs 6.
import { OpenFeature } from '@openfeature/server-sdk';
import { FlagsmithOpenFeatureProvider } from '@openfeature/flagsmith-provider';
import { Flagsmith } from 'flagsmith-nodejs';
import { logger } from '../answer.mjs';
import { converse } from '../converse.mjs';

const client = OpenFeature.getClient();
await converse({
  init: ({ apiUrl, environmentKey, ...options }) =>
    OpenFeature.setProviderAndWait(new FlagsmithOpenFeatureProvider(new Flagsmith({ apiUrl, environmentKey, logger, retries: 1, ...options }))),
  boolean: async ({ flag, context }) => details(await client.getBooleanDetails(flag, false, context)),
  string: async ({ flag, context }) => details(await client.getStringDetails(flag, 'code default', context)),
  number: async ({ flag, context }) => details(await client.getNumberDetails(flag, -1, context)),
});

function details({ value, reason, variant, errorCode }) {
  return { value, reason, variant: variant ?? null, errorCode: errorCode ?? null };
}
