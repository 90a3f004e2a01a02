import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describeStatement } from "@despliega/trainer/engine/duckdb/describe-statement.js";
import { openEngine } from "@despliega/trainer/engine/open-engine.js";

import type { Attack } from "../lib/attack.js";

const SECRET = "SECRET";

/** SQL that reads or writes beside the tables of a model. */
const statementsOf = (outside: string, inside: string): readonly string[] => [
  ...[
    `read_text('${outside}/secret.csv')`,
    `read_text('file://${outside}/secret.csv')`,
    `read_text('${inside}/../outside/secret.csv')`,
    `read_text('${inside}-beside/secret.csv')`,
    `read_text('${outside}/*')`,
    `read_csv('${outside}/secret.csv')`,
    `read_json('${outside}/secret.csv')`,
    `read_blob('/proc/self/environ')`,
    `read_text('/proc/self/fd/0')`,
    `read_text('/dev/stdin')`,
    `glob('${outside}/*')`,
    `sniff_csv('${outside}/secret.csv')`,
    `parquet_metadata('${outside}/secret.csv')`,
    `query('SELECT * FROM read_text(''${outside}/secret.csv'')')`,
    `'${outside}/secret.csv'`,
    `read_csv('http://127.0.0.1:9/a.csv')`,
    `read_text('https://127.0.0.1:9/a')`,
    `read_parquet('s3://bucket/a')`,
    `sqlite_scan('${outside}/a.db', 'a')`,
    `postgres_scan('host=127.0.0.1', 'public', 'a')`,
  ].map((source) => `SELECT * FROM ${source}`),
  `COPY (SELECT 1) TO '${outside}/a.csv'`,
  `COPY (SELECT 1) TO '${inside}/../outside/a.csv'`,
  `COPY (SELECT 1 AS a) TO '/dev/stderr'`,
  `EXPORT DATABASE '${outside}/exported'`,
  `IMPORT DATABASE '${outside}'`,
  `ATTACH '${outside}/a.db' AS a`,
  `INSTALL httpfs`,
  `FORCE INSTALL json FROM '${outside}'`,
  `LOAD '${outside}/a.duckdb_extension'`,
  `SET enable_external_access = true`,
  `RESET enable_external_access`,
  `RESET lock_configuration`,
  `SET allowed_directories = ['/']`,
  `SET allowed_paths = ['${outside}/secret.csv']`,
  `SET temp_directory = '${outside}'`,
  `SET secret_directory = '${outside}'`,
  `SET extension_directory = '${outside}'`,
  `SET custom_extension_repository = 'http://127.0.0.1:9'`,
  `PRAGMA profiling_output = '${outside}/profile'`,
  `CREATE PERSISTENT SECRET a (TYPE http)`,
];

/** SQL that a confined engine would run: the check alone stops it. */
const besideQueries = (inside: string): readonly string[] => [
  `CALL enable_logging(storage = 'file', storage_config = {'path': '${inside}'})`,
  `SELECT * FROM enable_logging(storage = 'file', storage_config = {'path': '${inside}'})`,
  `SELECT (SELECT count(*) FROM enable_logging()) AS a`,
  `WITH a AS (SELECT * FROM (SELECT * FROM Force_Checkpoint())) SELECT * FROM a`,
  `SELECT * FROM query('CALL enable_logging()')`,
  `SELECT * FROM json_execute_serialized_sql('{}')`,
  `SELECT * FROM duckdb_settings()`,
  `SUMMARIZE SELECT 1 AS a`,
  `PRAGMA version`,
  `PRAGMA enable_profiling`,
  `FORCE CHECKPOINT`,
  `SET VARIABLE as_of = DATE '2030-01-01'`,
  `CREATE SECRET a (TYPE http)`,
  `EXPLAIN ANALYZE SELECT 1 AS a`,
];

/** Runs SQL of a model that would read people or files. */
export const featuresSql: Attack = {
  tried: `${statementsOf("", "").length} statements of a \`features.sql\` that read files, the environment or the network, write, load extensions, or lift their limits: when a model is checked, and when it is trained; ${besideQueries("").length} more that only the check stops`,
  aim: "a file outside is read or written, a limit is lifted, or anything but a query on tables passes the check",
  stopped:
    "a check of the tree that DuckDB's parser makes, and of the statement on empty tables without files (`trainer/src/engine/duckdb/query-only.ts`), then an engine that is confined to the work directory (`trainer/src/engine/duckdb/closed.ts`)",
  async play() {
    const root = await mkdtemp(join(tmpdir(), "despliega-attack-"));
    const [outside, inside] = [join(root, "outside"), join(root, "inside")];
    await mkdir(outside);
    await mkdir(inside);
    await mkdir(`${inside}-beside`);
    for (const folder of [outside, `${inside}-beside`])
      await writeFile(join(folder, "secret.csv"), `a\n${SECRET}\n`);
    const engine = await openEngine({
      memoryLimit: "100MB",
      threads: 1,
      spillDirectory: join(inside, "spill"),
    });
    const successes: string[] = [];
    const statements = statementsOf(outside, inside);
    const beside = besideQueries(inside);
    let late = 0;
    try {
      await engine.confine(inside);
      for (const statement of beside)
        if (!("problem" in (await describeStatement([], ["as_of"], statement))))
          successes.push(`${statement.replaceAll(root, "…")}: passes the check`);
      for (const statement of statements) {
        const shown = statement.replaceAll(root, "…");
        const described = await describeStatement([], [], statement);
        if (!("problem" in described)) late++;
        const rows = await engine.rows(statement).catch((error: unknown) => String(error));
        if (JSON.stringify(rows).includes(SECRET)) successes.push(`${shown}: reads the secret`);
        else if (typeof rows !== "string") successes.push(`${shown}: runs`);
        if ((await readdir(outside)).join() !== "secret.csv") successes.push(`${shown}: writes`);
      }
    } finally {
      await engine.close();
      await rm(root, { recursive: true });
    }
    return {
      tries: 2 * statements.length + beside.length,
      successes,
      figures: `${statements.length + beside.length - late} refused when the model is checked, the others by the engine of the run`,
    };
  },
};
