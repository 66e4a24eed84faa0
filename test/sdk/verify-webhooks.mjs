// Verifies requests that a receiver got: the standard signature with both libraries of Standard Webhooks, the legacy one by hand.
import { createHmac } from 'node:crypto';
import { Webhook as Standard } from 'standardwebhooks';
import { Webhook as Svix } from 'svix';
import { answer } from './answer.mjs';

await answer(({ requests }) => requests.map(({ headers, body, secret, legacySecret }) => {
  const raw = Buffer.from(body, 'base64');
  return {
    standardwebhooks: passes(() => new Standard(secret).verify(raw, headers)),
    svix: passes(() => new Svix(secret).verify(raw, svixHeaders(headers))),
    legacy: headers['x-flagsmith-signature'] === createHmac('sha256', legacySecret).update(raw).digest('hex'),
  };
}));

function svixHeaders(headers) {
  return { 'svix-id': headers['webhook-id'], 'svix-timestamp': headers['webhook-timestamp'], 'svix-signature': headers['webhook-signature'] };
}

function passes(verify) {
  try {
    verify();
    return true;
  } catch (error) {
    return String(error);
  }
}
