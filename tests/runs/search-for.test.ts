import { beforeAll, describe, expect, test } from "@jest/globals";
import { memoryBlobStore, type BlobStore } from "@despliega/storage";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";
import { openSearchLog } from "@despliega/trainer/learn/search/log.js";
import { searchable, searchFor } from "@despliega/trainer/pipeline/search-for.js";
import { splitObservations } from "@despliega/trainer/dataset/split.js";

import { testEngine } from "../trainer/support/engine.js";
import { FOREST, LINEAR } from "../trainer/support/estimators.js";
import { modelOf } from "../trainer/support/models.js";
import { makeObservations } from "../trainer/support/observations.js";
import { blobsOf } from "../trainer/support/runs.js";
import { named, nameViews } from "../support/relations.js";

const engine = await testEngine();

const RIDGES = { from: 0.01, to: 1e4, logarithmic: true } as const;

const MODEL = modelOf("regression", {
  crossValidation: { folds: 3, metric: "r2" },
  search: [
    { options: { ...LINEAR, ridge: 500 }, vary: { ridge: RIDGES } },
    { options: FOREST, vary: { minLeaf: { from: 2, to: 100, whole: true } } },
  ],
});

/** The first feature twice, which a linear regression without a ridge cannot fit. */
const COLLINEAR = { features: [...MODEL.features, MODEL.features[0]!] };

interface SearchOptions {
  readonly model?: ModelDefinition;
  readonly trials?: number;
  readonly seed?: number;
}

/** Searches on the observations. Returns also the reported lines and the trials that ran. */
const searchOn = async (
  store: BlobStore,
  { model = MODEL, trials = 6, seed = 1 }: SearchOptions = {},
) => {
  const { training, test: on } = await splitObservations(engine, named("labelled"), model);
  await nameViews(engine, { training, test: on });
  const notices: string[] = [];
  const told: { readonly line: string; readonly fields?: unknown }[] = [];
  const ran: number[] = [];
  const counting: BlobStore = {
    ...store,
    async append(name, bytes, length) {
      await store.append(name, bytes, length);
      ran.push((JSON.parse(Buffer.from(bytes).toString()) as { number: number }).number);
    },
  };
  const found = await searchFor(
    engine,
    training,
    searchable(model),
    { trials, seed },
    {
      openLog: (identity) => openSearchLog(counting, model.name, identity),
      progress: { notice: (message) => void notices.push(message) },
      tell: (line, fields) => void told.push({ line, fields }),
    },
  );
  const scores = await engine.rows(
    `SELECT observation, score FROM ${found.outOfFold!.name} ORDER BY ALL`,
  );
  return { ...found, scores, notices, told, ran };
};

/** What does not depend on which trials had been run before. */
const foundBy = ({ options, search, scores }: Awaited<ReturnType<typeof searchOn>>) => ({
  options,
  search,
  scores,
});

let whole: Awaited<ReturnType<typeof searchOn>>;

beforeAll(async () => {
  await makeObservations(engine, { rows: 300 });
  whole = await searchOn(memoryBlobStore());
});

