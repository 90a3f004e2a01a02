import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { beforeAll, describe, expect, test } from "@jest/globals";
import {
  entityReader,
  memoryBlobStore,
  openRelease,
  promote,
  readChampion,
  readEdition,
  readLedger,
  readPart,
  requireChampion,
  type BlobStore,
  type Champion,
  type Manifest,
} from "@despliega/storage";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";
import { createProgress } from "@despliega/trainer/pipeline/progress.js";
import { refreshFeatures, type RefreshOptions } from "@despliega/trainer/pipeline/refresh.js";
import { Writable } from "node:stream";

import { riesgo } from "../support/models.js";
import { OFFERS_CSV, offersFile, offersModel } from "../support/offers.js";
import { move, publishTiny, versionOf } from "../support/release.js";
import { memoryTables } from "../support/tables.js";
import { temporaryDirectory } from "../support/temporary.js";
import { fewLoans } from "./support/few-loans.js";
import { trainOn } from "./support/runs.js";

const NOW = new Date("2026-03-01T10:20:30Z");

/** The loans that the champion was trained on, and the same with a loan of a known user and one of a new one. */
let few: string;
let later: string;
/** A store whose champion was trained on {@link few}. */
let trained: BlobStore;
let manifest: Manifest;

const withLines = async (change: (lines: string[]) => readonly string[]): Promise<string> => {
  const [header = "", ...lines] = (await readFile(few, "utf8")).trimEnd().split("\n");
  const file = join(await temporaryDirectory(), "loans.csv");
  await writeFile(file, [header, ...change(lines), ""].join("\n"));
  return file;
};

beforeAll(async () => {
  few = await fewLoans();
  later = await withLines((lines) => {
    const fields = lines.at(-1)!.split(",");
    const of = (loan: string, user: string) =>
      [loan, user, ...fields.slice(2, -2), "2026-02-20", "100"].join();
    return [...lines, of("900001", fields[1]!), of("900002", "9999999")];
  });
  trained = memoryBlobStore();
  ({ manifest } = await trainOn(trained, { input: few }));
});

/** A store with the same blobs. */
const copied = async (): Promise<BlobStore> => {
  const store = memoryBlobStore();
  for await (const { name } of trained.list(""))
    await store.create(name, (await trained.read(name)).bytes);
  return store;
};

const refresh = (
  store: BlobStore,
  input: string,
  options: Partial<RefreshOptions> = {},
  model = "riesgo",
) => {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  return refreshFeatures(
    model,
    {
      placesOf: () => new Map([["loans.csv", input]]),
      asOf: undefined,
      consent: {},
      why: "test",
      ...options,
    },
    {
      store,
      tables: memoryTables(),
      settings: {
        memoryLimit: "500MB",
        threads: undefined,
        maxRejected: 0.01,
        personKeys: { pseudonym: [], identity: [] },
        commit: null,
        actor: "test",
        approvals: "off",
        sensitiveModels: new Map(),
        keepInputs: true,
        databases: new Map(),
        databaseLimits: { connectSeconds: 20, querySeconds: 60 },
      },
      progress: createProgress(silent),
      now: () => NOW,
    },
  );
};

const csvOf = async (store: BlobStore, { model, version, edition }: Champion): Promise<string> => {
  const of = edition === undefined ? manifest : await readEdition(store, model, version, edition);
  return (await readPart(store, of, "features.csv")).toString();
};

const openChampion = async (store: BlobStore) => {
  const { version, manifest: sha256, edition } = await requireChampion(store, "riesgo");
  return openRelease(store, "riesgo", version, sha256, edition);
};

