import { describe, expect, test } from "@jest/globals";
import { memoryBlobStore, type BlobStore } from "@despliega/storage";
import { checkMetrics } from "@despliega/trainer/model/check/metrics.js";
import { pathText } from "@despliega/trainer/model/explain.js";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";

import { FOREST, LINEAR } from "../support/estimators.js";
import { modelOf } from "../support/models.js";
import { trainOn } from "../support/runs.js";

const gate = (metric: string): Partial<ModelDefinition> => ({
  gates: [{ metric, floor: 5, tolerance: 1 }],
});

/** What a model is refused for; undefined when it is not. */
const refusal = (...model: Parameters<typeof modelOf>): string | undefined => {
  const [found] = checkMetrics(modelOf(...model));
  return found && `${pathText(found.path)} ${found.problem}`;
};

const LOG = { target: "log" } as const;

describe("a promotion check is refused", () => {
  test("on a metric that neither high nor low is the better of", () => {
    expect(refusal("regression", gate("bias"))).toBe(
      "gates[0].metric is bias, which is neither better when it is higher nor when it is lower: " +
        "write { metric: bias, within: … }, or one of r2, mae, rmse, mape",
    );
  });

  test("on a distance from a best value that the metric does not have", () => {
    const near = (metric: string) => ({ gates: [{ metric, within: 1 }] });
    expect(refusal("regression", near("bias"))).toBeUndefined();
    expect(refusal("regression", near("mae"))).toBe(
      "gates[0].metric is mae, which has no best value in between, and needs a floor and a tolerance: " +
        "write one of bias",
    );
  });

  test("on a name that is no metric's", () => {
    expect(refusal("classification", gate("auc"))).toBe(
      "gates[0].metric is auc, which is no metric: " +
        "write one of roc_auc, gini, ks, pr_auc, log_loss, brier, accuracy, balanced_accuracy, precision, recall, f1",
    );
  });

  test("on a metric of the other task", () => {
    expect(refusal("classification", gate("rmse"))).toContain("is a metric of a regression");
    expect(refusal("regression", gate("roc_auc"))).toContain("is a metric of a classification");
  });

  test("on a metric of two classes where there are more", () => {
    const gates = [{ metric: "calibration_slope", within: 0.2 }];
    expect(refusal("classification", { gates })).toBeUndefined();
    expect(refusal("classification", { gates, classes: ["a", "b", "c"] })).toBe(
      "gates[0].metric is calibration_slope, which is of two classes only",
    );
  });

  test("on a metric of the logarithm, unless every estimator learns that", () => {
    const on = (...estimators: ModelDefinition["estimators"]) =>
      refusal("regression", { ...gate("log_r2"), estimators });
    expect(on({ ...LINEAR, ...LOG }, FOREST)).toContain("needs the option target: log");
    expect(on({ ...LINEAR, ...LOG }, { ...FOREST, ...LOG })).toBeUndefined();
  });
});

test("cross-validation is refused by such a metric, too", () => {
  const crossValidation = { folds: 3, metric: "bias" };
  expect(refusal("regression", { ...gate("r2"), crossValidation })).toMatch(
    /^crossValidation\.metric is bias,/,
  );
});

test("a model is refused before its run reads or writes anything", async () => {
  const asked: string[] = [];
  const store = new Proxy(memoryBlobStore(), {
    get: (target, name) => {
      asked.push(String(name));
      return Reflect.get(target, name) as unknown;
    },
  }) satisfies BlobStore;
  const running = trainOn(store, {
    model: modelOf("classification", gate("auc")),
    input: "no-such-file.csv",
  });
  await expect(running).rejects.toMatchObject({ code: "MODEL_INVALID" });
  expect(asked).toEqual([]);
});