describe("a search", () => {
  test("begins with the options of each space, and then takes the spaces in turn", () => {
    const { trials } = whole.search;
    expect(trials.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(trials.map(({ estimator }) => estimator)).toEqual(
      [1, 2, 3].flatMap(() => ["linear", "forest"]),
    );
    expect(trials[0]!.parameters).toEqual({ ridge: 500 });
    expect(trials[1]!.parameters).toMatchObject({ min_leaf: 5, trees: 20 });
    expect(new Set(trials.map(({ parameters }) => JSON.stringify(parameters))).size).toBe(6);
    for (const { folds } of trials) expect(folds.length).toBe(3);
  });

  test("takes the best mean over the folds, and its out-of-fold scores", async () => {
    const { options, search, scores } = whole;
    const { trained } = await engine.row("SELECT count(*) AS trained FROM training");
    const best = search.trials.find(({ number }) => number === search.best)!;
    expect(best.mean).toBe(Math.max(...search.trials.map(({ mean }) => mean)));
    expect(options.kind).toBe(best.estimator);
    expect(scores.length).toBe(trained);
    expect(search).toMatchObject({ metric: "r2", seed: 1, logarithmic: ["ridge"] });
  });

  test("takes the lowest of a metric that is an error", async () => {
    const model = { ...MODEL, crossValidation: { folds: 3, metric: "rmse" } };
    const { search } = await searchOn(memoryBlobStore(), { model });
    const best = search.trials.find(({ number }) => number === search.best)!;
    expect(best.mean).toBe(Math.min(...search.trials.map(({ mean }) => mean)));
  });

  test("passes over options that give no model, and does not try them again", async () => {
    const model: ModelDefinition = {
      ...MODEL,
      ...COLLINEAR,
      search: [
        { options: { ...LINEAR, ridge: 500 }, vary: {} },
        { options: { ...LINEAR, ridge: 0 }, vary: {} },
      ],
    };
    const store = memoryBlobStore();
    const { search, told } = await searchOn(store, { model, trials: 2 });
    expect(search.trials.map(({ number }) => number)).toEqual([1]);
    expect(search.failed).toMatchObject([
      { number: 2, estimator: "linear", error: "FEATURES_COLLINEAR" },
    ]);
    expect(told.at(-1)).toMatchObject({
      line: expect.stringMatching(/^trial 2 of 2, best R² .* \(trial 1\)$/),
      fields: { trial: 2, error: "FEATURES_COLLINEAR" },
    });
    const again = await searchOn(store, { model, trials: 2 });
    expect(again.ran).toEqual([]);
    expect(again.search).toEqual(search);
  });

  test("in which nothing gives a model says so", async () => {
    const model: ModelDefinition = {
      ...MODEL,
      ...COLLINEAR,
      search: [{ options: { ...LINEAR, ridge: 0 }, vary: {} }],
    };
    await expect(searchOn(memoryBlobStore(), { model, trials: 2 })).rejects.toMatchObject({
      code: "SEARCH_FRUITLESS",
      message: expect.stringContaining(
        "None of 2 trials gave a model, the first for FEATURES_COLLINEAR",
      ),
    });
  });

  test("takes the first of trials that are equally good", async () => {
    const model: ModelDefinition = {
      ...MODEL,
      search: [{ options: LINEAR, vary: { ridge: { oneOf: [1] } } }],
    };
    expect((await searchOn(memoryBlobStore(), { model, trials: 3 })).search.best).toBe(1);
  });

  test("in which nothing gets better reports every tenth trial", async () => {
    const model: ModelDefinition = {
      ...MODEL,
      search: [{ options: LINEAR, vary: { ridge: { oneOf: [1] } } }],
    };
    const { search, told } = await searchOn(memoryBlobStore(), { model, trials: 21 });
    const r2 = search.trials[0]!.mean;
    expect(told.flatMap(({ fields }) => fields ?? [])).toEqual([
      { trial: 1, of: 21, estimator: "linear", r2 },
      { trial: 10, of: 21, best: 1, r2 },
      { trial: 20, of: 21, best: 1, r2 },
    ]);
  });

  test("finds the same for the same seed, and tries other options for another", async () => {
    expect(foundBy(await searchOn(memoryBlobStore()))).toEqual(foundBy(whole));
    const [first, second, third] = (await searchOn(memoryBlobStore(), { seed: 2, trials: 3 }))
      .search.trials;
    expect([first, second]).toEqual(whole.search.trials.slice(0, 2));
    expect(third).not.toEqual(whole.search.trials[2]);
  });

  test("that is longer begins with the trials of a shorter one, without running them", async () => {
    const store = memoryBlobStore();
    const short = await searchOn(store, { trials: 3 });
    const long = await searchOn(store, { trials: 5 });
    expect(long.search.trials.slice(0, 3)).toEqual(short.search.trials);
    expect([short.ran, long.ran]).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
    expect(long.notices).toEqual(["3 trials were finished earlier"]);
  });

  test("reports every trial with the best so far, and keeps a line for each that was better", () => {
    const { told, search } = whole;
    expect(told.length).toBe(6);
    let best = search.trials[0]!;
    search.trials.forEach((trial, i) => {
      const improved = i === 0 || trial.mean > best.mean;
      if (improved) best = trial;
      expect(told[i]).toEqual({
        line: `trial ${i + 1} of 6, best R² ${best.mean.toFixed(4)} (trial ${best.number})`,
        fields: improved
          ? { trial: i + 1, of: 6, estimator: trial.estimator, r2: trial.mean }
          : undefined,
      });
    });
  });
});

describe("a search that is stopped", () => {
  /** A store that fails after so many trials, before or after it has written the last one. */
  const failing = (store: BlobStore, after: number, written: boolean): BlobStore => {
    let left = after;
    return {
      ...store,
      async append(name, bytes, length) {
        if (--left > 0 || written) await store.append(name, bytes, length);
        if (left <= 0) throw new Error("stopped");
      },
    };
  };

  test.each([
    [1, false],
    [4, false],
    [4, true],
    [6, true],
  ])(
    "at trial %d, whose end was written: %s, finds the same when it goes on",
    async (at, written) => {
      const store = memoryBlobStore();
      await expect(searchOn(failing(store, at, written))).rejects.toThrow("stopped");
      const resumed = await searchOn(store);
      expect(foundBy(resumed)).toEqual(foundBy(whole));
      const done = written ? at : at - 1;
      expect(resumed.ran).toEqual(whole.ran.slice(done));
    },
  );

  test("and has a damaged log is refused", async () => {
    const store = memoryBlobStore();
    await searchOn(store, { trials: 1 });
    const [name] = await blobsOf(store);
    const { bytes } = await store.read(name!);
    await store.append(name!, Buffer.from("damage\n"), bytes.length);
    await expect(searchOn(store)).rejects.toMatchObject({ code: "SEARCH_LOG_INVALID" });
  });
});

describe("the trials of a search", () => {
  const store = memoryBlobStore();

  beforeAll(() => searchOn(store, { trials: 1 }));

  const ranAgain = async (options: SearchOptions) =>
    (await searchOn(store, { trials: 1, ...options })).ran.length;

  test("are used where nothing differs", async () => {
    expect(await ranAgain({})).toBe(0);
  });

  const [linear, forest] = MODEL.search!;
  const others: Readonly<Record<string, SearchOptions>> = {
    seed: { seed: 2 },
    metric: { model: { ...MODEL, crossValidation: { folds: 3, metric: "mae" } } },
    folds: { model: { ...MODEL, crossValidation: { folds: 4, metric: "r2" } } },
    split: { model: { ...MODEL, split: { by: "chance", testShare: 0.2, seed: 5 } } },
    range: {
      model: { ...MODEL, search: [linear, { ...forest!, vary: { minLeaf: { from: 3, to: 9 } } }] },
    },
    "first options": { model: { ...MODEL, search: [{ ...linear, options: LINEAR }, forest!] } },
    features: { model: { ...MODEL, features: MODEL.features.slice(0, 1) } },
  };

  test.each(Object.entries(others))("are not used for another %s", async (_, options) => {
    expect(await ranAgain(options)).toBe(1);
  });

  test("are not used where one training observation differs, as another features.sql makes it", async () => {
    await engine.run("UPDATE labelled SET x = 7 WHERE entity IN (SELECT entity FROM test)");
    expect(await ranAgain({})).toBe(0);
    await engine.run(`
      UPDATE labelled SET x = x + 1e-9
      WHERE observation = (SELECT min(observation) FROM training)`);
    expect(await ranAgain({})).toBe(1);
  });
});

test("a model that does not say where to search is refused", () => {
  const { search: _, ...without } = MODEL;
  for (const model of [without, modelOf("regression")])
    expect(() => searchable(model)).toThrow(
      expect.objectContaining({
        code: "SEARCH_UNDECLARED",
        message: expect.stringContaining("riesgo cannot be tuned"),
      }),
    );
});
