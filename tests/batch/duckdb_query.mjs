// Runs one query of two columns in DuckDB and prints {first: second} as JSON. usage: duckdb_query.mjs DOUBLES SQL
import { createRequire } from "node:module";
import { resolve } from "node:path";

const [folder, query] = process.argv.slice(2);
const { DuckDBInstance } = createRequire(resolve(folder, "package.json"))("@duckdb/node-api");
const connection = await (await DuckDBInstance.create(":memory:")).connect();
const rows = (await connection.runAndReadAll(query)).getRows();
console.log(JSON.stringify(Object.fromEntries(rows.map(([key, value]) => [key, Number(value)]))));
