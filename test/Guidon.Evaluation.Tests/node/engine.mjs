// Evaluates with the official engine inside flagsmith-nodejs, in its local evaluation's own way: document to model to context.
// In: one JSON line per document, {"document": …, "identities": [{"identifier": …, "traits": {…}}]}.
// Out: one JSON line per document, the list of results.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import path from 'node:path';

const require = createRequire(import.meta.url);
const root = path.dirname(path.dirname(path.dirname(require.resolve('flagsmith-nodejs'))));
const inside = file => require(path.join(root, 'build/cjs/flagsmith-engine', file));
const { getEvaluationResult, IdentityModel, TraitModel } = inside('index.js');
const { buildEnvironmentModel } = inside('environments/util.js');
const { getEvaluationContext } = inside('evaluation/evaluationContext/mappers.js');

for await (const line of createInterface({ input: process.stdin })) {
    const { document, identities } = JSON.parse(line);
    const environment = buildEnvironmentModel(document);
    const results = identities.map(({ identifier, traits }) => {
        const models = Object.entries(traits).map(([key, value]) => new TraitModel(key, value));
        return getEvaluationResult(getEvaluationContext(environment, new IdentityModel('', models, [], document.api_key, identifier)));
    });
    process.stdout.write(JSON.stringify(results) + '\n');
}
