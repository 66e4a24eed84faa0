// OpenFeature for browsers, here in Node, with the provider for Flagsmith around flagsmith 4.
import { OpenFeature } from '@openfeature/web-sdk';
import { FlagsmithClientProvider } from '@openfeature/flagsmith-client-provider';
import { converse } from '../converse.mjs';

// flagsmith 4 asks pages for XMLHttpRequest; the option fetch is its documented way out.
const client = OpenFeature.getClient();
await converse({
  async init({ apiUrl, environmentKey, context }) {
    await OpenFeature.setContext(context);
    await OpenFeature.setProviderAndWait(new FlagsmithClientProvider({ api: apiUrl, environmentID: environmentKey, fetch }));
  },
  setContext: ({ context }) => OpenFeature.setContext(context),
  boolean: ({ flag }) => details(client.getBooleanDetails(flag, false)),
  string: ({ flag }) => details(client.getStringDetails(flag, 'code default')),
  number: ({ flag }) => details(client.getNumberDetails(flag, -1)),
});

function details({ value, reason, variant, errorCode }) {
  return { value, reason, variant: variant ?? null, errorCode: errorCode ?? null };
}
