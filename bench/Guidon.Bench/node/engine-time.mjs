// Times the official engine inside flagsmith-nodejs: the mean of one evaluation of all flags and segments for one identity, over a
// context that was mapped from the document beforehand, as the engine's part alone is compared.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const require = createRequire(import.meta.url);
const root = path.dirname(path.dirname(path.dirname(require.resolve('flagsmith-nodejs'))));
const inside = file => require(path.join(root, 'build/cjs/flagsmith-engine', file));
const { getEvaluationResult, IdentityModel, TraitModel } = inside('index.js');
const { buildEnvironmentModel } = inside('environments/util.js');
const { getEvaluationContext } = inside('evaluation/evaluationContext/mappers.js');

const { document, identifier, traits } = JSON.parse(readFileSync(0, 'utf8'));
const environment = buildEnvironmentModel(document);
const identity = new IdentityModel('', Object.entries(traits).map(([key, value]) => new TraitModel(key, value)), [], document.api_key, identifier);
const context = getEvaluationContext(environment, identity);

const rounds = count => {
    const start = process.hrtime.bigint();
    for (let i = 0; i < count; i++) getEvaluationResult(context);
    return Number(process.hrtime.bigint() - start) / count;
};

rounds(3_000); // The first rounds run before the optimising compiler.
const runs = Array.from({ length: 5 }, () => rounds(2_000)).sort((a, b) => a - b);
const version = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).version;
process.stdout.write(JSON.stringify({ nanoseconds: runs[2], version, node: process.version }));
