import {
  boostingJson,
  forestJson,
  linearJson,
  logisticJson,
  softmaxRegressionJson,
  weightsOf,
  type Calibration,
  type Manifest,
  type ManifestFeature,
  type Trees,
} from "@despliega/storage";
import type { OnnxDescription } from "@despliega/trainer/onnx/onnx-model.js";
import fc from "fast-check";

import { FEATURES } from "../../support/values-release.js";
import { drawnTrees } from "../../storage/formats/drawn-trees.js";
import { randomOf } from "../../tools/load/lib/random.js";

/** What a model in the format ONNX is made of. */
export interface OnnxModel {
  readonly description: OnnxDescription;
  readonly modelJson: object;
}

/** Features of every type and rule: the numbers among them have fills where missing values have no weight. */
const features: readonly ManifestFeature[] = [
  ...FEATURES,
  { ...FEATURES[5]!, name: "answer", missing: { fill: 3 } },
  { ...FEATURES[5]!, name: "label", values: [0, 1, 2.5], type: "number", missing: { fill: 1 } },
];
const filled = features.map((feature) =>
  feature.missing === "kept" && feature.type !== "category"
    ? { ...feature, missing: { fill: 0.25 } }
    : feature,
);

const random = randomOf(3, 1);
const weight = () => random.int(-(2 ** 30), 2 ** 30) / 2 ** 31;
const weights = () =>
  [0, ...features.flatMap((feature) => Array.from({ length: weightsOf(feature) }, () => 0))].map(
    weight,
  );

const ensemble = (seed: number, width: number): Trees => {
  const [trees] = fc.sample(
    drawnTrees(features.length, 7, width).filter((drawn) => drawn.trees.length === 3),
    { numRuns: 1, seed },
  );
  return { ...trees!, feature: withSetsOfCodes(trees!) };
};

/** As in releases, a node with a set asks for a code: of a category, or of a boolean. The first three have some. */
const withSetsOfCodes = ({ feature, threshold }: Trees): Int32Array => {
  let inner = 0;
  return feature.map((asked) =>
    asked >= 0 && Number.isNaN(threshold[inner++]) ? asked % 3 : asked,
  );
};

const shares = (trees: Trees, width: number): Trees => ({
  ...trees,
  value: trees.value.map((value) => value / width),
});

const COSTS = [
  [0, 1, 1],
  [1, 0, 3],
  [0.8, 1.5, 0],
];
const PLATT: Calibration = { method: "platt", slope: 0.75, intercept: -0.5 };
const ISOTONIC: Calibration = {
  method: "isotonic",
  at: [-2, -0.5, 0.25, 0.5, 4],
  probability: [0.01, 0.125, 0.125, 0.75, 0.9],
};
const TEMPERATURE: Calibration = { method: "temperature", slope: 1.5, offsets: [0.25, 0, -0.5] };

const THREE = ["no", "maybe", 'ñ, "so"'];
const threshold = { value: 0.4, policy: "fixed" };

type Given = Partial<Manifest> & Pick<Manifest, "task" | "estimator">;

const drawnCase = (name: string, given: Given, modelJson: object): OnnxModel => {
  const own = given.estimator === "linear" || given.estimator === "logistic" ? filled : features;
  const description = { model: "drawn", question: name, features: [...own], ...given };
  return { description, modelJson };
};

const regression = { task: "regression" } as const;
const two = { task: "classification", threshold } as const;
const three = { task: "classification", classes: THREE } as const;
const forest = (task: "classification" | "regression", outputs: number, seed: number) =>
  forestJson({ task, outputs, ...shares(ensemble(seed, outputs), outputs) });
const boosting = (given: Given["task"], baseline: readonly number[], seed: number) =>
  boostingJson({ task: given, baseline: Float64Array.from(baseline), ...ensemble(seed, 1) });
const softmax = () => softmaxRegressionJson([weights(), weights(), weights()]);
const log = { scale: { of: "log", smearing: 1.25 } } as const;

/** Small models of every estimator, task and finish, with features of every type. */
export const DRAWN_CASES = [
  drawnCase("linear", { ...regression, estimator: "linear" }, linearJson(weights())),
  drawnCase("linear, log", { ...regression, ...log, estimator: "linear" }, linearJson(weights())),
  drawnCase("logistic", { ...two, estimator: "logistic" }, logisticJson(weights())),
  drawnCase(
    "logistic, platt",
    { ...two, classes: ["no", "sí"], estimator: "logistic" },
    { ...logisticJson(weights()), calibration: PLATT },
  ),
  drawnCase(
    "logistic, isotonic",
    { ...two, estimator: "logistic" },
    { ...logisticJson(weights()), calibration: ISOTONIC },
  ),
  drawnCase("softmax", { ...three, estimator: "logistic" }, softmax()),
  drawnCase("softmax, costs", { ...three, costs: COSTS, estimator: "logistic" }, softmax()),
  drawnCase(
    "softmax, temperature",
    { ...three, estimator: "logistic" },
    { ...softmax(), calibration: TEMPERATURE },
  ),
  drawnCase("forest", { ...regression, estimator: "forest" }, forest("regression", 1, 1)),
  drawnCase(
    "forest, log",
    { ...regression, ...log, estimator: "forest" },
    forest("regression", 1, 2),
  ),
  drawnCase("forest, two", { ...two, estimator: "forest" }, forest("classification", 1, 3)),
  drawnCase(
    "forest, two, isotonic",
    { ...two, estimator: "forest" },
    { ...forest("classification", 1, 4), calibration: ISOTONIC },
  ),
  drawnCase("forest, three", { ...three, estimator: "forest" }, forest("classification", 3, 5)),
  drawnCase(
    "forest, three, temperature, costs",
    { ...three, costs: COSTS, estimator: "forest" },
    { ...forest("classification", 3, 6), calibration: TEMPERATURE },
  ),
  drawnCase("boosting", { ...regression, estimator: "boosting" }, boosting("regression", [2], 7)),
  drawnCase(
    "boosting, two",
    { ...two, estimator: "boosting" },
    boosting("classification", [-1], 8),
  ),
  drawnCase(
    "boosting, three",
    { ...three, estimator: "boosting" },
    boosting("classification", [0.5, 0, -1], 9),
  ),
  drawnCase(
    "boosting without trees",
    { ...regression, estimator: "boosting" },
    {
      ...boosting("regression", [2], 7),
      ...{
        trees: [],
        feature: [],
        threshold: [],
        missingRight: [],
        value: [],
        cover: [],
        sets: [],
      },
    },
  ),
];
