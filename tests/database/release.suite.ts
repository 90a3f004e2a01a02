import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { blobNames, listKeptInputs, memoryBlobStore } from "@despliega/storage";
import { inputFromDatabase } from "@despliega/trainer/sources/database/input-from-database.js";
import { withSnapshots } from "@despliega/trainer/sources/database/snapshots.js";
import { beforeAll, describe, expect, test } from "@jest/globals";

import { collect } from "../support/collect.js";
import { riesgo } from "../support/models.js";
import { temporaryDirectory } from "../support/temporary.js";
import { runCommand } from "../trainer/support/command-line.js";
import { partsOf, trainOn } from "../trainer/support/runs.js";
import { LOANS_COLUMNS } from "./loans.js";
import { OWNER, type Postgres } from "./server.js";
import { copied, mainAt } from "./support.js";

const LOANS = { table: "loans", key: ["loan_id"] };

/** `riesgo`, which reads the table of loans. */
const fromTable = {
  ...riesgo,
  inputs: [{ ...riesgo.inputs[0], source: { database: "main", ...LOANS } }] as const,
};

export const describeRelease = (postgres: () => Postgres): void => {
  describe("a model that learns from a table", () => {
    beforeAll(async () => {
      await postgres().sql(`CREATE ROLE reader LOGIN PASSWORD 'reader-secret';
        GRANT SELECT (${Object.keys(riesgo.inputs[0].columns).join(", ")}) ON loans TO reader`);
    });

    test("gives the parts of the same table as a file, to a role that may read its columns alone", async () => {
      const { url } = postgres();
      const read = Object.keys(riesgo.inputs[0].columns);
      const columns = LOANS_COLUMNS.filter((column) => read.includes(column)).join(", ");
      const file = join(await temporaryDirectory(), "loans.csv");
      const rows = { query: `SELECT ${columns} FROM loans`, key: LOANS.key };
      await writeFile(file, await copied(mainAt(url(OWNER)), rows));
      const ofFile = await trainOn(memoryBlobStore(), { input: file });

      const store = memoryBlobStore();
      const databases = new Map([["main", mainAt(url("reader"), "reader-secret")]]);
      const options = { databases, model: fromTable, input: undefined };
      const { manifest } = await trainOn(store, options);
      expect(partsOf(manifest)).toEqual(partsOf(ofFile.manifest));
      expect(manifest.lineage).toEqual(ofFile.manifest.lineage);
      expect(await collect(store.list(blobNames.input("riesgo", "loans.csv")))).toEqual([]);
      const { inputs } = await listKeptInputs(store, "riesgo");
      expect(inputs).toMatchObject([{ kept: { sha256: manifest.lineage.inputs[0]!.sha256 } }]);
      expect(inputs[0]!.kept.source).toMatch(/^loans of postgres:/);
      expect(JSON.stringify(inputs)).not.toContain("secret");
    });

    test("is inspected and begun by the url of the table, and checked by its definition", async () => {
      const { url } = postgres();
      const place = url("reader", "?table=loans&key=loan_id");
      const modelsDirectory = await temporaryDirectory();
      const settings = {
        PGPASSWORD: "reader-secret",
        DESPLIEGA_DIRECTORY: await temporaryDirectory(),
        DESPLIEGA_MODELS_DIRECTORY: modelsDirectory,
      };
      const inspected = await runCommand(settings, "inspect", place);
      expect(inspected).toMatchObject({
        code: 0,
        lines: [{ step: "sniff" }, { step: "read" }, { step: "profile" }, { rows: 9828 }],
      });
      expect(JSON.stringify(inspected)).not.toContain("secret");
      const asked = ["--target", "status", "--key", "id", "--time", "loan_date"];
      const begun = await runCommand(settings, "new", "deuda", "--from", place, ...asked);
      expect(begun.lines.at(-1)).toMatchObject({
        train: `npx despliega train deuda --input '${place}'`,
      });

      const definition = join(modelsDirectory, "deuda", "model.yaml");
      const written = await readFile(definition, "utf8");
      const source = "    source: { database: main, table: loans, key: loan_id }\n";
      expect(written).toContain("    table: loans\n");
      await writeFile(definition, written.replace("    table: loans\n", `$&${source}`));
      const main = { ...settings, DESPLIEGA_DATABASE_MAIN: url("reader") };
      const checked = await runCommand(main, "check", "deuda", "--rows", "1000");
      expect(checked.lines.at(-1)).toMatchObject({ model: "deuda", failed: 0 });
    });

    test("whose inputs are several sees all of them as they were at one moment", async () => {
      const { sql, url } = postgres();
      await sql(`CREATE TABLE ta AS SELECT 1 AS k; CREATE TABLE tb AS SELECT 1 AS k;
        GRANT SELECT ON ta, tb TO reader`);
      const connection = mainAt(url("reader"), "reader-secret");
      const directory = await temporaryDirectory();
      const limits = { connectSeconds: 20, querySeconds: 60 };
      const [a, b] = await withSnapshots(limits, async (snapshots) => {
        const read = (table: string) =>
          inputFromDatabase(
            { dataset: table, place: { connection, rows: { table, key: ["k"] } } },
            snapshots,
            directory,
          );
        const first = await read("ta");
        await sql("INSERT INTO ta VALUES (2); INSERT INTO tb VALUES (2)");
        return [first, await read("tb")];
      });
      expect(await readFile(a.file, "utf8")).toBe("k\n1\n");
      expect(await readFile(b.file, "utf8")).toBe("k\n1\n");
      expect(await copied(connection, { table: "tb", key: ["k"] })).toBe("k\n1\n2\n");
    });
  });
};
