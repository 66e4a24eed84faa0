// node in-chromium.mjs STEPS PACKAGE: the same steps in a page in headless Chromium. The page comes from a port of its own, so every call
// to the server crosses origins and is subject to CORS.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { converse } from './converse.mjs';

const folder = dirname(fileURLToPath(import.meta.url));
const [steps, sdk] = process.argv.slice(2);

// What a bundler would do: names of packages to their files for browsers.
const packages = {
  imports: {
    flagsmith: '/node_modules/flagsmith/index.mjs',
    '@openfeature/core': '/node_modules/@openfeature/core/dist/esm/index.js',
    '@openfeature/web-sdk': '/node_modules/@openfeature/web-sdk/dist/esm/index.js',
    '@openfeature/ofrep-web-provider': '/node_modules/@openfeature/ofrep-web-provider/index.esm.js',
  },
  scopes: {
    '/node_modules/@openfeature/ofrep-web-provider/': {
      '@openfeature/ofrep-core': '/node_modules/@openfeature/ofrep-web-provider/node_modules/@openfeature/ofrep-core/index.esm.js',
    },
  },
};

const page = `<!doctype html><title>Guidon</title><script type="importmap">${JSON.stringify(packages)}</script>
<script type="module">
  import * as sdk from '${sdk}';
  import steps from '/steps/${steps}.mjs';
  window.steps = steps(sdk);
</script>`;

const server = createServer(async ({ url }, answer) => {
  if (url === '/') return answer.writeHead(200, { 'Content-Type': 'text/html' }).end(page);
  try {
    const file = await readFile(join(folder, normalize(new URL(url, 'http://page').pathname)));
    answer.writeHead(200, { 'Content-Type': /\.m?js$/.test(extname(url)) ? 'text/javascript' : 'application/octet-stream' }).end(file);
  } catch {
    answer.writeHead(404).end();
  }
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-dev-shm-usage', '--no-first-run'],
});
const tab = await browser.newPage();
const thrown = [];
tab.on('pageerror', (error) => thrown.push(String(error)));
tab.on('console', (message) => console.error(`page: ${message.text()}`));
await tab.goto(`http://127.0.0.1:${server.address().port}/`);
await tab.waitForFunction(() => window.steps);

const inPage = (step) => async (given) => {
  const answer = await tab.evaluate(([name, argument]) => window.steps[name](argument), [step, given]);
  if (thrown.length > 0) throw new Error(`thrown past every handler: ${thrown.join('; ')}`);
  return answer;
};
await converse(new Proxy({}, { get: (_, step) => inPage(step) }), async () => {
  await browser.close();
  server.close();
});
