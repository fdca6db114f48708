// Plays Shopify's GraphQL Admin API by Shopify's own schema: shopify_schema.cjs DOUBLES_DIR [PLANTED]
// Each document is validated against two versions of the schema, then answered with mocked objects: those of a healthy shop, or
// what PLANTED says of a type (JSON: {"Location": {"isActive": false}}). Prints "PORT n".
// GET /__requests: what came, as a list of {method, path, body, names, operations, problems: {version: [text]}}.
'use strict';
const { createRequire } = require('node:module');
const { readFileSync } = require('node:fs');
const { createServer } = require('node:http');
const { gunzipSync } = require('node:zlib');

const directory = process.argv[2];
const planted = JSON.parse(process.argv[3] || '{}');
const library = createRequire(`${directory}/package.json`);
const { buildClientSchema, parse, validate } = library('graphql');
const { addMocksToSchema } = library('@graphql-tools/mock');
const { createYoga } = library('graphql-yoga');

const served = '2026-07';
const schemas = new Map();
for (const version of [served, '2026-10']) {
  const file = `${directory}/package/dist/data/admin_${version}.json.gz`;
  schemas.set(version, buildClientSchema(JSON.parse(gunzipSync(readFileSync(file))).data));
}
const healthy = {
  Shop: { myshopifyDomain: 'acme.myshopify.com', createdAt: '2019-03-01T00:00:00Z', setupRequired: false },
  Location: { isActive: true, fulfillsOnlineOrders: true, isFulfillmentService: false },
  FulfillmentService: { type: 'THIRD_PARTY', callbackUrl: 'https://service.example/fulfil', inventoryManagement: true, location: null },
  Product: { status: 'ACTIVE' },
  InventoryItem: { tracked: true },
  ApiVersion: { handle: served, supported: true },
  WebhookSubscription: { topic: 'ORDERS_CREATE', filter: '' },
  BulkOperation: { status: 'COMPLETED', errorCode: null },
};
let number = 0;
const mocks = {
  Boolean: () => false,
  DateTime: () => '2026-11-01T00:00:00Z',
  URL: () => 'https://example.com/x',
  UnsignedInt64: () => String((number += 1)),
  ID: () => `gid://shopify/X/${(number += 1)}`,
  Decimal: () => '1.00',
  Count: () => ({ count: 7, precision: 'EXACT' }),
  PageInfo: () => ({ hasNextPage: false, hasPreviousPage: false }),
};
for (const [type, fields] of Object.entries({ ...healthy, ...planted })) {
  mocks[type] = () => ({ ...healthy[type], ...fields });
}
if (!planted.ProductVariant) mocks.ProductVariant = () => ({ sku: `SKU-${(number += 1)}` });
const endpoint = `/api/${served}/graphql.json`;
// Counts by what is asked for: nothing is unpublished or unpaid in a healthy shop.
const count = (_, { query }) => ({ count: /unpublished|pending|draft|archived/.test(query || '') ? 0 : 7, precision: 'EXACT' });
const resolvers = { QueryRoot: { productsCount: count, ordersCount: count } };
const schema = addMocksToSchema({ schema: schemas.get(served), mocks, resolvers, preserveResolvers: true });
const yoga = createYoga({ schema, graphqlEndpoint: endpoint, maskedErrors: false, logging: false });
const requests = [];

function judge(document) {
  try {
    const parsed = parse(document);
    const defined = parsed.definitions.filter((d) => d.kind === 'OperationDefinition');
    const operations = defined.map((d) => d.operation);
    const names = defined.map((d) => d.name && d.name.value);
    const problems = {};
    for (const [version, known] of schemas) problems[version] = validate(known, parsed).map((problem) => problem.message);
    return { names, operations, problems };
  } catch (problem) {
    return { names: [], operations: [], problems: { [served]: [String(problem.message)] } };
  }
}

function answer(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

const server = createServer((request, response) => {
  const path = request.url.split('?')[0];
  if (path === '/__requests') return answer(response, 200, requests);
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', async () => {
    const entry = { method: request.method, path };
    requests.push(entry);
    if (!request.headers['x-shopify-access-token']) {
      return answer(response, 401, { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' });
    }
    if (path === '/oauth/access_scopes.json') {
      const granted = ['read_products', 'read_inventory', 'read_locations', 'read_orders', 'read_all_orders'];
      return answer(response, 200, { access_scopes: granted.map((handle) => ({ handle })) });
    }
    if (path !== endpoint) return answer(response, 404, { errors: 'Not Found' });
    const body = Buffer.concat(parts).toString();
    Object.assign(entry, { body }, judge(JSON.parse(body).query));
    const answered = await yoga.fetch(`http://127.0.0.1${endpoint}`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body });
    response.writeHead(answered.status, { 'content-type': 'application/json' });
    response.end(await answered.text());
  });
});
server.listen(0, '127.0.0.1', () => console.log(`PORT ${server.address().port}`));
