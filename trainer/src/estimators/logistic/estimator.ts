import { logisticJson } from "@despliega/storage";

import type { Estimator } from "../estimator.js";
import { weightedSumSql } from "../weighted-sum.js";
import { fitLogistic, type LogisticOptions } from "./logistic.js";

/** Logistic regression for two classes. */
export const logisticEstimator: Estimator<LogisticOptions> = {
  missing: (mean) => ({ fill: mean }),
  fit: async (engine, { view, statistics }, options) => {
    const counted = await engine.row<{ rows: number; positives: number }>(
      `SELECT count(*) AS rows, sum(label)::BIGINT AS positives FROM ${view}`,
    );
    const data = { table: view, ...counted, statistics };
    const { weights, coefficients, passes } = await fitLogistic(engine, data, options);
    return { modelJson: logisticJson(weights), coefficients, effort: { passes } };
  },
  sql: ({ description: { features }, modelJson }) => {
    const { classifiers } = modelJson as { classifiers: [{ weights: [number[]] }] };
    return `1 / (1 + exp(-(${weightedSumSql(classifiers[0].weights[0], features)})))`;
  },
};
