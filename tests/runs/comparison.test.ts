import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { beforeAll, describe, expect, test } from "@jest/globals";
import {
  blobNames,
  memoryBlobStore,
  readLedger,
  readPart,
  type BlobStore,
  type Manifest,
} from "@despliega/storage";
import type { NumberFeature } from "@despliega/trainer/model/feature.js";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";
import { releaseMarkdown } from "@despliega/trainer/report/markdown.js";
import type { Trained } from "@despliega/trainer/pipeline/conclude.js";

import { overwrite } from "../storage/release/altered.js";
import { copyFixture } from "../support/fixture.js";
import { riesgo, riesgoWithoutPoints } from "../support/models.js";
import { temporaryDirectory } from "../support/temporary.js";
import { FOREST } from "../trainer/support/estimators.js";
import { sha256, trainOn } from "../trainer/support/runs.js";

const later = new Date("2026-03-01T00:00:00Z");
const gates = [{ metric: "roc_auc", floor: 0.5, tolerance: 0.01 }];

const withSql = (
  change: (sql: string) => string,
  rest: Partial<Pick<ModelDefinition, "features">> = {},
): ModelDefinition => ({ ...riesgo, gates, ...rest, sql: change(riesgo.sql) });

/** The history of the user counts for nothing: what is left says little. */
const blind = (sql: string): string =>
  sql.replace(/count\(\*\) OVER history AS/, "0 AS not_counted, 1 AS");

const reasonOf = ({ comparison }: Manifest): string =>
  comparison?.outcome === "impossible" ? comparison.reason : `${comparison?.outcome}`;

/** Replaces an artifact of the champion, as an attacker with write access could. */
const forge = async (
  store: BlobStore,
  { model, version, parts }: Manifest,
  name: "features.sql",
  text: string,
): Promise<void> => {
  const bytes = Buffer.from(text);
  await overwrite(store, blobNames.part(model, version, name), () => bytes);
  const before = JSON.stringify(parts.find((part) => part.name === name)?.sha256);
  const blob = blobNames.manifest(model, version);
  await overwrite(store, blob, (manifest) => {
    const json = JSON.parse(
      manifest.toString().replace(before, JSON.stringify(sha256(bytes))),
    ) as Manifest;
    json.parts.find((part) => part.name === name)!.bytes = bytes.length;
    return Buffer.from(JSON.stringify(json));
  });
  const hash = sha256((await store.read(blob)).bytes);
  await overwrite(store, blobNames.champion(model), (pointer) =>
    Buffer.from(JSON.stringify({ ...(JSON.parse(pointer.toString()) as object), manifest: hash })),
  );
};

let first: BlobStore;
let champion: Trained;
beforeAll(async () => {
  first = memoryBlobStore();
  await copyFixture("format-1", first);
  const old = await trainOn(first, { model: { ...riesgo, gates }, input: undefined });
  champion = old;
});

/** A store whose champion is of format 2; `champion` is its release. */
const newStore = async (): Promise<BlobStore> => {
  const store = memoryBlobStore();
  for await (const { name } of first.list("")) {
    const { bytes } = await first.read(name);
    if (name.endsWith(".jsonl")) await store.append(name, bytes, 0);
    else await store.create(name, bytes);
  }
  return store;
};

const run = (store: BlobStore, model: ModelDefinition, options = {}): Promise<Trained> =>
  trainOn(store, { model, input: undefined, now: later, ...options });

describe("a release", () => {
  test("holds its definition and its SQL as they were", async () => {
    const sql = await readPart(first, champion.manifest, "features.sql");
    expect(sql.toString()).toBe(riesgo.sql);
    const yaml = await readPart(first, champion.manifest, "model.yaml");
    expect(yaml.toString()).toBe(riesgo.yaml);
  });

  test("of a model that has no champion says so, and needs no consent", async () => {
    const { manifest, champion: promoted } = await trainOn(memoryBlobStore());
    expect(manifest.comparison).toEqual({ outcome: "first" });
    expect(promoted?.consent).toBeUndefined();
    expect(releaseMarkdown(manifest)).toContain("There was no champion to compare it with.");
  });
});

