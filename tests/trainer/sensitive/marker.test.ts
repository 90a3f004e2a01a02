import { createHash } from "node:crypto";
import { Writable } from "node:stream";
import { inspect } from "node:util";
import { gunzipSync } from "node:zlib";

import { describe, expect, test } from "@jest/globals";
import { blobNames, type BlobStore } from "@despliega/storage";
import type { ProgressStream } from "@despliega/trainer/pipeline/progress.js";

import { azuriteStore } from "../../support/azurite.js";
import { testKeys } from "../support/keys.js";
import { blobsOf, trainOn, type RunOptions } from "../support/runs.js";
import { clinicOf, COLUMNS, csvOf, patient, patients, writeInput, type Patient } from "./clinic.js";

const personKeys = testKeys("k1");
const model = clinicOf();
const casting = clinicOf(model.sql.replace("length(ward)", "ward::BIGINT"));

/** Rows that are rejected, each for another column or reason, with values that no other row has. */
const unfit = (kept: readonly Patient[]): readonly string[] => {
  const broken = (number: number, change: Partial<Patient>) =>
    csvOf([{ ...patient(number), ...change }]).split("\n")[1]!;
  return [
    broken(9_001, { born: "zq-born-1" }),
    broken(9_002, { cells: "zq-cells-2" }),
    broken(9_003, { weight: "zq-weight-3" }),
    broken(9_004, { dose: "zq-dose-4" }),
    broken(9_005, { ward: `zq-ward-5-${"w".repeat(40)}` }),
    broken(9_006, { sick: "zq-sick-6" }),
    broken(9_007, { patient: "" }),
    broken(9_008, { name: "" }),
    broken(9_009, { patient: "zq-patient-9-".repeat(20) }),
    broken(9_010, { patient: kept[0]!.patient }),
    `${broken(9_011, {})},zq-extra-11`,
    broken(9_012, { name: '"Zq Open 12' }),
    broken(9_013, { name: 'Zq "Quote" 13' }),
    broken(9_014, { cells: "-7014014014" }),
    broken(9_015, { born: "1812-07-21" }),
  ];
};

const kept = patients(1_600);
const rejected = unfit(kept);
const file = [csvOf(kept).trimEnd(), ...rejected, ""].join("\n");

/** Every field of every row, also in the forms that other software might write. */
const fieldsOf = (names: readonly (typeof COLUMNS)[number][]): readonly string[] => [
  ...kept.flatMap((row) => names.map((name) => row[name])),
  ...rejected.flatMap((row) =>
    row.split(",").filter((field, i) => names.includes(COLUMNS[i]!) && field.length > 8),
  ),
];
const PERSONS = fieldsOf(["patient", "name"]);
/** Of rows that are rejected nothing is kept, of the others what the model reads. */
const UNKEPT = [
  ...PERSONS,
  ...kept.map(({ phone }) => phone),
  ...rejected.flatMap((row) => row.split(",").filter((field) => field.length > 8)),
];
const OTHERS = ["phone", "ward"] as const;
const NUMBERS = ["born", "cells", "weight", "dose"] as const;
const MARKS = [...PERSONS, ...fieldsOf(OTHERS), ...fieldsOf(NUMBERS)];

/** Forbidden values in a text, at most five. */
const found = (marks: readonly string[], text: string): readonly string[] => {
  // Most marks are ruled out by how they begin, without a look through the text for each.
  const beginnings = new Set<string>();
  for (let at = 0; at < text.length; at++) beginnings.add(text.slice(at, at + BEGINNING));
  const present = marks.filter(
    (mark) => beginnings.has(mark.slice(0, BEGINNING)) && text.includes(mark),
  );
  return present.slice(0, 5);
};
const BEGINNING = 5;

const encoded = (text: string): readonly string[] => {
  const bytes = Buffer.from(text);
  const hashes = ["md5", "sha1", "sha256"].map((name) => createHash(name).update(text));
  return [
    bytes.toString("hex"),
    // At any place among other bytes.
    ...[0, 1, 2].map((at) => bytes.subarray(at, at + 9).toString("base64")),
    bytes.toString("latin1"),
    bytes.toString("utf16le"),
    encodeURIComponent(text),
    ...hashes.map((hash) => hash.digest("hex")),
  ];
};

/** All output of a run, as JSON and on a terminal. */
const telling = (isTTY: boolean) => {
  let text = "";
  const stream: ProgressStream & { isTTY?: boolean } = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  if (isTTY) stream.isTTY = true;
  return { stream, text: () => text };
};

