// OpenFeature on servers, with the provider for OFREP: one request per evaluation.
import { OpenFeature } from '@openfeature/server-sdk';

export default ({ OFREPProvider }) => {
  const client = OpenFeature.getClient();
  return {
    init: ({ baseUrl, environmentKey }) => OpenFeature.setProviderAndWait(new OFREPProvider({ baseUrl, headers: [['Authorization', `Bearer ${environmentKey}`]] })),
    boolean: async ({ flag, context }) => details(await client.getBooleanDetails(flag, false, context)),
    string: async ({ flag, context }) => details(await client.getStringDetails(flag, 'code default', context)),
    number: async ({ flag, context }) => details(await client.getNumberDetails(flag, -1, context)),
    close: () => OpenFeature.close(),
  };
};

const details = ({ value, reason, variant, errorCode }) => ({ value, reason, variant: variant ?? null, errorCode: errorCode ?? null });
