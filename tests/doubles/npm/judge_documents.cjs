// Validates GraphQL documents against each of Shopify's schemas: judge_documents.cjs DOUBLES_DIR, with a JSON list of texts on
// standard input. Prints a list of {operations, deprecated, problems: {version: [text]}}, in the same order.
'use strict';
const { createRequire } = require('node:module');
const { readdirSync, readFileSync } = require('node:fs');
const { gunzipSync } = require('node:zlib');

const directory = process.argv[2];
const { buildClientSchema, parse, validate } = createRequire(`${directory}/package.json`)('graphql');
const data = `${directory}/package/dist/data`;
const schemas = readdirSync(data).sort().map((file) => [
  file.match(/admin_(.*)\.json\.gz/)[1],
  buildClientSchema(JSON.parse(gunzipSync(readFileSync(`${data}/${file}`))).data),
]);
const judged = JSON.parse(readFileSync(0, 'utf8')).map((text) => {
  const document = parse(text);
  const operations = document.definitions.map((definition) => definition.operation || definition.kind);
  return { operations, problems: Object.fromEntries(schemas.map(([version, schema]) => [version, validate(schema, document).map((p) => p.message)])) };
});
console.log(JSON.stringify(judged));