describe("a refresh", () => {
  test("of the same history makes the same features, byte by byte", async () => {
    const store = await copied();
    const before = await requireChampion(store, "riesgo");
    const { champion, rows, before: present } = await refresh(store, few);
    expect(champion).toMatchObject({ action: "refresh", sequence: 2, version: manifest.version });
    expect(await csvOf(store, champion)).toBe(await csvOf(store, before));
    expect(rows).toBe(present.rows);
    expect(present.newestEvent).toBe(manifest.newestEvent);
    const { edition } = await openChampion(store);
    expect(edition).toMatchObject({
      newestEvent: manifest.newestEvent,
      asOf: manifest.lineage.parameters["as_of"],
      lineage: { inputs: manifest.lineage.inputs },
    });
  });

  test("of a later history counts its events, of known users and of new ones", async () => {
    const store = await copied();
    const before = await openChampion(store);
    const { rows, newestEvent, before: present } = await refresh(store, later);
    expect([rows, newestEvent]).toEqual([present.rows + 1, "2026-02-20"]);
    const after = await openChampion(store);
    const loansOf = ({ table }: typeof after, id: number) => {
      const row = new Float64Array(5);
      table!.read(table!.find([id]), row);
      return row[0];
    };
    const known = Number((await readFile(few, "utf8")).trimEnd().split("\n").at(-1)!.split(",")[1]);
    expect(loansOf(after, known)).toBe(loansOf(before, known)! + 1);
    expect(loansOf(after, 9999999)).toBe(1);
    expect((await readLedger(store, "riesgo")).at(-1)).toMatchObject({ why: "test", by: "test" });
  });

  test("is refused for an older history, unless a reason is given, which the ledger keeps", async () => {
    const store = await copied();
    await refresh(store, later);
    await expect(refresh(store, few)).rejects.toMatchObject({
      code: "FEATURES_OLDER",
      message: expect.stringContaining("2026-02-20"),
    });
    await refresh(store, few, { consent: { older: "the loan was a mistake" } });
    expect((await readLedger(store, "riesgo")).map(({ consent }) => consent)).toEqual([
      undefined,
      undefined,
      "the loan was a mistake",
    ]);
  });

  test("is refused for less than half of the entities, unless a reason is given", async () => {
    const store = await copied();
    const half = await withLines((lines) => lines.filter((_, i) => i % 10 === 0));
    const consent = { older: "a try" };
    await expect(refresh(store, half, { consent })).rejects.toMatchObject({
      code: "FEATURES_FEWER",
    });
    await refresh(store, half, { consent: { ...consent, fewer: "users left" } });
    expect((await requireChampion(store, "riesgo")).consent).toContain("users left");
  });

  test("loses against a promotion meanwhile, and says so", async () => {
    const store = await copied();
    await publishTiny(store, { version: versionOf(1) });
    const moving: BlobStore = {
      ...store,
      async create(name, source) {
        await store.create(name, source);
        if (/editions\/[^/]+\/manifest\.json$/.test(name))
          await promote(store, "riesgo", versionOf(1), move);
      },
    };
    await expect(refresh(moving, later)).rejects.toMatchObject({ code: "REFRESH_OVERTAKEN" });
    expect(await requireChampion(store, "riesgo")).toMatchObject({
      version: versionOf(1),
      sequence: 2,
    });
  });

  test("of two at once, one loses and says so", async () => {
    const store = await copied();
    const outcomes = await Promise.allSettled([refresh(store, later), refresh(store, few)]);
    const lost = outcomes.filter((outcome) => outcome.status === "rejected");
    expect(lost.map(({ reason }) => (reason as { code: string }).code)).toEqual([
      "REFRESH_OVERTAKEN",
    ]);
    await openChampion(store);
  });

  test("names a column that the history lacks, and changes nothing", async () => {
    const store = await copied();
    const lacking = join(await temporaryDirectory(), "loans.csv");
    const text = await readFile(few, "utf8");
    await writeFile(lacking, text.replace("loan_amount", "amount"));
    await expect(refresh(store, lacking)).rejects.toMatchObject({
      code: "INPUT_HEADER",
      message: expect.stringContaining("loan_amount"),
    });
    expect((await readChampion(store, "riesgo")).champion).toMatchObject({ sequence: 1 });
  });

  test("needs a champion that holds its SQL", async () => {
    const store = memoryBlobStore();
    await expect(refresh(store, few)).rejects.toMatchObject({ code: "CHAMPION_MISSING" });
    await publishTiny(store);
    await promote(store, "riesgo", versionOf(1), move);
    await expect(refresh(store, few)).rejects.toMatchObject({
      code: "REFRESH_IMPOSSIBLE",
      message: expect.stringContaining("model.yaml"),
    });
  });
});

describe("a training whose release is held back", () => {
  const demanding = (sql = riesgo.sql): ModelDefinition => ({
    ...riesgo,
    sql,
    gates: [{ metric: "roc_auc", floor: 0.99, tolerance: 0.01 }],
  });

  test.each([
    ["the same", riesgo.sql],
    ["another", riesgo.sql.replace("count(*) OVER history AS nb", "7 AS nb")],
  ])("gives the champion features of its history, with %s SQL", async (_, sql) => {
    const store = await copied();
    const { champion, refreshed } = await trainOn(store, {
      input: later,
      model: demanding(sql),
      now: NOW,
    });
    expect(champion).toBeUndefined();
    expect(refreshed?.champion).toMatchObject({ action: "refresh", version: manifest.version });
    const [inTraining, alone] = [await requireChampion(store, "riesgo"), await copied()];
    await refresh(alone, later);
    expect(await csvOf(store, inTraining)).toBe(
      await csvOf(alone, await requireChampion(alone, "riesgo")),
    );
  });
});

test("a refresh keeps features of the request out, and an entity without history in", async () => {
  const store = memoryBlobStore();
  await trainOn(store, { model: await offersModel(), input: await offersFile() });
  const file = join(await temporaryDirectory(), "loans.csv");
  await writeFile(file, `${OFFERS_CSV}9001,7,2026-02-01,500,car,0\n`);
  const { champion } = await refresh(store, file, {}, "offers");
  const { version, manifest: sha256, edition } = champion;
  const read = entityReader(await openRelease(store, "offers", version, sha256, edition))!;
  const row = Float64Array.of(-1, 250, -1, 1);
  expect(read([7], row)).toBe("known");
  expect([...row]).toEqual([1, 250, 500, 1]);
  expect(read([8], row)).toBe("new");
  expect([...row]).toEqual([0, 250, NaN, 1]);
});
