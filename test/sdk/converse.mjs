// A conversation: each line of standard input is {step, given}, each line of standard output {answer} or {error}. The process ends with its
// input. What an SDK threw past its caller is kept for the step `takeStray`, so that a test can say which of it is allowed.
import { createInterface } from 'node:readline';

const stray = [];
process.on('unhandledRejection', (error) => stray.push(String(error)));

/** Answers questions with `steps`, an object of functions; `end` is called after the last one. */
export async function converse(steps, end = () => {}) {
  for await (const line of createInterface({ input: process.stdin })) {
    const { step, given } = JSON.parse(line);
    process.stdout.write(JSON.stringify(await reply(step === 'takeStray' ? () => stray.splice(0) : steps[step], given ?? {})) + '\n');
  }
  await end();
  process.exit();
}

/** What a step answers, or what it threw. */
export async function reply(step, given) {
  try {
    return { answer: (await step(given)) ?? null };
  } catch (error) {
    return { error: `${error?.name ?? typeof error}: ${error?.message ?? error}` };
  }
}

// Standard output belongs to the conversation.
console.log = console.info = console.error;
