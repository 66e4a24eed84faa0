// One question on standard input, one answer on standard output, both JSON; what goes wrong is told on standard error
// with exit code 1. The process ends by itself: a program that hangs has found a fault.
import { text } from 'node:stream/consumers';

/** Calls `reply` with { apiUrl, environmentKey, serverKey, identity, traits } and prints what it resolves to. */
export async function answer(reply) {
  const question = JSON.parse(await text(process.stdin));
  try {
    process.stdout.write(JSON.stringify(await reply(question)) + '\n');
  } catch (error) {
    console.error(error);
    process.exitCode = 1;
  }
}

// The SDK's own logger writes to standard output, which is the answer's.
export const logger = { error: console.error, warn: console.error, info: console.error, debug() {} };

/** What flagsmith-nodejs answered, by feature name: { enabled, value }. */
export function readFlags(flags) {
  return Object.fromEntries(flags.allFlags().map(({ featureName, enabled, value }) => [featureName, { enabled, value: value ?? null }]));
}
