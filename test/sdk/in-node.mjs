// node in-node.mjs STEPS PACKAGE: the steps of a client (`steps/STEPS.mjs`) with an SDK in Node.
import { converse } from './converse.mjs';

const [steps, sdk] = process.argv.slice(2);
await converse((await import(`./steps/${steps}.mjs`)).default(await import(sdk)));
