import { Writable } from "node:stream";

import { beforeAll, describe, expect, test } from "@jest/globals";
import {
  answerIds,
  blobNames,
  Manifest,
  memoryBlobStore,
  openRelease,
  readPart,
  type BlobStore,
  type Release,
} from "@despliega/storage";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";
import { createProgress } from "@despliega/trainer/pipeline/progress.js";
import { monitor } from "@despliega/trainer/pipeline/monitor/monitor.js";

import { riesgo } from "../support/models.js";
import { linesByDay, putLines, type Question } from "../support/recorded-lines.js";
import { fewLoans } from "../trainer/support/few-loans.js";
import { trainOn } from "../trainer/support/runs.js";

const UNTIL = "2026-03-28";

const releases = memoryBlobStore();
let release: Release;
let entities: (readonly (number | null)[])[];

beforeAll(async () => {
  const { manifest } = await trainOn(releases, { input: await fewLoans() });
  release = await openRelease(releases, "riesgo", manifest.version);
  const [, ...rows] = (await readPart(releases, manifest, "features.csv"))
    .toString()
    .trim()
    .split("\n");
  entities = rows.map((row) =>
    row
      .split(",")
      .slice(1)
      .map((field) => (field === "" ? null : Number(field))),
  );
});

type Row = readonly (number | null)[];

/** Questions about entities of the release, one about each of so many keys. */
const asked = (
  count: number,
  day: (nth: number) => string,
  changed: (row: Row, nth: number) => Row = (row) => row,
): Question[] =>
  Array.from({ length: count }, (_, nth) => {
    const features = changed(entities[(nth * 7919) % entities.length]!, nth);
    const score = release.scorer.score(Float64Array.from(features, (value) => value ?? NaN));
    const key = `h:${nth.toString(16).padStart(32, "0")}`;
    return { day: day(nth), version: release.manifest.version, key, features, score };
  });

const inMarch = (nth: number) => `2026-03-${String((nth % 28) + 1).padStart(2, "0")}`;

const look = (
  predictions: BlobStore,
  threads = 2,
  model: ModelDefinition = riesgo,
  store: BlobStore = releases,
) =>
  monitor(
    { model, version: release.manifest.version, days: 28, until: UNTIL },
    {
      store,
      predictions,
      settings: { memoryLimit: "300MB", threads },
      progress: createProgress(new Writable({ write: (_chunk, _encoding, done) => done() })),
    },
  );

const recorded = async (questions: readonly Question[], more: readonly string[] = []) => {
  const store = memoryBlobStore();
  await putLines(store, "riesgo", linesByDay(questions));
  if (more.length > 0)
    await putLines(store, "riesgo", new Map([["2026-03-02", more]]), "f".repeat(16));
  return store;
};

