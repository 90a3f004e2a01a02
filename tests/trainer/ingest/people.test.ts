import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { pseudonymOf } from "@despliega/storage";
import { openIdentity } from "@despliega/trainer/identity/seal.js";
import { ingestAll } from "@despliega/trainer/ingest/ingest-all.js";
import type { Columns } from "@despliega/trainer/model/columns.js";

import { testKeys } from "../support/keys.js";
import { MODEL, openBench, type Bench, type Outcome } from "./support.js";

const COLUMNS: Columns = {
  patient: { type: "text", person: "identifier", unique: true, absent: "allowed" },
  name: { type: "text", person: "name", absent: "allowed" },
  age: { type: "integer", min: 0 },
  note: { type: "text", optional: true },
};
const keys = testKeys("k2", "k1");
const p = (identifier: string): string => pseudonymOf(keys.pseudonym[0]!, MODEL, identifier)!;

let bench: Bench;
let keyless: Bench;
beforeAll(async () => {
  bench = await openBench(undefined, keys);
  keyless = await openBench();
});
afterAll(async () => {
  await bench.close();
  await keyless.close();
});

/** The identities that an ingestion kept, opened, by their pseudonyms. */
const identitiesOf = ({ all }: Outcome): Record<string, unknown> => {
  if (all.identities === undefined) return {};
  const [header, ...lines] = readFileSync(all.identities.file, "utf8").trimEnd().split("\n");
  expect(header).toBe("pseudonym,identity");
  expect(lines).toHaveLength(all.identities.rows);
  expect(lines).toEqual(lines.toSorted());
  return Object.fromEntries(
    lines.map((line) => {
      const [pseudonym, sealed] = line.split(",") as [string, string];
      return [pseudonym, openIdentity(keys.identity, MODEL, pseudonym, sealed)];
    }),
  );
};

test("identifiers become pseudonyms, names go, and both are kept encrypted", async () => {
  const file = 'note,patient,phone,name,age\n"a,""b""",7,600,"Ruiz, ""Ana""",40\n, 8 ,601,Leo,41\n';
  const outcome = await bench.ingest(file, COLUMNS);
  expect(outcome).toMatchObject({
    rows: [
      [p("7"), "40", 'a,"b"'],
      [p("8"), "41", null],
    ],
    ignoredColumns: ["phone"],
    pseudonymKey: "k2",
    lackedIdentifier: undefined,
    all: { pseudonymKey: "k2" },
  });
  expect(identitiesOf(outcome)).toEqual({
    [p("7")]: { identifier: "7", name: 'Ruiz, "Ana"' },
    [p("8")]: { identifier: " 8 ", name: "Leo" },
  });
  expect(await bench.tables()).toEqual(["history"]);
});

test("the same file gives the same bytes of identities", async () => {
  const bytes = async () =>
    readFileSync(
      (await bench.ingest("patient,name,age,note\n7,Ana,40,\n8,Leo,41,\n", COLUMNS)).all.identities!
        .file,
      "utf8",
    );
  expect(await bytes()).toBe(await bytes());
});

describe("a file without", () => {
  test("both columns needs no keys and has no pseudonyms", async () => {
    const outcome = await keyless.ingest("age,note\n40,a\n41,b\n", COLUMNS);
    expect(outcome).toMatchObject({
      rows: [
        [null, "40", "a"],
        [null, "41", "b"],
      ],
      pseudonymKey: null,
      lackedIdentifier: "patient",
      all: { pseudonymKey: null, identities: undefined },
    });
  });

  test("names keeps the identifiers", async () => {
    const outcome = await bench.ingest("patient,age,note\n7,40,a\n", COLUMNS);
    expect(identitiesOf(outcome)).toEqual({ [p("7")]: { identifier: "7", name: null } });
  });

  test("identifiers keeps no names, which would belong to nobody", async () => {
    const outcome = await keyless.ingest("name,age,note\nAna,40,a\n", COLUMNS);
    expect(outcome).toMatchObject({
      rows: [[null, "40", "a"]],
      ignoredColumns: [],
      all: { identities: undefined },
    });
  });

  test("a column that may not be absent is refused", async () => {
    await expect(bench.ingest("patient,name,age\n7,Ana,40\n", COLUMNS)).rejects.toMatchObject({
      code: "INPUT_HEADER",
    });
  });
});

