import type { Feature } from "../feature.js";
import type { SummedModel } from "../scorer.js";
import { answersOf } from "./answers.js";
import { contributionsOf, rowsOfContributions } from "./contributions.js";
import { feedsOf } from "./feeds.js";
import { parseOnnx } from "./json.js";
import { openSession } from "./runtime.js";

// About 15 µs for each row that is asked for, in steps of 30 ns.
const STEPS_OF_ROW = 500;

// Kernels of machines differ in the order in which they add numbers of single precision up.
const SINGLE_PRECISION = 1e-5;

/**
 * Loads a model that onnxruntime runs. Its sum is its answer: a number, or the probability of class 1 or of each class.
 *
 * @throws `ONNX_RUNTIME_MISSING`, `ZodError`, `RangeError`
 */
export const loadOnnx = (json: unknown, features: readonly Feature[]): SummedModel => {
  const given = parseOnnx(json);
  const { task, inputs, answer, usual, model } = given;
  if (usual.length !== features.length)
    throw new RangeError(`A model of ${usual.length} features for ${features.length}`);
  const feeds = feedsOf(inputs, features);
  const answers = answersOf(openSession(model), feeds, given, features.length);
  const outputs = answer.columns.length;
  const contributions = contributionsOf(
    answers,
    Float64Array.from(usual, (value) => value ?? NaN),
    outputs,
  );
  const steps = rowsOfContributions(features.length) * STEPS_OF_ROW;
  const common = {
    link: "identity",
    contributionSteps: () => steps,
    sumsOfRows: answers,
    tolerance: SINGLE_PRECISION,
  } as const;
  if (outputs > 1)
    return { ...common, outputs, task: "classification", sums: answers, contributions };
  const one = new Float64Array(1);
  return {
    ...common,
    outputs: 1,
    task,
    sum(row: Float64Array) {
      answers(row, one);
      return one[0]!;
    },
    contributions: (row: Float64Array) => contributions(row, 0),
  };
};
