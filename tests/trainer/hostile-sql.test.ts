import { existsSync } from "node:fs";
import { mkdtemp, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Engine } from "@despliega/trainer/engine/engine.js";
import { openEngine } from "@despliega/trainer/engine/open-engine.js";
import { loadModel } from "@despliega/trainer/model/load.js";
import { requireUsable } from "@despliega/trainer/model/require-usable.js";

import { temporaryDirectory } from "../support/temporary.js";
import { modelsDirectoryOf, SMALL_SQL } from "./support/model-folder.js";

const outside = await mkdtemp(join(await temporaryDirectory(), "outside-"));
const secret = join(outside, "secret.csv");
await writeFile(secret, "day,pressure,wet\n1,1013,0\n");

/** What SQL of a stranger may try. */
const HOSTILE: Readonly<Record<string, string>> = {
  "reads a table outside": `SELECT * FROM read_csv('${secret}')`,
  "reads a file by its name": `SELECT * FROM '${secret}'`,
  "reads a text": "SELECT * FROM read_text('/etc/passwd')",
  "reads the environment": "SELECT * FROM read_blob('/proc/self/environ')",
  "lists a directory": `SELECT * FROM glob('${outside}/*')`,
  "climbs out": `SELECT * FROM read_text('work/../../${secret}')`,
  "reads over http": "SELECT * FROM read_csv('http://127.0.0.1:9/a.csv')",
  "reads a bucket": "SELECT * FROM read_parquet('s3://bucket/a.parquet')",
  "writes a file": `COPY (SELECT 1) TO '${outside}/written.csv'`,
  "writes a database": `EXPORT DATABASE '${outside}/exported'`,
  "attaches a database": `ATTACH '${outside}/attached.db' AS other`,
  "installs an extension": "INSTALL httpfs",
  "installs one of the community": "INSTALL h3 FROM community",
  "loads an extension": "LOAD httpfs",
  "loads a library": `LOAD '${outside}/x.duckdb_extension'`,
  "opens its cell": "SET enable_external_access = true",
  "widens its cell": "SET allowed_directories = ['/']",
  "moves what spills": `SET temp_directory = '${outside}'`,
  "logs elsewhere": `SET log_query_path = '${outside}/log'`,
};

/** What a confined engine would do, so that it must not get there. */
const BESIDE_QUERIES: Readonly<Record<string, string>> = {
  "logs to a file by a call": `CALL enable_logging(storage = 'file', storage_config = {'path': '${outside}'})`,
  "logs to a file by a query": `SELECT * FROM enable_logging(storage = 'file', storage_config = {'path': '${outside}'})`,
  "writes what is kept": "CHECKPOINT",
  "writes what is kept by force": "FORCE CHECKPOINT",
  "calls a pragma": "PRAGMA enable_profiling",
  "reads a pragma": "PRAGMA version",
  "calls a pragma as a function": "SELECT * FROM pragma_version()",
  "runs a text": "SELECT * FROM query('SELECT 1')",
  "explains and runs": "EXPLAIN ANALYZE SELECT 1",
  "begins a transaction": "BEGIN",
  "sets a variable": "SET VARIABLE as_of = DATE '2030-01-01'",
  "uses another schema": "USE information_schema",
  "changes a table": "UPDATE days SET wet = 1 RETURNING *",
  "adds to a table": "INSERT INTO days BY NAME SELECT 1 AS wet RETURNING *",
  "empties a table": "DELETE FROM days RETURNING *",
  "makes a table": "CREATE TABLE other AS SELECT 1",
  "makes a macro": "CREATE MACRO f(x) AS x",
  "keeps a secret": "CREATE SECRET a (TYPE http)",
  "prepares a statement": "PREPARE p AS SELECT 1",
  "looks at the settings": "SELECT * FROM duckdb_settings()",
  vacuums: "VACUUM ANALYZE",
};

/** What an engine finds out only when it runs. */
const LATE = { "looks at a format": `SELECT * FROM sniff_csv('${secret}')` };

describe("a features.sql that", () => {
  test.each(Object.entries({ ...HOSTILE, ...BESIDE_QUERIES }))(
    "%s is refused before anything is read",
    async (_, hostile) => {
      const rest = hostile.startsWith("SELECT")
        ? `${SMALL_SQL}WHERE day IN (SELECT 1 FROM (${hostile}))`
        : `${SMALL_SQL};${hostile}`;
      const models = await modelsDirectoryOf({
        rain: { "features.sql": rest },
        other: { "features.sql": hostile },
      });
      for (const name of ["rain", "other"])
        await expect(requireUsable(loadModel(join(models, name)))).rejects.toMatchObject({
          code: "MODEL_INVALID",
        });
      expect(await readdir(outside)).toEqual(["secret.csv"]);
    },
  );
});

describe("an engine that is confined", () => {
  let engine: Engine;
  let inside: string;
  beforeAll(async () => {
    inside = await mkdtemp(join(await temporaryDirectory(), "inside-"));
    engine = await openEngine({
      memoryLimit: "64MB",
      threads: 1,
      spillDirectory: join(inside, "spill"),
    });
    await engine.confine(inside);
  });
  afterAll(() => engine.close());

  test.each(Object.entries({ ...HOSTILE, ...LATE }))("refuses SQL that %s", async (_, hostile) => {
    const error: unknown = await engine.run(hostile).catch((cause: unknown) => cause);
    expect(String(error)).toMatch(/Permission Error|Missing Extension|Invalid Input error/);
    expect(await readdir(outside)).toEqual(["secret.csv"]);
  });

  test("spills, and reads and writes its own directory", async () => {
    await engine.writeCsv("SELECT i FROM range(3) AS t(i)", join(inside, "a.csv"));
    await engine.writeTable("SELECT i FROM range(3) AS t(i)", join(inside, "a.parquet"));
    await engine.run(`CREATE TABLE read AS SELECT * FROM read_csv('${join(inside, "a.csv")}')`);
    await engine.readTable(join(inside, "a.parquet"));
    const sorted =
      "SELECT count(*) AS n FROM (SELECT md5(i::VARCHAR) AS m, i FROM range(1000000) AS t(i) ORDER BY m LIMIT 999999)";
    expect(await engine.row(sorted)).toEqual({ n: 999_999 });
    expect(existsSync(join(inside, "spill"))).toBe(true);
  });
});

test("an engine fetches no extension, confined or not", async () => {
  const spillDirectory = join(await temporaryDirectory(), "spill");
  const engine = await openEngine({ memoryLimit: "100MB", spillDirectory });
  try {
    expect(
      await engine.rows(
        "SELECT name FROM duckdb_settings() WHERE name IN ('autoinstall_known_extensions', 'autoload_known_extensions', 'allow_community_extensions') AND value <> 'false'",
      ),
    ).toEqual([]);
  } finally {
    await engine.close();
  }
});
