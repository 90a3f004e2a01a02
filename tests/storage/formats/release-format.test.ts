/// <reference path="../../../storage/src/formats/logistic/ml-logistic-regression.d.ts" />
import { describe, expect, test } from "@jest/globals";
import {
  boostingJson,
  forestJson,
  linearJson,
  loadScorer,
  logisticJson,
  ManifestFields,
  parseBoosting,
  parseForest,
  softmaxRegressionJson,
  readFeatureTableCsv,
  type Feature,
  type Manifest,
  type ManifestFeature,
} from "@despliega/storage";
import LogisticRegression from "ml-logistic-regression";
import { Matrix } from "ml-matrix";

import { readText } from "../../repository/files.js";
import { parseMarkdown } from "../../repository/markdown.js";
import { toRow } from "../../support/to-row.js";

const page = readText("docs/release-format.md");
const { fences } = parseMarkdown(page);
const jsons = fences
  .filter(({ language }) => language === "json")
  .map(({ text }) => JSON.parse(text) as unknown);
const [features, logistic, linear, forest, boosting, ...others] = jsons as [
  readonly Pick<ManifestFeature, "name" | "type" | "missing">[],
  { readonly classifiers: readonly { readonly weights: readonly number[][] }[] },
  { readonly weights: readonly number[] },
  Forest,
  Boosting,
  ...unknown[],
];
const [mixed, byRegion, softmax, classForest, [platt, isotonic, temperature], golden] = others as [
  readonly Feature[],
  { readonly weights: readonly number[] },
  { readonly weights: readonly (readonly number[])[] },
  Forest & { readonly classes: number; readonly sets: readonly (readonly number[])[] },
  readonly [object, object, { readonly slope: number; readonly offsets: readonly number[] }],
  { readonly rows: readonly { readonly features: readonly (number | null)[]; score: number }[] },
];

interface Forest {
  readonly trees: readonly number[];
  readonly feature: readonly number[];
  readonly threshold: readonly number[];
  readonly missingRight: readonly number[];
  readonly value: readonly number[];
}

interface Boosting extends Omit<Forest, "threshold"> {
  readonly baseline: readonly [number];
  readonly threshold: readonly (number | null)[];
  readonly sets: readonly (readonly number[])[];
}

type Row = readonly (number | null)[];

// Readers that follow the page alone, without any code of the project.

const filled = (row: Row): number[] =>
  row.map((value, i) => {
    const { missing } = features[i]!;
    return value ?? (typeof missing === "string" ? NaN : missing.fill);
  });

const weighted = (weights: readonly number[], row: Row): number =>
  [1, ...filled(row)].reduce((sum, value, i) => sum + weights[i]! * value, 0);

const readLogistic = (row: Row): number =>
  1 / (1 + Math.exp(-weighted(logistic.classifiers[0]!.weights[0]!, row)));

const readForest = (given: Forest, row: Row): number => {
  let [node, inner, leaf, sum] = [0, 0, 0, 0];
  for (const size of given.trees) {
    const nodes = given.feature.slice(node, node + size);
    const innerBefore = (at: number) => nodes.slice(0, at).filter((index) => index >= 0).length;
    let at = 0;
    while (nodes[at]! >= 0) {
      const k = innerBefore(at);
      const value = row[nodes[at]!] ?? null;
      const second =
        value === null ? given.missingRight[inner + k] === 1 : value > given.threshold[inner + k]!;
      at = 2 * k + (second ? 2 : 1);
    }
    sum += given.value[leaf + at - innerBefore(at)]!;
    node += size;
    inner += innerBefore(size);
    leaf += size - innerBefore(size);
  }
  return sum / given.trees.length;
};

