// The client for browsers, in Node or in a page. Answers are plain: {feature: {enabled, value}}.
export default ({ createFlagsmithInstance }) => {
  let client;
  let errors = [];
  let changes = 0;
  const posts = { analytics: 0 };

  // The platform's own fetch; looks at where calls go, changes nothing.
  const watched = async (url, options) => {
    const answer = await fetch(url, options);
    if (String(url).includes('analytics/flags') && answer.ok) posts.analytics++;
    return answer;
  };

  const flags = () => Object.fromEntries(Object.entries(client.getAllFlags()).map(([name, { enabled, value }]) => [name, { enabled, value: value ?? null }]));

  return {
    async init({ apiUrl, environmentKey, ...options }) {
      client = createFlagsmithInstance();
      errors = [];
      changes = 0;
      await client.init({
        api: apiUrl,
        environmentID: environmentKey,
        fetch: watched,
        onError: (error) => errors.push(String(error?.message ?? error)),
        onChange: () => changes++,
        ...options,
      });
      return flags();
    },
    async identify({ identity, traits, transient }) {
      await client.identify(identity, traits, transient);
      return flags();
    },
    async setTraits({ traits }) {
      await client.setTraits(traits);
      return flags();
    },
    async getFlags() {
      await client.getFlags();
      return flags();
    },
    async logout() {
      await client.logout();
      return flags();
    },
    startListening: ({ milliseconds }) => client.startListening(milliseconds),
    stopListening: () => client.stopListening(),
    flags,
    traits: () => client.getAllTraits(),
    identifier: () => client.getContext().identity?.identifier ?? null,
    // Each call is an evaluation, counted by the SDK and sent with its analytics.
    evaluate: ({ feature, times }) => {
      for (let i = 0; i < times; i++) client.hasFeature(feature);
    },
    analyticsPosts: () => posts.analytics,
    changes: () => changes,
    takeErrors: () => errors.splice(0),
  };
};
