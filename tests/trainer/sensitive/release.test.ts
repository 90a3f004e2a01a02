import { Writable } from "node:stream";

import { describe, expect, test } from "@jest/globals";
import {
  memoryBlobStore,
  openRelease,
  readPart,
  Reference,
  type BlobStore,
  type Manifest,
} from "@despliega/storage";
import { unseenBy } from "@despliega/trainer/dataset/common-ground.js";
import { duckdbDialect } from "@despliega/trainer/engine/duckdb/dialect.js";
import type { PersonKeys } from "@despliega/trainer/ingest/people.js";
import { openIdentity } from "@despliega/trainer/identity/seal.js";

import { authorisationOn } from "../../support/sensitive.js";
import { testKeys } from "../support/keys.js";
import { partsOf, trainOn } from "../support/runs.js";
import { clinicOf, COLUMNS, csvOf, patients, writeInput } from "./clinic.js";

const model = clinicOf();
const people = patients(300);
const keys = testKeys("k2", "k1");
const input = await writeInput(csvOf(people));
const nameless = await writeInput(
  csvOf(
    people,
    COLUMNS.filter((name) => name !== "patient" && name !== "name"),
  ),
);

const run = async (file: string, personKeys?: PersonKeys) => {
  const store = memoryBlobStore();
  const lines: string[] = [];
  const progress = new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(String(chunk));
      done();
    },
  });
  const { manifest } = await trainOn(store, {
    model,
    input: file,
    progress,
    ...(personKeys === undefined ? {} : { personKeys }),
  });
  return { store, manifest, told: lines.join("") };
};

const linesOf = async (store: BlobStore, manifest: Manifest, part: "train_model.csv") => {
  const [header, ...rows] = (await readPart(store, manifest, part)).toString().trim().split("\n");
  return { header, rows: rows.map((row) => row.split(",")) };
};

const known = await run(input, keys);
const unknown = await run(nameless);

describe("a release that learned from people", () => {
  const { store, manifest } = known;

  test("names the key of its pseudonyms, and opens", async () => {
    expect(manifest.serving).toEqual({ ...model.serving, subject: subjectWith("k2") });
    await openRelease(store, "clinic", manifest.version);
  });

  test("identifies its observations by the pseudonyms that the api makes, though its current key is newer", async () => {
    const { rows } = await linesOf(store, manifest, "train_model.csv");
    const { pseudonym: pseudonymKeys } = testKeys("k3", "k2", "k1");
    const person = authorisationOn(memoryBlobStore(), { pseudonymKeys }).subjectFieldOf(manifest)!;
    expect(person.name).toBe("patient");
    const pseudonyms = people.map(({ patient }) => person.pseudonymOf(patient));
    expect(rows.map((row) => row[1])).toEqual(pseudonyms);
  });

  test("keeps who they are, encrypted", async () => {
    const [header, ...lines] = (await readPart(store, manifest, "identities.csv"))
      .toString()
      .trim()
      .split("\n");
    expect(header).toBe("pseudonym,identity");
    const identities = lines.map((line) => {
      const [pseudonym, sealed] = line.split(",") as [string, string];
      return openIdentity(keys.identity, "clinic", pseudonym, sealed);
    });
    const byIdentifier = (a: { identifier: string }, b: { identifier: string }) =>
      a.identifier < b.identifier ? -1 : 1;
    expect(identities.toSorted(byIdentifier)).toEqual(
      people.map(({ patient, name }) => ({ identifier: patient, name })).toSorted(byIdentifier),
    );
    expect(manifest.parts.find(({ name }) => name === "identities.csv")?.rows).toBe(300);
  });

  test("has the same bytes in every part when it is made again", async () => {
    expect(partsOf((await run(input, keys)).manifest)).toEqual(partsOf(manifest));
  });
});

