import { appendFile, cp, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { beforeAll, describe, expect, jest, test } from "@jest/globals";
import { memoryBlobStore, readChampion } from "@despliega/storage";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";

import { riesgo } from "../support/models.js";
import { offersFile, offersModel } from "../support/offers.js";
import { temporaryDirectory } from "../support/temporary.js";
import { runCommand } from "../trainer/support/command-line.js";
import { fewLoans } from "../trainer/support/few-loans.js";
import { blobsOf, partsOf, sha256, trainOn } from "../trainer/support/runs.js";
import { prepareInto, publishFrom, trainInto } from "../trainer/support/stages.js";

const input = await fewLoans();
const root = await temporaryDirectory();
const day = new Date("2026-02-01T10:20:30Z");

/** The hash of every file of a directory. */
const hashes = async (directory: string): Promise<Readonly<Record<string, string>>> => {
  const files = (await readdir(directory, { recursive: true, withFileTypes: true })).filter(
    (entry) => entry.isFile(),
  );
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).toSorted();
  const found = paths.map(async (path) => [
    path.slice(directory.length + 1),
    sha256(await readFile(path)),
  ]);
  return Object.fromEntries(await Promise.all(found)) as Record<string, string>;
};

const prepared = join(root, "prepared");
const trained = join(root, "trained");

beforeAll(async () => {
  await prepareInto(prepared, { input, runDay: "2026-02-01" });
  await trainInto(trained, { prepared });
});

describe("stages", () => {
  test("make the release that a training makes at once, byte for byte", async () => {
    const { manifest } = await publishFrom(trained, memoryBlobStore());
    const whole = await trainOn(memoryBlobStore(), { input, now: day });
    expect(partsOf(manifest)).toEqual(partsOf(whole.manifest));
    const { version, created } = manifest;
    expect({ ...whole.manifest, version, created, keptInputs: undefined }).toEqual(manifest);
  });

  test("keep categories, features of the request and the entity without history", async () => {
    const model = await offersModel();
    const [history, store] = [await offersFile(), memoryBlobStore()];
    const [from, out] = [join(root, "offers-prepared"), join(root, "offers-trained")];
    await prepareInto(from, { input: history, model, runDay: "2026-02-01" });
    await trainInto(out, { prepared: from, model });
    const whole = await trainOn(store, { input: history, model, now: day });
    const { manifest, champion } = await publishFrom(out, store, { model: "offers" });
    expect(partsOf(manifest)).toEqual(partsOf(whole.manifest));
    expect(partsOf(manifest)).toHaveProperty(["unknown.json"]);
    expect(manifest.comparison).toMatchObject({ outcome: "compared" });
    expect(champion).toMatchObject({ sequence: 2 });
  });

  test("give the same bytes in every file on any day, with any number of threads", async () => {
    const [today, later, retrained] = ["today", "later", "retrained"].map((of) => join(root, of));
    await prepareInto(today!, { input, now: day });
    await prepareInto(later!, { input, now: new Date("2027-03-04T05:06:07Z"), threads: 4 });
    expect(await hashes(later!)).toEqual(await hashes(today!));
    await trainInto(retrained!, { prepared, threads: 4 });
    expect(await hashes(retrained!)).toEqual(await hashes(trained));
    expect(Object.keys(await hashes(trained))).toEqual(
      expect.arrayContaining(["metrics.json", "parts/report.html", "plots/roc.csv"]),
    );
  });

  test("replace an earlier result whole, and nothing that is not theirs", async () => {
    const out = join(root, "replaced");
    await cp(prepared, out, { recursive: true });
    await writeFile(join(out, "unknown.parquet"), "of an earlier model");
    await prepareInto(out, { input, runDay: "2026-02-01" });
    expect(await hashes(out)).toEqual(await hashes(prepared));
    await writeFile(join(out, "notes.txt"), "mine");
    await expect(prepareInto(out, { input })).rejects.toMatchObject({ code: "OUTPUT_TAKEN" });
    expect(await readFile(join(out, "notes.txt"), "utf8")).toBe("mine");
  });
});