describe("a candidate is compared on the same rows", () => {
  test("when it drops features that its champion needs and its SQL still gives", async () => {
    const store = await newStore();
    const features = riesgo.features.slice(2);
    const { manifest } = await run(store, { ...riesgo, gates, features });
    expect(manifest.comparison).toMatchObject({ outcome: "compared" });
    // Same input, same test rows: the champion does there as it did when it was made.
    expect(manifest.champion).toEqual({
      version: champion.manifest.version,
      metrics: champion.manifest.metrics,
    });
    expect(manifest.gates.length).toBe(2);
  });

  test("when its own SQL does not give them any more", async () => {
    const store = await newStore();
    const model = withSql((sql) => sql.replace("AS nb_previous_loans", "AS loans_before"), {
      features: riesgo.features.map((feature) =>
        feature.name === "nb_previous_loans" ? { ...feature, name: "loans_before" } : feature,
      ),
    });
    const { manifest, champion: promoted } = await run(store, model);
    expect(manifest.champion?.metrics).toEqual(champion.manifest.metrics);
    expect(manifest.metrics).toEqual(champion.manifest.metrics);
    expect(promoted?.version).toBe(manifest.version);
    expect(promoted?.consent).toBeUndefined();
  });

  test("with the champion's own features where its SQL gives other values by the same name", async () => {
    const store = await newStore();
    const { manifest, champion: promoted } = await run(store, withSql(blind));
    expect(manifest.champion?.metrics).toEqual(champion.manifest.metrics);
    expect(manifest.metrics["roc_auc"]).not.toBe(champion.manifest.metrics["roc_auc"]);
    expect(promoted === undefined).toBe(manifest.gates.some(({ passed }) => !passed));
  });

  test("by the days of the champion's own SQL, whatever the candidate calls a day", async () => {
    const store = await newStore();
    // What was oldest becomes newest, so that the candidate is tested on what the champion learned from.
    const mirrored = withSql(
      (sql) =>
        `SELECT * REPLACE ('2030-01-01'::DATE + ('2023-01-01'::DATE - observed_at)::INTEGER AS observed_at) FROM (${sql})`,
    );
    const { manifest, champion: promoted } = await run(store, mirrored);
    expect(reasonOf(manifest)).toBe("it learned from every observation of this test set");
    expect(promoted).toBeUndefined();
  });

  test("unless the champion's own features are of a type by now that nothing can be scored with", async () => {
    const store = await newStore();
    await forge(
      store,
      champion.manifest,
      "features.sql",
      `SELECT * REPLACE ('x' AS age) FROM (${riesgo.sql})`,
    );
    const { manifest, champion: promoted } = await run(store, { ...riesgo, gates });
    expect(reasonOf(manifest)).toMatch(/^its answers cannot be measured: /);
    expect(promoted).toBeUndefined();
  });

  test("with a forest as the champion, which is scored in memory", async () => {
    const store = await newStore();
    const forest: ModelDefinition = { ...riesgoWithoutPoints, gates: [], estimators: [FOREST] };
    const before = await run(store, forest);
    const model = { ...forest, sql: `-- not the same\n${riesgo.sql}` };
    const { manifest } = await run(store, model, { now: new Date("2026-03-02T00:00:00Z") });
    expect(manifest.champion).toEqual({
      version: before.manifest.version,
      metrics: before.manifest.metrics,
    });
  });

  test("that neither learned from, where it tests more than its champion did", async () => {
    const store = await newStore();
    const model: ModelDefinition = { ...riesgo, gates, split: { by: "time", testShare: 0.4 } };
    const { manifest } = await run(store, model);
    const rows = champion.manifest.lineage.parameters["test_from"];
    expect(manifest.comparison).toMatchObject({
      outcome: "compared",
      of: expect.any(Number),
      candidate: { roc_auc: expect.any(Number) },
    });
    if (manifest.comparison?.outcome !== "compared") throw new Error("It is compared");
    expect(manifest.comparison.rows).toBeLessThan(manifest.comparison.of);
    expect(rows).toBeDefined();
    expect(manifest.champion?.metrics).toEqual(champion.manifest.metrics);
    expect(manifest.gates[1]?.value).toBe(manifest.comparison.candidate?.["roc_auc"]);
    expect(releaseMarkdown(manifest)).toContain("those from which the champion did not learn");
  });
});

