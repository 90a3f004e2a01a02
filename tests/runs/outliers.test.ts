import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { beforeAll, describe, expect, test } from "@jest/globals";
import { memoryBlobStore, readPart, type Manifest } from "@despliega/storage";
import type { LinearOptions } from "@despliega/trainer/estimators/linear/linear.js";
import type { ForestEstimatorOptions } from "@despliega/trainer/estimators/forest/options.js";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";

import { peliculas } from "../support/models.js";
import { temporaryDirectory } from "../support/temporary.js";
import { trainOn } from "../trainer/support/runs.js";

const [linear, forest] = peliculas.estimators as [LinearOptions, ForestEstimatorOptions];
const small: ForestEstimatorOptions = { ...forest, trees: 20 };

const withEstimators = (...estimators: ModelDefinition["estimators"]): ModelDefinition => ({
  ...peliculas,
  estimators,
});

const NOT_FINITE = /^(ANSWERS|NUMBER)_NOT_FINITE$/;

type Change = readonly [dataset: string, line: number, column: string, value: string];

/** The sample with one value changed. */
const changed = async ([dataset, line, column, value]: Change) => {
  const directory = await temporaryDirectory();
  const inputs = new Map<string, string>();
  for (const { dataset: name } of peliculas.inputs) {
    const sample = new URL(`../../../data/peliculas/${name}`, import.meta.url);
    const lines = (await readFile(sample, "utf8")).split("\n");
    if (name === dataset) {
      const place = lines[0]!.split(",").indexOf(column);
      lines[line - 1] = lines[line - 1]!.split(",").with(place, value).join();
    }
    inputs.set(name, join(directory, name));
    await writeFile(join(directory, name), lines.join("\n"));
  }
  return inputs;
};

interface Chosen {
  readonly selection: {
    readonly candidates: { readonly chosen: boolean; readonly error?: string }[];
  };
}

const candidatesOf = async (store: ReturnType<typeof memoryBlobStore>, manifest: Manifest) =>
  (JSON.parse((await readPart(store, manifest, "metrics.json")).toString()) as Chosen).selection
    .candidates;

const likes: Change = ["films.csv", 100, "cast_total_facebook_likes", "656730000"];
const opening: Change = ["openings.csv", 84, "opening_gross", "7196575000"];

describe("a film that is learned from, with an opening of 7 billion,", () => {
  let inputs: ReadonlyMap<string, string>;

  beforeAll(async () => {
    inputs = await changed(opening);
  });

  test.each([
    ["first", [linear, small]],
    ["last", [small, linear]],
  ] as const)(
    "lets the estimator lose that has no finite answer, where it stands %s",
    async (_, [one, other]) => {
      const store = memoryBlobStore();
      const { manifest } = await trainOn(store, { model: withEstimators(one, other), inputs });
      expect(manifest.estimator).toBe("forest");
      const lost = (await candidatesOf(store, manifest)).filter(({ chosen }) => !chosen);
      expect(lost).toMatchObject([{ error: expect.stringMatching(NOT_FINITE) }]);
    },
  );

  test("leaves a trial of a search without a model, with its error", async () => {
    const store = memoryBlobStore();
    const [spaceOfForest, spaceOfLinear] = peliculas.search!;
    const { manifest } = await trainOn(store, {
      model: {
        ...peliculas,
        search: [{ ...spaceOfForest, options: { ...small, trees: 5 } }, spaceOfLinear!],
        crossValidation: { folds: 3, metric: "log_r2" },
      },
      inputs,
      tune: { trials: 3, seed: 0 },
    });
    expect(manifest.estimator).toBe("forest");
    const { search } = JSON.parse((await readPart(store, manifest, "metrics.json")).toString()) as {
      search: { failed: unknown[] };
    };
    expect(search.failed).toMatchObject([
      { number: 2, estimator: "linear", error: expect.stringMatching(NOT_FINITE) },
    ]);
  });
});

test("a film that is tested on, with 656 million likes, lets the next best estimator take the place of the best", async () => {
  const store = memoryBlobStore();
  const stump: ForestEstimatorOptions = { ...small, trees: 2, maxDepth: 1 };
  const { manifest } = await trainOn(store, {
    model: withEstimators(stump, linear),
    inputs: await changed(likes),
  });
  expect(manifest.estimator).toBe("forest");
  expect(await candidatesOf(store, manifest)).toMatchObject([
    { chosen: true },
    { chosen: false, error: "ANSWERS_NOT_FINITE" },
  ]);
});

describe("a run in which no estimator has a finite answer", () => {
  test.each([[opening], [likes]])(
    "ends with one line that names the column of the only one: %j",
    async (change) => {
      const training = trainOn(memoryBlobStore(), {
        model: withEstimators(linear),
        inputs: await changed(change),
      });
      await expect(training).rejects.toMatchObject({
        code: "ANSWERS_NOT_FINITE",
        message: expect.stringContaining(change[2]),
      });
    },
  );

  test("says of each of several why", async () => {
    const training = trainOn(memoryBlobStore(), {
      model: withEstimators(linear, { ...linear, ridge: 2 }),
      inputs: await changed(opening),
    });
    await expect(training).rejects.toMatchObject({
      code: "SELECTION_FRUITLESS",
      message: expect.stringMatching(
        /^No estimator of peliculas gives a model: linear, log target: .*; linear, log target: [^\n]*$/,
      ),
    });
  });
});
