// The npm package `flagsmith` with realtime updates, as in a browser: Node brings the event source (--experimental-eventsource), and the
// client, which asks for a window first, takes it for one. Ends when a flag, named by the traits, has the value that they name.
globalThis.window = globalThis;
const { createFlagsmithInstance } = await import('flagsmith');
const { answer } = await import('./answer.mjs');

await answer(async ({ apiUrl, environmentKey, traits: { feature, value } }) => {
  const flagsmith = createFlagsmithInstance();
  const failed = [];
  let fetches = 0;
  const changed = withResolvers();
  await flagsmith.init({
    api: apiUrl,
    environmentID: environmentKey,
    realtime: true,
    eventSourceUrl: new URL('/', apiUrl).toString(),
    fetch: (...request) => {
      if (String(request[0]).includes('/flags/')) fetches++;
      return fetch(...request);
    },
    onChange: () => {
      if (flagsmith.getValue(feature) === value) changed.resolve();
    },
    onError: (error) => failed.push(String(error)),
  });
  const first = flagsmith.getValue(feature);
  await changed.promise;
  if (failed.length > 0) throw new Error(failed.join('; '));
  return { first, now: flagsmith.getValue(feature), fetches };
});
// The event source reconnects for ever.
process.exit();

function withResolvers() {
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
}
