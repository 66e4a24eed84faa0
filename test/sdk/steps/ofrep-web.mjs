// OpenFeature in browsers, with the provider for OFREP: one bulk evaluation, then answers from memory.
import { OpenFeature } from '@openfeature/web-sdk';

export default ({ OFREPWebProvider }) => {
  const client = OpenFeature.getClient();
  return {
    async init({ baseUrl, environmentKey, context }) {
      await OpenFeature.setContext(context);
      await OpenFeature.setProviderAndWait(new OFREPWebProvider({ baseUrl, headers: [['X-API-Key', environmentKey]], pollInterval: 200, cacheMode: 'disabled' }));
    },
    setContext: ({ context }) => OpenFeature.setContext(context),
    boolean: ({ flag }) => details(client.getBooleanDetails(flag, false)),
    string: ({ flag }) => details(client.getStringDetails(flag, 'code default')),
    number: ({ flag }) => details(client.getNumberDetails(flag, -1)),
    status: () => client.providerStatus,
    close: () => OpenFeature.close(),
  };
};

const details = ({ value, reason, variant, errorCode }) => ({ value, reason, variant: variant ?? null, errorCode: errorCode ?? null });