describe("a look at recorded answers", () => {
  test("finds nothing where those ask whom the release serves, and says the same with any number of threads", async () => {
    const store = await recorded(asked(1_500, inMarch));
    const found = await look(store, 1);
    expect(found).toMatchObject({
      window: { from: "2026-03-01", to: UNTIL, answers: 1_500, counted: 1_500 },
      before: { from: "2026-02-01", to: "2026-02-28", answers: 0, counted: 0 },
      data: { torn: 0, faults: [], otherFeatures: 0 },
      verdict: "good",
      drift: { enough: true },
      expected: { loss: { verdict: "passes" } },
    });
    expect(await look(store, 4)).toEqual(found);
  });

  test("finds a feature that moved, and says how far", async () => {
    const older = (row: Row): Row =>
      row.map((value, i) => (i === 2 && value !== null ? value + 12 : value));
    const found = await look(await recorded(asked(1_500, inMarch, older)));
    expect(found.verdict).toBe("drift");
    const drifted = found.drift.features.filter(({ against }) => against.comparison?.drifted);
    expect(drifted.map(({ feature }) => feature)).toEqual(["age"]);
    expect(found.reasons[0]).toMatchObject({ verdict: "drift", subject: "age" });
    const [first] = found.contribution!.shifts;
    expect(first!.feature).toBe("age");
    const [low, high] = first!.shift.interval!;
    expect(low * high).toBeGreaterThan(0);
  });

  test("finds a column that was gone for two days as a fault, of days that are no more than a week ago", async () => {
    const gone = (first: number) => (row: Row, nth: number) =>
      (nth % 28) + 1 === first || (nth % 28) + 1 === first + 1
        ? row.map((value, i) => (i === 1 ? null : value))
        : row;
    const late = await look(await recorded(asked(2_800, inMarch, gone(25))));
    expect(late.verdict).toBe("fault");
    expect(late.data.faults).toEqual([
      {
        feature: "avg_amount_loans_previous",
        kind: "missing",
        from: "2026-03-25",
        to: "2026-03-26",
        share: 1,
        usual: 0,
      },
    ]);
    const early = await look(await recorded(asked(2_800, inMarch, gone(3))));
    expect(early.data.faults.length).toBe(1);
    expect(early.verdict).not.toBe("fault");
  });

  test("takes values that grow beyond those of training for drift, and values in another unit for a fault", async () => {
    const [, , age] = release.manifest.features;
    const [least, most] = age!.range!;
    const aged = (change: (years: number) => number) => (row: Row) =>
      row.map((value, i) => (i === 2 && value !== null ? change(value) : value));
    const grown = await look(
      await recorded(
        asked(
          2_800,
          inMarch,
          aged((years) => most + (years - least) / 2 + 1),
        ),
      ),
    );
    expect(grown.data.features[2]).toMatchObject({ feature: "age", outOfRange: 1 });
    expect(grown.data.faults).toEqual([]);
    expect(grown.verdict).toBe("drift");
    const inMonths = await look(
      await recorded(
        asked(
          2_800,
          inMarch,
          aged((years) => years * 12),
        ),
      ),
    );
    expect(inMonths.data.faults).toEqual([
      expect.objectContaining({ feature: "age", kind: "out of range", usual: 0, to: UNTIL }),
    ]);
    expect(inMonths.verdict).toBe("fault");
    expect(inMonths.reasons[0]!.text).toContain("are far beyond those of training");
  });

  test("needs no reference.json, which releases of an earlier version lack", async () => {
    const name = blobNames.manifest("riesgo", release.manifest.version);
    const earlier: BlobStore = {
      ...releases,
      async read(blob) {
        const found = await releases.read(blob);
        if (blob.endsWith("reference.json")) throw new Error("there is no such part");
        if (blob !== name) return found;
        const manifest = Manifest.parse(JSON.parse(found.bytes.toString()));
        const parts = manifest.parts.filter((part) => part.name !== "reference.json");
        return { ...found, bytes: Buffer.from(JSON.stringify({ ...manifest, parts })) };
      },
    };
    const same = await look(await recorded(asked(1_500, inMarch)), 2, riesgo, earlier);
    expect(same).toMatchObject({ verdict: "good", window: { counted: 1_500 } });
    expect(same.drift.features.map(({ against }) => against.reference)).toEqual(
      release.manifest.features.map(() => "served"),
    );
    const older = (row: Row): Row =>
      row.map((value, i) => (i === 2 && value !== null ? value + 12 : value));
    const moved = await look(await recorded(asked(1_500, inMarch, older)), 2, riesgo, earlier);
    expect(moved.reasons[0]).toMatchObject({ verdict: "drift", subject: "age" });
    const gone = (row: Row): Row => row.map((value, i) => (i === 1 ? null : value));
    const fault = await look(await recorded(asked(1_500, inMarch, gone)), 2, riesgo, earlier);
    expect(fault.reasons[0]).toMatchObject({
      verdict: "fault",
      subject: "avg_amount_loans_previous",
    });
  });

  test("counts what is torn, dropped, refused, of a challenger or of other features, and leaves it out", async () => {
    const questions = asked(600, inMarch);
    const [line] = linesByDay(questions).get("2026-03-01")!;
    const counts = (refused: object) =>
      JSON.stringify({
        at: "2026-03-02T00:00:00.000Z",
        counts: { answers: 10, recorded: 5, dropped: 2, refused },
      });
    const found = await look(
      await recorded(questions, [
        counts({ KEY_UNKNOWN: 3 }),
        counts({ KEY_UNKNOWN: 1, INPUT_INVALID: 4 }),
        line!.replace(`"version"`, `"challengeOf":"x","version"`),
        line!.replace(release.manifest.version, "20250101T000000Z-0123abcd"),
        line!.replace(`"features":[`, `"features":[1,`),
        line!.slice(0, 60),
      ]),
    );
    expect(found.window.answers).toBe(600);
    expect(found.data).toMatchObject({ torn: 1, otherFeatures: 2 });
    expect(found.data.days[1]).toMatchObject({
      day: "2026-03-02",
      answers: 20,
      dropped: 4,
      refused: { INPUT_INVALID: 4, KEY_UNKNOWN: 4 },
    });
  });

  test("counts what people decided otherwise in these days, of a model that accounts for its decisions", async () => {
    const store = await recorded(asked(600, inMarch));
    const idAt = answerIds("m0000000f00000000000000f");
    for (const [day, n] of [
      ["2026-03-01", 2],
      ["2026-02-28", 1],
    ] as const)
      for (let i = 0; i < n; i++) {
        const id = idAt(new Date(`${day}T00:00:00Z`));
        await store.create(blobNames.override("riesgo", day, id), Buffer.from("{}\n"));
      }
    expect((await look(store)).data.overridden).toBeUndefined();
    const accounting = await look(store, 2, { ...riesgo, decisions: "durable" });
    expect(accounting.data.overridden).toBe(2);
  });

  test("counts a key once that is asked about again and again", async () => {
    const [often, ...others] = asked(400, inMarch);
    const again = Array.from({ length: 5_000 }, () => often!);
    const found = await look(await recorded([...again, ...others]));
    expect(found.window).toMatchObject({ answers: 5_399, counted: 400 });
    expect(found.drift.enough).toBe(true);
    expect(found.reasons.map(({ verdict }) => verdict)).not.toContain("drift");
  });

  test("says that a few answers are not enough, and so are none", async () => {
    for (const count of [0, 199]) {
      const found = await look(await recorded(asked(count, inMarch)));
      expect(found.verdict).toBe("not-enough");
      expect(found.reasons[0]!.text).toMatch(`${count} answers are counted, and 200 are needed`);
    }
  });
});
