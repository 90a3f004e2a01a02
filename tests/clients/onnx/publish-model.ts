// Publishes a model that onnxruntime runs as champion, in a process of its own: NODE_PATH says where that is.

import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";

import type { ManifestFeature } from "@despliega/storage";
import { runtimeModel } from "@despliega/trainer/onnx/run/runtime-model.js";

import { azuriteStoreOf } from "../../support/azurite.js";
import { publishDrawn } from "../mlflow/drawn-release.js";
import type { PythonModel } from "./python-model.js";

/** A model of three classes, and where it is published. */
export interface Publishing {
  readonly container: string;
  readonly name: string;
  readonly model: PythonModel;
}

const CLASSES = ["a", "b", "c"];

const { container, name, model } = JSON.parse(await text(process.stdin)) as Publishing;
const features = model.features.map((feature): ManifestFeature => ({
  ...{ name: feature.name, type: "number", description: feature.name },
  ...{ missing: "refused", mean: 0 },
}));
const modelJson = runtimeModel(await readFile(`${model.path}.onnx`), {
  ...{ task: "classification", classes: CLASSES, usual: new Float64Array(features.length) },
  features: features.map((feature) => ({ ...feature, missing: "refused" })),
});
const rows = [0, 1, -1].map((value) => features.map(() => value));
const description = {
  model: name,
  question: name,
  task: "classification",
  classes: CLASSES,
} as const;
await publishDrawn(await azuriteStoreOf({ container }), name, {
  description: { ...description, classes: CLASSES, features, estimator: "onnx" },
  modelJson,
  rows,
});
process.stdout.write("{}");