describe("a release that learned from the same rows without who they are", () => {
  const { store, manifest } = unknown;

  test("needs no keys, names none, keeps no identities, and opens", async () => {
    expect(manifest.serving).toEqual({ ...model.serving, subject: subjectWith(null) });
    expect(manifest.parts.map(({ name }) => name)).not.toContain("identities.csv");
    await openRelease(store, "clinic", manifest.version);
  });

  test("says at the start that nobody can be identified", () => {
    expect(unknown.told).toContain("has no patient: each row counts as a person of its own");
    expect(known.told).not.toContain("each row counts");
  });

  test("identifies its observations by invented keys, one each", async () => {
    const { rows } = await linesOf(store, manifest, "train_model.csv");
    expect(new Set(rows.map((row) => row[1])).size).toBe(people.length);
    expect(rows.every((row) => /^row [0-9a-f]{32}$/.test(row[1]!))).toBe(true);
    const withPeople = await linesOf(known.store, known.manifest, "train_model.csv");
    expect(rows.map((row) => row.slice(2))).toEqual(withPeople.rows.map((row) => row.slice(2)));
  });
});

test("another key gives other pseudonyms, under its own name", async () => {
  const rekeyed = await run(input, testKeys("k3", "k2", "k1"));
  expect(rekeyed.manifest.serving).toMatchObject({ subject: { pseudonymKey: "k3" } });
  const of = async (release: typeof known) =>
    (await linesOf(release.store, release.manifest, "train_model.csv")).rows.map((row) => row[1]!);
  const [before, after] = [await of(known), await of(rekeyed)];
  expect(after.every((pseudonym) => pseudonym.startsWith("k3."))).toBe(true);
  const digits = (pseudonym: string) => pseudonym.slice(pseudonym.indexOf(".") + 1);
  expect(before.map(digits).filter((old) => after.map(digits).includes(old))).toEqual([]);
});

test("a release says under which key its test set was drawn, and where there was none says none", async () => {
  const { manifest } = await run(input, testKeys("k3"));
  const drawn = ({ lineage: { parameters } }: Manifest) => parameters;
  expect(drawn(manifest)).toMatchObject({ drawn_by: "entity", pseudonym_key: "k3" });
  expect(drawn(unknown.manifest)).not.toHaveProperty("pseudonym_key");
  expect(unseenBy(duckdbDialect, drawn(manifest), drawn(known.manifest))).toBeUndefined();
  expect(unseenBy(duckdbDialect, drawn(known.manifest), drawn(known.manifest))).toMatch(/entity/);
});

test("the model and its figures are the same when the file is sorted otherwise", async () => {
  const turned = await run(await writeInput(csvOf(people.toReversed())), keys);
  const learned = ({ manifest }: typeof known) => {
    const { "model.json": json, "metrics.json": metrics } = partsOf(manifest);
    return { json, metrics, threshold: manifest.threshold };
  };
  expect(learned(turned)).toEqual(learned(known));
});

test.each([
  ["with people", known],
  ["without", unknown],
])("a sensitive release counts nobody alone, %s", async (_, { store, manifest }) => {
  const part = await readPart(store, manifest, "reference.json");
  const { features, scores } = Reference.parse(JSON.parse(part.toString()));
  const counted = [
    ...features.map(({ training }) => training),
    ...scores.map(({ test: tested }) => tested),
  ];
  const counts = counted.flatMap(({ counts: of, missing, ...rest }) => [
    ...of,
    missing,
    "other" in rest ? rest.other : 0,
  ]);
  expect(counts.filter((count) => count > 0).length).toBeGreaterThan(10);
  expect(counts.filter((count) => count > 0 && count < 10)).toEqual([]);
  expect(part.toString()).not.toMatch(/"(fine|range|served)"/);
});

test.each([
  ["with people", known],
  ["without", unknown],
])(
  "a sensitive release shows neither the ends of a range nor the row of anybody, %s",
  async (_, { store, manifest }) => {
    expect(manifest.features.map(({ range }) => range)).toEqual(
      model.features.map(() => undefined),
    );
    const golden = JSON.parse((await readPart(store, manifest, "golden.json")).toString()) as {
      rows: { features: number[] }[];
    };
    expect(golden.rows.length).toBeGreaterThan(10);
    const { rows } = await linesOf(store, manifest, "train_model.csv");
    for (const [i, { name }] of model.features.entries()) {
      if (name === "ward") continue;
      const values = new Set(rows.map((row) => Number(row[4 + i])));
      expect(golden.rows.filter(({ features }) => values.has(features[i]!))).toEqual([]);
    }
  },
);

function subjectWith(pseudonymKey: string | null) {
  const { serving } = model;
  return { ...(serving.by === "row" ? serving.subject : undefined), pseudonymKey };
}