describe("a row about a person is rejected", () => {
  const rejected = async (lines: string, columns = COLUMNS) => {
    const file = `patient,name,age,note\n${lines}1,Eva,1,\n`;
    return bench.ingest(file, columns, 1);
  };

  test("when the identifier or the name is missing", async () => {
    const { rejections, rejected: count } = await rejected(',Ana,40,\n7,"",40,\n');
    expect(rejections).toEqual(["2:missing", "3:missing"]);
    expect(count).toBe(2);
    expect(readFileSync(bench.rejectedFile, "utf8")).toBe(
      "dataset,line,column,reason\nhistory.csv,2,patient,missing\nhistory.csv,3,name,missing\n",
    );
  });

  test("with every column that does not fit, those about people too", async () => {
    const { rejections, rejected: count, faults } = await rejected(`${"x".repeat(201)},"",old,\n`);
    expect(rejections).toEqual(["2:not an identifier", "2:missing", "2:not an INTEGER"]);
    expect([count, faults]).toEqual([1, 3]);
  });

  test("when the identifier identifies nobody", async () => {
    const { rejections } = await rejected(`  ,Ana,40,\n${"x".repeat(201)},Ana,40,\n`);
    expect(rejections).toEqual(["2:missing", "3:not an identifier"]);
  });

  test("when the same person came before, however the identifier is written", async () => {
    const { rejections } = await rejected('7,Ana,40,\n" 7",Ana,41,\n');
    expect(rejections).toEqual(["3:duplicate"]);
    expect(readFileSync(bench.rejectedFile, "utf8")).toContain("history.csv,3,patient,duplicate\n");
  });

  test("without any trace among the identities", async () => {
    const outcome = await rejected("7,Ana,old,\n8,Leo,40\n");
    expect(outcome.rejections).toEqual(["2:not an INTEGER", "3:too few columns"]);
    expect(identitiesOf(outcome)).toEqual({ [p("1")]: { identifier: "1", name: "Eva" } });
  });
});

test("rows without an identifier have no pseudonym where it is optional", async () => {
  const columns: Columns = {
    ...COLUMNS,
    patient: { type: "text", person: "identifier", optional: true, unique: true },
    name: { type: "text", person: "name", optional: true },
  };
  const outcome = await bench.ingest("patient,name,age,note\n,Ana,1,\n,,2,\n7,,3,\n", columns);
  expect(outcome.rows).toEqual([
    [null, "1", null],
    [null, "2", null],
    [p("7"), "3", null],
  ]);
  expect(identitiesOf(outcome)).toEqual({ [p("7")]: { identifier: "7", name: null } });
});

test.each([
  ["DESPLIEGA_PSEUDONYM_KEYS", { ...keys, pseudonym: [] }],
  ["DESPLIEGA_IDENTITY_KEYS", { ...keys, identity: [] }],
])("a file that names people is not read without %s", async (name, lacking) => {
  writeFileSync(bench.input, "patient,name,age,note\n7,Ana,40,\n");
  const definition = { dataset: "history.csv", table: "history", columns: COLUMNS };
  const reading = ingestAll(
    bench.engine,
    { name: MODEL, inputs: [definition] },
    [{ file: bench.input }],
    { ...bench.options, keys: lacking },
  );
  await expect(reading).rejects.toMatchObject({
    code: "SETTING_INVALID",
    message: expect.stringContaining(`${name}: is needed`),
  });
});

test("a model's inputs are counted together and share one file of rejected rows", async () => {
  const file = (name: string, content: string) => {
    const path = join(bench.options.directory, name);
    writeFileSync(path, content);
    return { file: path };
  };
  const visits: Columns = {
    patient: { type: "text", person: "identifier" },
    day: { type: "date" },
  };
  const model = {
    name: MODEL,
    inputs: [
      { dataset: "patients.csv", table: "patients", columns: COLUMNS },
      { dataset: "visits.csv", table: "visits", columns: visits },
    ],
  };
  const all = await ingestAll(
    bench.engine,
    model,
    [
      file("p.csv", "patient,name,age,note\n7,Ana,40,\n8,Leo,-1,\n"),
      file("v.csv", "day,patient\n2026-01-05,7\nsoon,7\n2026-01-06,7\n2026-01-07,9\n"),
    ],
    { ...bench.options, maxRejected: 0.5 },
  );
  expect(all).toMatchObject({ read: 6, kept: 4, rejected: 2, identities: { rows: 2 } });
  expect(all.inputs.map(({ dataset, kept }) => [dataset, kept])).toEqual([
    ["patients.csv", 1],
    ["visits.csv", 3],
  ]);
  expect(readFileSync(all.rejectedFile, "utf8")).toBe(
    "dataset,line,column,reason\npatients.csv,3,age,out of range\nvisits.csv,3,day,not a DATE\n",
  );
  const identities = readFileSync(all.identities!.file, "utf8").trimEnd().split("\n").slice(1);
  const names = identities.map((line) => {
    const [pseudonym, sealed] = line.split(",") as [string, string];
    return openIdentity(keys.identity, MODEL, pseudonym, sealed).name ?? "nobody";
  });
  expect(names.toSorted((a, b) => a.localeCompare(b))).toEqual(["Ana", "nobody"]);
  const joined = await bench.engine.row<{ rows: number }>(
    "SELECT count(*) AS rows FROM patients JOIN visits USING (pseudonym)",
  );
  expect(joined.rows).toBe(2);
});
