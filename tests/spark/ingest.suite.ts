import { appendFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import type { Engine } from "@despliega/trainer/engine/engine.js";
import { openEngine } from "@despliega/trainer/engine/open-engine.js";
import type { Relation } from "@despliega/trainer/engine/relation.js";
import { ingestAll } from "@despliega/trainer/ingest/ingest-all.js";
import { ingestThere } from "@despliega/trainer/ingest/ingest-there.js";
import type { InputDefinition } from "@despliega/trainer/model/model.js";
import { expect, test } from "@jest/globals";

import { riesgo } from "../support/models.js";
import { temporaryDirectory } from "../support/temporary.js";
import { SAMPLE, sha256 } from "../trainer/support/runs.js";
import type { Cluster } from "./cluster.js";

const loans: InputDefinition = riesgo.inputs[0];

const NO_KEYS = { pseudonym: [], identity: [] };

/** Reading inputs where a cluster reads them. */
export const describeIngest = (now: () => Cluster, engineNow: () => Engine): void => {
  const ingested = async (path: string, definition = loans) => {
    const engine = engineNow();
    const directory = await temporaryDirectory();
    const rejectedFile = join(directory, "rejected.csv");
    const url = pathToFileURL(path).href;
    const limits = { rejectedFile, directory, maxRejected: 0.5 };
    const found = await ingestThere(engine, engine.files!, url, definition, limits);
    return { ...found, told: await readFile(rejectedFile, "utf8") };
  };

  test("each record of a directory is kept or rejected, with its reason and its number", async () => {
    const folder = join(now().directory, "loans");
    await mkdir(folder, { recursive: true });
    const [header, ...rows] = (await readFile(SAMPLE, "utf8")).split("\n").slice(0, 101);
    await writeFile(join(folder, "a.csv"), [header, ...rows.slice(0, 40), ""].join("\n"));
    await writeFile(join(folder, "b.csv"), [header, ...rows.slice(40), ""].join("\n"));
    await appendFile(join(folder, "b.csv"), `${rows[0]!}\nx,y\n`);
    const { table, told, ...found } = await ingested(folder);
    expect(found).toMatchObject({ read: 102, kept: 100, rejected: 2, faults: 2 });
    expect(told).toBe(
      `${loans.dataset},101,loan_id,duplicate\n${loans.dataset},102,"",too few columns\n`,
    );
    const engine = engineNow();
    expect(await engine.row(`SELECT count(*) AS n, max(rowid) AS last FROM ${table.name}`)).toEqual(
      { n: 100, last: 99 },
    );

    const parquet = join(now().directory, "loans.parquet");
    const names = Object.keys(loans.columns).map((name) => `"${name}"`);
    await engine.run(`
      INSERT OVERWRITE DIRECTORY '${parquet}' USING parquet
      SELECT ${names.join(", ")} FROM ${table.name}`);
    const again = await ingested(parquet);
    expect(again).toMatchObject({ read: 100, kept: 100, rejected: 0, told: "" });
    await engine.drop(again.table);
  });

  test("rows of one file have the places that they have on DuckDB, and rejected records their lines", async () => {
    const [header, ...rows] = (await readFile(SAMPLE, "utf8")).split("\n").slice(0, 11);
    const file = join(now().directory, "some.csv");
    const records = [
      ...rows.slice(0, 3),
      "x,y",
      ...rows.slice(3),
      rows[0]!,
      `${rows[1]!},"1,2""",3`,
    ];
    await writeFile(file, `${[header, ...records].join("\n")}\n`);
    const there = await ingested(file);
    const spillDirectory = await temporaryDirectory();
    const duckdb = await openEngine({ memoryLimit: "300MB", threads: 1, spillDirectory });
    const options = { directory: spillDirectory, maxRejected: 0.5, keys: NO_KEYS };
    const here = await ingestAll(duckdb, { name: "m", inputs: [loans] }, [{ file }], options);
    const placesOf = (engine: Engine, { name }: Relation) =>
      engine.rows(`SELECT rowid AS place, loan_id FROM ${name} ORDER BY place`);
    expect(await placesOf(engineNow(), there.table)).toEqual(
      await placesOf(duckdb, here.inputs[0]!.table),
    );
    const told = await readFile(join(spillDirectory, "rejected.csv"), "utf8");
    expect(`dataset,line,column,reason\n${there.told}`).toBe(told);
    expect(told).toMatch(
      /,5,"",too few columns\n.*,13,loan_id,duplicate\n.*,14,"",too many columns\n$/,
    );
    await engineNow().drop(there.table);
    await duckdb.close();
  });

  test("a dialect that the engine's reader has no word for is refused by its name", async () => {
    const decimal = { ...loans, input: { decimal: "," } } as const;
    await expect(ingested(SAMPLE, decimal)).rejects.toThrow(
      "input.decimal of model.yaml cannot be read on Spark",
    );
  });

  test("files are measured by the cluster as the trainer measures one", async () => {
    const file = join(now().directory, "one.csv");
    await writeFile(file, "a,b\n1,2\n");
    const measured = await engineNow().files!.measure(pathToFileURL(file).href);
    expect(measured).toEqual({ bytes: 8, sha256: sha256(Buffer.from("a,b\n1,2\n")) });
    await expect(
      engineNow().files!.measure(pathToFileURL(`${file}.none`).href),
    ).rejects.toMatchObject({ code: "INPUT_UNREADABLE" });
  });
};