describe("a changed model", () => {
  test("does not learn from features of another statement", async () => {
    const model = { ...riesgo, sql: `${riesgo.sql}\n` };
    await expect(trainInto(join(root, "stale"), { prepared, model })).rejects.toMatchObject({
      code: "STAGE_OUTDATED",
      message: expect.stringContaining("features.sql"),
    });
  });
});

describe("publishing a directory", () => {
  test("compares it with a champion of another statement, and holds it back where it is worse", async () => {
    const store = memoryBlobStore();
    const leaking: ModelDefinition = {
      ...riesgo,
      sql: riesgo.sql.replace("CASE flag_own_car WHEN 'N' THEN 0", "CASE WHEN label = 0 THEN 0"),
    };
    expect(leaking.sql).not.toBe(riesgo.sql);
    const first = await trainOn(store, { input, model: leaking, now: day, acceptLeak: "a test" });
    const { manifest, champion } = await publishFrom(trained, store);
    expect(manifest.comparison).toMatchObject({ outcome: "compared" });
    expect(champion).toBeUndefined();
    expect((await readChampion(store, "riesgo")).champion?.version).toBe(first.manifest.version);
  });

  test("promotes it, and records the hash of each of its files", async () => {
    const store = memoryBlobStore();
    const noted: unknown[] = [];
    const { champion } = await publishFrom(trained, store, {
      note: (facts) => noted.push(facts),
    });
    expect(champion).toMatchObject({ sequence: 1 });
    const { "trained.json": _, ...files } = await hashes(trained);
    const { inputs } = noted[0] as { inputs: { name: string; sha256: string }[] };
    expect(Object.fromEntries(inputs.map(({ name, sha256: hash }) => [name, hash]))).toEqual(files);
  });

  test.each(["parts/model.json", "comparison/answers.parquet", "trained.json"])(
    "refuses a damaged %s, and publishes nothing",
    async (name) => {
      const damaged = join(root, `damaged-${name.replace("/", "-")}`);
      await cp(trained, damaged, { recursive: true });
      await appendFile(join(damaged, name), "x");
      const store = memoryBlobStore();
      await expect(publishFrom(damaged, store)).rejects.toMatchObject({ code: "STAGE_INVALID" });
      expect(await blobsOf(store)).toEqual([]);
    },
  );
});

describe("a model about people without its keys", () => {
  const out = join(root, "people");
  const commands = [
    ["prepare", "vih", "--out", out],
    ["train", "vih", "--prepared", out, "--out", out],
    ["publish", "vih", out],
  ];

  test.each(commands)("is refused by %s %s", async (...command) => {
    await expect(runCommand({}, ...command)).rejects.toMatchObject({ code: "SETTING_INVALID" });
  });

  test.each(commands)("is left out by %s %s --keys-optional, by its name", async (...command) => {
    const { code, lines } = await runCommand({}, ...command, "--keys-optional");
    expect(code).toBe(0);
    expect(lines).toEqual([
      {
        message: "vih is left out, as it is about people and DESPLIEGA_PSEUDONYM_KEYS is not set.",
        model: "vih",
        leftOut: true,
      },
    ]);
    expect(await readdir(out)).toEqual([]);
  });
});

test.each([
  [["--prepared", "a"], "--prepared and --out go together"],
  [["--out", "a"], "--prepared and --out go together"],
  [["--prepared", "a", "--out", "b", "--as-of", "2026-01-01"], "--as-of belongs to prepare"],
  [["--keys-optional"], "--keys-optional belongs to --prepared"],
])("train refuses %j", async (options, problem) => {
  const written = jest.spyOn(process.stderr, "write").mockReturnValue(true);
  const { code } = await runCommand({}, "train", "riesgo", ...options);
  const text = written.mock.calls.join("");
  written.mockRestore();
  expect(code).toBe(2);
  expect(text).toContain(problem);
});
