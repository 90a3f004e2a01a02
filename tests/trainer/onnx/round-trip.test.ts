import { expect, test } from "@jest/globals";
import { loadScorer, type Scorer } from "@despliega/storage";
import { onnxModel } from "@despliega/trainer/onnx/onnx-model.js";
import { compile } from "@despliega/trainer/onnx/read/compile.js";
import { readGivenModel } from "@despliega/trainer/onnx/read/follow.js";

import { drawnRows, takenNumber } from "../../clients/onnx/drawn-rows.js";
import { DRAWN_CASES, type OnnxModel } from "./drawn-cases.js";

const named = DRAWN_CASES.map((each) => [each.description.question, each] as const);

/** Reads a model back from the file that is written of it. */
const readBack = ({ description, modelJson }: OnnxModel): Scorer => {
  const { features } = description;
  const file = Buffer.from(onnxModel(description, modelJson));
  const {
    estimator,
    modelJson: json,
    fills,
  } = compile(readGivenModel(file, features), description);
  expect(estimator).toBe(description.estimator);
  const filled = features.map((feature, i) =>
    fills[i] === undefined ? feature : { ...feature, missing: { fill: fills[i] } },
  );
  return loadScorer({ estimator, features: filled }, JSON.parse(JSON.stringify(json)));
};

/** The scores of rows that a release takes. */
const scoresOf = ({ description: { features } }: OnnxModel, scorer: Scorer): readonly number[] =>
  drawnRows(features, 500, 1).flatMap((row) => {
    const taken = features.map((feature, i) => takenNumber(feature, row[i]!));
    if (taken.includes(undefined)) return [];
    const scores = new Float64Array(scorer.outputs);
    scorer.scores(Float64Array.from(taken as number[]), scores);
    return [...scores];
  });

const PLAIN = named.filter(([name]) => !/log$|platt|isotonic|temperature/.test(name));

test.each(PLAIN)("a model of %s is read back from its file to the same bits", (_, model) => {
  const expected = scoresOf(model, loadScorer(model.description, model.modelJson));
  expect(expected.length).toBeGreaterThan(250);
  expect(scoresOf(model, readBack(model))).toEqual(expected);
});

test.each(named.filter(([name]) => /^(logistic, platt|softmax, temperature)$/.test(name)))(
  "the calibration of %s becomes part of its weights",
  (_, model) => {
    const expected = scoresOf(model, loadScorer(model.description, model.modelJson));
    const got = scoresOf(model, readBack(model));
    expect(got.length).toBe(expected.length);
    got.forEach((score, i) => expect(Math.abs(score - expected[i]!)).toBeLessThan(1e-14));
  },
);

test.each(named.filter(([name]) => /log$|isotonic|forest.*temperature/.test(name)))(
  "the file of %s is more than one model",
  (_, model) => {
    expect(() => readBack(model)).toThrow(/^has (the operator )?[A-Z]/);
  },
);