const readBoosting = (given: Boosting, row: Row): number => {
  let [node, inner, leaf, sum] = [0, 0, 0, given.baseline[0]];
  for (const size of given.trees) {
    const nodes = given.feature.slice(node, node + size);
    const innerBefore = (at: number) => nodes.slice(0, at).filter((index) => index >= 0).length;
    let at = 0;
    while (nodes[at]! >= 0) {
      const k = inner + innerBefore(at);
      const value = row[nodes[at]!] ?? null;
      const threshold = given.threshold[k]!;
      const set = given.sets[given.threshold.slice(0, k).filter((each) => each === null).length];
      const second =
        value === null
          ? given.missingRight[k] === 1
          : threshold === null
            ? !set!.includes(value)
            : value > threshold;
      at = 2 * innerBefore(at) + (second ? 2 : 1);
    }
    sum += given.value[leaf + at - innerBefore(at)]!;
    node += size;
    inner += innerBefore(size);
    leaf += size - innerBefore(size);
  }
  return 1 / (1 + Math.exp(-sum));
};

const described = features.map((feature) => ({ description: "", mean: 0, ...feature }));
const ours = (estimator: Manifest["estimator"], json: unknown, row: Row): number =>
  loadScorer({ estimator, features: described }, json).score(toRow(row));

/** A weighted sum of an age and a region, by the page. */
const withCategory = (weights: readonly number[], age: number, region: number | null): number =>
  weights[0]! + weights[1]! * age + weights[2 + (region ?? 3)]!;

const ourClasses = (estimator: Manifest["estimator"], json: unknown, row: Row): number[] => {
  const scorer = loadScorer(
    { estimator, features: mixed.map((feature) => ({ ...feature, mean: 0 })) },
    json,
  );
  const into = new Float64Array(scorer.outputs);
  scorer.scores(
    Float64Array.from(row, (value) => value ?? NaN),
    into,
  );
  return [...into];
};

const inText = (score: number): void => expect(page).toContain(`\`${score}\``);

test("docs/release-format.md names every format of model.json", () => {
  const [, listed] = /^- `estimator`: the format of `model.json`, one of (.*)\.$/m.exec(page) ?? [];
  const names = [...(listed ?? "").matchAll(/`(\w+)`/g)].map(([, name]) => name);
  expect(names).toEqual(ManifestFields.shape.estimator.options);
});

