// Judges a client assertion by jose: verify_assertion.cjs DOUBLES_DIR, with {"assertion", "certificate", "audience", "issuer"} (PEM) on
// standard input. Prints the claims as JSON, or exits with 1 and says why the assertion is refused.
'use strict';
const { createRequire } = require('node:module');
const { readFileSync } = require('node:fs');

const { importX509, jwtVerify, decodeProtectedHeader } = createRequire(`${process.argv[2]}/package.json`)('jose');

async function main() {
  const { assertion, certificate, audience, issuer } = JSON.parse(readFileSync(0, 'utf8'));
  const { alg } = decodeProtectedHeader(assertion);
  const key = await importX509(certificate, alg);
  const { payload } = await jwtVerify(assertion, key, {
    audience, issuer, algorithms: ['PS256', 'ES256'], maxTokenAge: '1h', requiredClaims: ['iss', 'aud', 'exp', 'iat', 'scope'] });
  console.log(JSON.stringify(payload));
}
main().catch((problem) => {
  console.error(String(problem.message));
  process.exit(1);
});
