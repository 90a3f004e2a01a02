import { logisticJson, softmaxRegressionJson } from "@despliega/storage";

import type { Engine } from "../../engine/engine.js";
import { designColumns } from "../design-columns.js";
import type { Estimator, TrainingData } from "../estimator.js";
import { classWeights, ridge } from "../shared-options.js";
import { weightedSumSql } from "../weighted-sum.js";
import { WIDE } from "../wide.js";
import { fitLogistic, type LogisticFit, type LogisticOptions } from "./logistic.js";
import { fitSoftmax, type SoftmaxData } from "./softmax.js";

/** Logistic regression. */
export const logisticEstimator: Estimator<LogisticOptions> = {
  tasks: ["classification"],
  fields: { ridge, classWeights },
  missing: (mean) => ({ fill: mean }),
  // The equations of the intercepts make the mean probability of a class its share.
  isCalibrated: ({ classWeights }) => classWeights !== "balanced",
  fit: async (engine, data, options) => {
    const design = await designColumns(engine, data);
    const counts = await countClasses(engine, data);
    if (counts.length > 2) {
      const { weights, coefficients, errors, passes } = await fitSoftmax(
        engine,
        { ...design, counts },
        options,
      );
      return {
        modelJson: softmaxRegressionJson(weights.map(design.weightsOf)),
        coefficients: coefficients.flatMap((own, k) =>
          design.named(own).map((each) => ({ class: k, ...each })),
        ),
        coefficientErrors: errors,
        effort: { passes },
      };
    }
    const two = await fitTwo(engine, { ...design, counts }, options);
    return {
      modelJson: logisticJson(design.weightsOf(two.weights)),
      coefficients: design.named(two.coefficients),
      coefficientErrors: two.errors,
      effort: { passes: two.passes },
    };
  },
  sql: ({ description: { features }, modelJson }, dialect) => {
    if (!("classifiers" in (modelJson as object))) return undefined;
    const { classifiers } = modelJson as { classifiers: [{ weights: [number[]] }] };
    return weightedSumSql(dialect, classifiers[0].weights[0], features);
  },
};

const fitTwo = async (
  engine: Engine,
  data: SoftmaxData,
  options: LogisticOptions,
): Promise<LogisticFit> => {
  const [zeros, positives] = data.counts as [number, number];
  if (data.statistics.length < WIDE)
    return fitLogistic(engine, { ...data, rows: zeros + positives, positives }, options);
  // Each class has half the log-odds, so that the same ridge weighs half.
  const { weights, coefficients, ...rest } = await fitSoftmax(engine, data, {
    ...options,
    ridge: 2 * options.ridge,
  });
  return {
    weights: weights[1]!.map((weight, i) => weight - weights[0]![i]!),
    coefficients: coefficients[1]!.map(({ feature, estimate, standardError }) => ({
      feature,
      estimate: 2 * estimate,
      standardError: 2 * standardError,
    })),
    ...rest,
  };
};

/** How many observations each class has. */
const countClasses = async (
  engine: Engine,
  { observations, classes }: Pick<TrainingData, "observations" | "classes">,
): Promise<readonly number[]> => {
  const counts = Array.from(
    { length: classes },
    (_, k) => `count(*) FILTER (WHERE label = ${k}) AS c${k}`,
  );
  const row = await engine.row<Record<string, number>>(
    `SELECT ${counts.join()} FROM ${observations.name}`,
  );
  return counts.map((_, k) => row[`c${k}`]!);
};