describe("docs/release-format.md, read without any code of ours,", () => {
  test("gives the score of a logistic regression that the api and the library give", () => {
    const row = [30, null];
    const score = readLogistic(row);
    inText(score);
    expect(ours("logistic", logistic, row)).toBeCloseTo(score, 15);
    const [classifier] = LogisticRegression.load(structuredClone(logistic)).classifiers;
    expect(classifier!.testScores(new Matrix([[1, 30, 20]]))[0]).toBeCloseTo(score, 12);
  });

  test("gives the score of a linear regression, and its answer on another scale", () => {
    const row = [30, 10];
    expect(weighted(linear.weights, row)).toBeCloseTo(-0.5, 15);
    expect(ours("linear", linear, row)).toBeCloseTo(-0.5, 15);
    const scale = { of: "log", smearing: 2 } as const;
    const answer = loadScorer({ estimator: "linear", features: described, scale }, linear);
    const score = answer.score(toRow(row));
    expect(score).toBeCloseTo(2 * Math.exp(-0.5), 15);
    expect(page).toContain(`e^-0.5 = ${2 * Math.exp(-0.5)}`);
  });

  test("gives the scores of a forest", () => {
    expect(readForest(forest, [30, null])).toBe(0.625);
    inText(0.625);
    for (const age of [30, 35, 36, 50, 51])
      for (const income of [null, 15, 15.5])
        expect(ours("forest", forest, [age, income])).toBe(readForest(forest, [age, income]));
  });

  test("gives the scores of boosting", () => {
    const score = readBoosting(boosting, [30, null]);
    expect(score).toBe(1 / (1 + Math.exp(-0.75)));
    inText(score);
    for (const age of [30, 35, 36, 40, 50, 51])
      for (const income of [null, 15, 15.5])
        expect(ours("boosting", boosting, [age, income])).toBe(
          readBoosting(boosting, [age, income]),
        );
  });

  test("gives the sums of a category, and the probabilities of several classes", () => {
    const south = [30, 1];
    expect(ourClasses("linear", byRegion, south)).toEqual([-1]);
    expect(ourClasses("linear", byRegion, [30, 2])).toEqual([-1.75]);
    expect(page).toContain("30 + 0.5 = -1.");
    expect(page).toContain("30 - 0.25 = -1.75.");
    for (const region of [0, 1, 2, null]) {
      const sums = softmax.weights.map((own) => withCategory(own, 30, region));
      const total = sums.reduce((sum, z) => sum + Math.exp(z), 0);
      const found = ourClasses("logistic", softmax, [30, region]);
      sums.forEach((z, k) => expect(found[k]).toBeCloseTo(Math.exp(z) / total, 14));
      expect(ourClasses("linear", byRegion, [30, region])[0]).toBeCloseTo(
        withCategory(byRegion.weights, 30, region),
        14,
      );
    }
    inText(ourClasses("logistic", softmax, south)[0]!);
    expect(softmax.weights.map((own) => withCategory(own, 30, 1))).toEqual([2, 1.25, -3.25]);
    expect(ourClasses("forest", classForest, south)).toEqual([0.125, 0.25, 0.625]);
  });

  test("gives calibrated probabilities", () => {
    const row = [30, null];
    const by = (calibration: object) => ours("logistic", { ...logistic, calibration }, row);
    expect(by(platt)).toBeCloseTo(1 / (1 + Math.exp(0.75)), 15);
    inText(by(platt));
    expect(by(isotonic)).toBeCloseTo(0.3, 15);
    expect(page).toContain("0.2 + 0.25 × (0.6 - 0.2) = 0.3");
    const { slope, offsets } = temperature;
    const powersOf = (sums: readonly number[]) =>
      sums.map((z, k) => Math.exp(slope * z + offsets[k]!));
    const expected = [
      ["logistic", softmax, powersOf([2, 1.25, -3.25])],
      ["forest", classForest, powersOf([0.125, 0.25, 0.625].map(Math.log))],
    ] as const;
    for (const [estimator, json, powers] of expected) {
      const total = powers.reduce((sum, power) => sum + power);
      const found = ourClasses(estimator, { ...json, calibration: temperature }, [30, 1]);
      powers.forEach((power, k) => expect(found[k]).toBeCloseTo(power / total, 14));
    }
  });

  test("gives the golden rows", () => {
    for (const { features: row, score } of golden.rows) expect(readLogistic(row)).toBe(score);
  });

  test("shows models as the project writes them", () => {
    const { note, ...written } = logisticJson(logistic.classifiers[0]!.weights[0]!);
    expect(written).toEqual(logistic);
    expect(note).toMatch(/constant 1/);
    expect(linearJson(linear.weights)).toEqual(linear);
    expect(forestJson(parseForest(forest))).toEqual(forest);
    expect(forestJson(parseForest(classForest))).toEqual(classForest);
    expect(softmaxRegressionJson(softmax.weights)).toEqual(softmax);
    expect(boostingJson(parseBoosting(boosting))).toEqual(boosting);
  });

  test("shows a table as the api reads it", async () => {
    const { text } = fences.find(({ language }) => language === "csv")!;
    const shape = {
      keys: [{ name: "id", type: "integer" as const }],
      features: described,
      rows: 2,
    };
    const chunks = (async function* () {
      yield Buffer.from(text);
    })();
    const table = await readFeatureTableCsv(chunks, shape);
    const into = new Float64Array(2);
    table.read(table.find([5_008_804]), into);
    expect([...into]).toEqual([30, NaN]);
    table.read(table.find([5_008_805]), into);
    expect([...into]).toEqual([41, 17.5]);
  });
});
