import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { identifier } from "@despliega/trainer/engine/sql.js";
import { ingestAll } from "@despliega/trainer/ingest/ingest-all.js";
import type { Columns } from "@despliega/trainer/model/columns.js";
import type { InputFormat } from "@despliega/trainer/model/input-format.js";

import { testKeys } from "../support/keys.js";
import { temporaryDirectory } from "../../support/temporary.js";
import { MODEL, openBench, type Bench } from "./support.js";

const COLUMNS: Columns = {
  patient: { type: "text", person: "identifier", unique: true, optional: true, absent: "allowed" },
  name: { type: "text", person: "name", absent: "allowed" },
  age: { type: "integer", min: 0, max: 120 },
  weight: { type: "number", min: 1 },
  born: { type: "date", optional: true },
  note: { type: "text", optional: true, maxLength: 20 },
};

let bench: Bench;
let keyless: Bench;
beforeAll(async () => {
  bench = await openBench(undefined, testKeys("k1"));
  keyless = await openBench();
});
afterAll(async () => {
  await bench.close();
  await keyless.close();
});

/** Everything that a release takes from an ingestion. */
const ingested = async (
  { engine, options }: Bench,
  source: { readonly file: string; readonly kept?: { readonly pseudonymKey: string | null } },
  { columns = COLUMNS, format = {} }: { readonly columns?: Columns; readonly format?: InputFormat },
  keepTable: boolean,
) => {
  await engine.run("DROP TABLE IF EXISTS history");
  const definition = { dataset: "history.csv", table: "history", columns, input: format };
  const model = { name: MODEL, inputs: [definition] };
  const directory = await temporaryDirectory();
  const all = await ingestAll(engine, model, [source], {
    ...options,
    ...{ directory, maxRejected: 1, keepTable },
  });
  const names = await engine.rows<{ name: string }>(
    "SELECT column_name AS name FROM duckdb_columns() WHERE table_name = 'history'",
  );
  const list = names.map(({ name }) => identifier(name)).join(", ");
  const { read, kept, rejected, faults, pseudonymKey, rejectedFile, identities } = all;
  return {
    file: all.inputs[0]!.keptTable?.file,
    identities,
    same: {
      ...{ read, kept, rejected, faults, pseudonymKey, names },
      rows: await engine.rows(`SELECT rowid AS place, ${list} FROM history ORDER BY rowid`),
      rejects: readFileSync(rejectedFile, "utf8"),
      quality: all.inputs[0]!.quality,
    },
  };
};

/** Ingests a text, keeps its table, and ingests that without any key. */
const keptAgain = async (
  text: string | Uint8Array,
  definition: { readonly columns?: Columns; readonly format?: InputFormat } = {},
) => {
  const input = join(await temporaryDirectory(), "input.csv");
  writeFileSync(input, text);
  const { file, ...first } = await ingested(bench, { file: input }, definition, true);
  const { pseudonymKey } = first.same;
  const source = { file: file!, kept: { pseudonymKey } };
  const again = await ingested(keyless, source, definition, false);
  return { first, again, text: readFileSync(file!, "utf8") };
};

const FIT = [
  '7,"Ruiz, ""Ana""",600-1,40,61.5,1980-01-02,"a, ""b""\r\nc"',
  " 8 ,Leo,600-2,41,70,,",
  "9,Eva,600-3,42,59.25,1981-05-06,ñandú",
  ",Nil,600-4,43,80,1970-01-01,no identifier",
];
const UNFIT = [
  "11,zq-name,600-5,zq-age,61,1980-01-01,x",
  "12,Ada,zq-weight,44,zq-weight,zq-born,x",
  "13,,600-7,45,60,1980-01-01,x",
  "7,Ana,600-8,40,61.5,1980-01-02,again zq-again",
  "14,zq-short,600",
  "15,zq-long,600,1,2,1980-01-01,x,y,z",
  '16,"zq-open,600,1,2,1980-01-01,x',
  `17,Max,600-9,46,60,1980-01-01,${"zq-note".repeat(9)}`,
  `${"zq-identifier".repeat(30)},Mia,600-9,-47,60,1980-01-01,x`,
];
const HEADER = "patient,name,phone,age,weight,born,note";

test("a table that was kept gives the same rows, rejects and counts as the input, without keys", async () => {
  const lines = [HEADER, FIT[0], UNFIT[0], FIT[1], ...UNFIT.slice(1, 6), FIT[2], "", FIT[3]];
  const { first, again } = await keptAgain([...lines, ...UNFIT.slice(7), UNFIT[6]].join("\n"));
  expect(first.same).toMatchObject({ kept: 4, rejected: 9, pseudonymKey: "k1" });
  expect(first.same.rejects.split("\n").length).toBeGreaterThan(11);
  expect(again.same).toEqual(first.same);
  expect(first.identities).toMatchObject({ rows: 3 });
  expect(again.identities).toBeUndefined();
});

test("it holds no identifier, no name, no other column, and no value of a rejected row", async () => {
  const { text } = await keptAgain([HEADER, ...FIT, ...UNFIT, ""].join("\n"));
  expect(text).toContain("ñandú");
  expect(text).toContain("not an identifier");
  for (const secret of ["Ana", "Leo", "Eva", "Nil", "600", "zq-", "k1.undefined"])
    expect(text).not.toContain(secret);
  expect(text.match(/k1\.[0-9a-f]{64}/g)).toHaveLength(3);
  // An encrypted identity has three dots.
  expect(text).not.toMatch(/k1\.[\w-]+\.[\w-]+/);
});

test.each<[string, readonly string[], Parameters<typeof keptAgain>[1]]>([
  ["without a column about people", ["age,weight,born,note", "40,61,,x", "41,62,,y"], {}],
  [
    "without a rejected row or a column that is not read",
    ["patient,name,age,weight,born,note", "1,Ana,40,61,,x"],
    {},
  ],
  ["with rejected rows alone but one", ["age,weight,born,note", "40,61,,x", "x,y,z,"], {}],
  [
    "in another format",
    ["patient;name;age;weight;born;note", "1;Ana;40;61,5;02/01/1980;a", "2;Leo;x;61,5;02/01/1980;"],
    { format: { delimiter: ";", decimal: ",", dateFormat: "DD/MM/YYYY" } },
  ],
])("so does one %s", async (_, lines, definition) => {
  const { first, again } = await keptAgain([...lines, ""].join("\n"), definition);
  expect(first.same.kept).toBeGreaterThan(0);
  expect(again.same).toEqual(first.same);
});

test("a table of a model about people without people in it leaves out what the model does not read", async () => {
  const { text } = await keptAgain("phone,age,weight,born,note\n600,40,61,,x\n");
  expect(text).toBe('": line",": rejected","age","weight","born","note"\n2,,40,61,,x\n');
});