describe("a candidate is held back until somebody consents", () => {
  const otherKeys = (sql: string): string =>
    sql.replace("loan_id AS observation", "loan_id + 1 AS observation");
  const otherLabels = (sql: string): string =>
    sql.replace("status AS label", "1 - status AS label");
  test.each<[string, () => ModelDefinition, RegExp]>([
    ["its keys are others", () => withSql(otherKeys), /gives other keys: \d+ of \d+ test obs/],
    ["its labels are others", () => withSql(otherLabels), /test observations another label/],
    [
      "its target is another",
      () => ({ ...riesgo, gates, columns: { ...riesgo.columns, label: "gone_bad" } }),
      /^its target is status$/,
    ],
    [
      "its test set is drawn in another way",
      () => ({ ...riesgo, gates, split: { by: "chance", testShare: 0.25 } }),
      /^its test set was drawn in another way/,
    ],
    [
      "its input lacks what the champion's SQL reads",
      () => {
        const { flag_own_car: _, ...columns } = riesgo.inputs[0].columns;
        const model = withSql((sql) =>
          sql
            .replaceAll(", flag_own_car\n", "\n")
            .replace("CASE flag_own_car WHEN 'N' THEN 0 ELSE 1 END", "1"),
        );
        return { ...model, inputs: [{ ...riesgo.inputs[0], columns }] };
      },
      /^its features\.sql does not run on the present input: .*flag_own_car/,
    ],
  ])("when %s", async (_, make, reason) => {
    const store = await newStore();
    const model = make();
    const { manifest, champion: promoted } = await run(store, model);
    expect(reasonOf(manifest)).toMatch(reason);
    expect(reasonOf(manifest)).not.toContain("\n");
    expect(promoted).toBeUndefined();
    expect(manifest.gates.every(({ passed }) => passed)).toBe(true);
    expect(releaseMarkdown(manifest)).toContain("it could not be compared with the champion");
  });

  test("when the champion is damaged, until a reason for the ledger is given", async () => {
    const store = await newStore();
    const { version } = champion.manifest;
    await overwrite(store, blobNames.part("riesgo", version, "model.json"), () =>
      Buffer.from("{}"),
    );
    const held = await run(store, { ...riesgo, gates });
    expect(reasonOf(held.manifest)).toMatch(/^it cannot be read: /);
    expect(held.champion).toBeUndefined();
    const { champion: promoted } = await run(
      store,
      { ...riesgo, gates },
      {
        consent: "the champion is damaged",
        now: new Date("2026-03-02T00:00:00Z"),
      },
    );
    expect(promoted).toMatchObject({ consent: "the champion is damaged" });
    expect((await readLedger(store, "riesgo")).at(-1)).toEqual(promoted);
  });

  test("when a champion of format 1, without SQL, needs other features", async () => {
    const store = memoryBlobStore();
    await copyFixture("format-1", store);
    const features = riesgo.features.slice(1);
    const { manifest, champion: promoted } = await run(store, { ...riesgo, gates, features });
    expect(reasonOf(manifest)).toContain("needs nb_previous_loans, which this release");
    expect(promoted).toBeUndefined();
  });

  test("when the champion's SQL reads a file, as no SQL may that comes out of a store", async () => {
    const store = memoryBlobStore();
    await copyFixture("format-1", store);
    const file = join(await temporaryDirectory(), "secret.txt");
    await writeFile(file, "a secret");
    const { manifest } = await run(store, { ...riesgo, gates });
    const reading = `SELECT * FROM read_text('${file}')`;
    await forge(store, manifest, "features.sql", reading);
    const next = await run(store, { ...riesgo, gates }, { now: new Date("2026-03-02T00:00:00Z") });
    expect(reasonOf(next.manifest)).toMatch(
      /does not run on the present input: calls read_text\(…\) in the place of a table/,
    );
  });

  test.each([
    ["two statements", `${riesgo.sql.trimEnd()};\nSELECT 1`, /holds 2 statements/],
    ["no query", "DROP TABLE loans", /is no query/],
  ])("when the champion's SQL is %s, as no user's own may be", async (_, sql, reason) => {
    const store = await newStore();
    await forge(store, champion.manifest, "features.sql", sql);
    const { manifest, champion: promoted } = await run(store, { ...riesgo, gates });
    expect(reasonOf(manifest)).toMatch(reason);
    expect(promoted).toBeUndefined();
  });

  test("but not by a gate alone, which nobody can consent to", async () => {
    const store = await newStore();
    const strict = [{ metric: "roc_auc", floor: 0.999, tolerance: 0.01 }];
    const { champion: promoted } = await run(
      store,
      { ...riesgo, gates: strict },
      { consent: "why" },
    );
    expect(promoted).toBeUndefined();
  });
});

describe("a changed signature", () => {
  test("is in the manifest, the report and the output of the run, compared or not", async () => {
    const store = await newStore();
    const [loans, amount, age, ...others] = riesgo.features;
    const features = [
      { ...(age as NumberFeature), type: "number" as const },
      { ...amount! },
      { name: "loans_before", type: "integer" as const, description: loans!.description },
      ...others,
    ];
    const model = withSql((sql) => sql.replace("AS nb_previous_loans", "AS loans_before"), {
      features,
    });
    const { manifest } = await run(store, model);
    expect(manifest.signatureChange).toEqual({
      since: champion.manifest.version,
      added: ["loans_before"],
      removed: ["nb_previous_loans"],
      retyped: ["age"],
      reordered: true,
    });
    expect(releaseMarkdown(manifest)).toContain(
      "it adds loans_before; removes nb_previous_loans; changes the type or the values of age; changes their order.",
    );
  });

  test("is not reported where nothing changed", async () => {
    const { manifest } = await run(await newStore(), { ...riesgo, gates });
    expect(manifest.signatureChange).toBeUndefined();
  });
});