const contents = async (store: BlobStore): Promise<ReadonlyMap<string, Buffer>> => {
  const blobs = new Map<string, Buffer>();
  for (const name of await blobsOf(store)) {
    const { bytes } = await store.read(name);
    blobs.set(name, name.endsWith(".gz") ? gunzipSync(bytes) : bytes);
  }
  return blobs;
};

test.each([
  ["told in JSON, tuned", false, { trials: 2, seed: 1 }],
  ["told to a terminal", true, undefined],
])(
  "what is planted in an input turns up nowhere but where it may: a run %s",
  async (_, isTTY, tune) => {
    const store = await azuriteStore();
    const told = telling(isTTY);
    const input = await writeInput(file);
    const { manifest } = await trainOn(store, {
      model,
      input,
      personKeys,
      tune,
      progress: told.stream,
    });
    expect(manifest.lineage.inputs[0]).toMatchObject({
      rows: kept.length + rejected.length,
      rejected: rejected.length,
    });

    expect(told.text()).toContain("ingest");
    expect(found([...MARKS, "phone"], told.text())).toEqual([]);

    const blobs = await contents(store);
    const part = (name: Parameters<typeof blobNames.part>[2]) =>
      blobNames.part("clinic", manifest.version, name);
    // Everything is looked at where it would show if it were there.
    expect(
      found(fieldsOf(["weight"]), blobs.get(part("train_model.csv"))!.toString()),
    ).toHaveLength(5);
    expect(blobs.get(part("report.html"))!.toString()).toContain("patients are sick");
    expect([...blobs.keys()]).toEqual(
      expect.arrayContaining(
        manifest.parts.map((of) => blobNames.described("clinic", manifest.version, of)),
      ),
    );

    const content = [...blobs.keys()].find((name) => name.endsWith(".gz"));
    expect(found(fieldsOf(["ward"]), blobs.get(content!)!.toString())).toHaveLength(5);
    const marksOf = (name: string): readonly string[] => {
      if (name === content) return UNKEPT;
      return name === part("train_model.csv") ? [...PERSONS, ...fieldsOf(OTHERS)] : MARKS;
    };
    for (const [name, bytes] of blobs) {
      const text = bytes.toString();
      const marks = marksOf(name);
      expect({ name, found: found(marks, text) }).toEqual({ name, found: [] });
      const raw = bytes.toString("latin1");
      const people = PERSONS.slice(0, 40).concat(PERSONS.slice(-10)).flatMap(encoded);
      expect({ name, found: found(people, raw) }).toEqual({ name, found: [] });
    }
    expect(blobs.get(part("rejected.csv"))!.toString().split("\n")).toHaveLength(
      rejected.length + 2,
    );
  },
);

describe("an error repeats nothing of the input", () => {
  const manyUnfit = [...csvOf(kept.slice(0, 100)).trimEnd().split("\n"), ...rejected, ""];
  const without = (name: keyof Patient) => COLUMNS.filter((column) => column !== name);

  test.each<[string, string, Partial<RunOptions>, string]>([
    ["when too many rows do not fit", manyUnfit.join("\n"), {}, "INPUT_REJECTED"],
    ["when the header is a row", csvOf(kept).split("\n").slice(1).join("\n"), {}, "INPUT_HEADER"],
    ["when a column is missing", csvOf(kept, without("dose")), {}, "INPUT_HEADER"],
    [
      "when a column is named twice",
      csvOf(kept, [...COLUMNS, "patient"]).replaceAll("phone", kept[0]!.patient),
      {},
      "INPUT_HEADER",
    ],
    [
      "when there are no keys",
      file,
      { personKeys: { pseudonym: [], identity: [] } },
      "SETTING_INVALID",
    ],
    ["when features.sql cannot take a value", file, { model: casting }, "VALUE_REFUSED"],
    [
      "when nobody is sick",
      csvOf(kept.map((row) => ({ ...row, sick: "0" }))),
      {},
      "SPLIT_IMPOSSIBLE",
    ],
  ])("%s", async (_, content, options, code) => {
    const store = await azuriteStore();
    const told = telling(false);
    const input = await writeInput(content);
    const error: unknown = await trainOn(store, {
      model,
      input,
      personKeys,
      progress: told.stream,
      ...options,
    }).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code });
    const text = inspect(error, { depth: Infinity, maxStringLength: Infinity });
    expect(text).toContain(code);
    expect(found(MARKS, text)).toEqual([]);
    expect(found(MARKS, told.text())).toEqual([]);
    const unexpected = (name: string) => !name.startsWith(blobNames.keptInputs("clinic"));
    expect((await blobsOf(store)).filter(unexpected)).toEqual([]);
  });
});
