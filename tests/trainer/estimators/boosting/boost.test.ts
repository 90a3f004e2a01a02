import { expect, test } from "@jest/globals";
import { boost, type BoostRules } from "@despliega/trainer/estimators/boosting/boost.js";
import { layGround } from "@despliega/trainer/estimators/boosting/ground.js";
import type { Loss } from "@despliega/trainer/estimators/boosting/loss.js";
import { squaredError } from "@despliega/trainer/estimators/boosting/squared-error.js";

import { drawData, OPTIONS } from "./data.js";

const RULES: BoostRules = {
  ...OPTIONS,
  rounds: 3,
  maxDepth: Infinity,
  minCategory: 10,
  patience: Infinity,
  onTree: () => {},
};

test("several outputs take turns, and each learns as if it were alone", () => {
  const data = drawData("regression", 200, 3, ([a, b]) => a! * b!);
  const ground = layGround(data, 255);
  const size = data.target.length;
  const first = squaredError({ target: data.target, learned: size });
  const second = squaredError({ target: data.target.map((y) => y ** 2), learned: size });
  const both: Loss = {
    outputs: 2,
    baseline: Float64Array.of(first.baseline[0]!, second.baseline[0]!),
    differentiate(scores, gradient, hessian) {
      const half = (of: Float64Array, output: number) =>
        of.subarray(output * size, (output + 1) * size);
      [first, second].forEach((loss, output) =>
        loss.differentiate(half(scores, output), half(gradient, output), half(hessian, output)),
      );
    },
    heldOut: () => 0,
  };
  const { trees, scores } = boost(ground, both, RULES);
  const alone = [first, second].map((loss) => boost(ground, loss, RULES));
  expect(trees).toEqual([0, 1, 2].flatMap((round) => alone.map((one) => one.trees[round])));
  expect(scores).toEqual(Float64Array.of(...alone[0]!.scores, ...alone[1]!.scores));
});
