import {
  answersOf,
  loadScorer,
  promote,
  publishRelease,
  rowEncoder,
  type BlobStore,
  type Golden,
} from "@despliega/storage";

import { move, versionOf } from "../../support/release.js";
import type { OnnxCase } from "../onnx/ask.js";
import { takenNumber } from "../onnx/drawn-rows.js";

const ROWS = 8;

/** Publishes a model as the champion of a name. The first of its rows that a release takes are its golden rows. */
export const publishDrawn = async (
  store: BlobStore,
  model: string,
  { description, modelJson, rows }: OnnxCase,
): Promise<string> => {
  const { features, task } = description;
  const scorer = loadScorer(description, modelJson);
  const encode = rowEncoder(features);
  const taken = rows.filter((row) =>
    features.every((feature, i) => takenNumber(feature, row[i]!) !== undefined),
  );
  const golden: Golden = {
    rows: taken.slice(0, ROWS).map((row) => {
      return { features: [...row], ...answersOf(scorer, encode(row)) };
    }),
  };
  const json = (name: string, value: object) => ({
    name,
    source: Buffer.from(JSON.stringify(value)),
  });
  const version = versionOf(1);
  await publishRelease(
    store,
    {
      ...description,
      ...{ model, version, created: "2026-01-31T23:59:59.000Z", target: "drawn" },
      serving: { by: "row", answer: task === "regression" ? "amount" : "class" },
      privacy: "open",
      metrics: {},
      gates: [],
      lineage: { inputs: [], trainer: { version: "0.0.0", commit: null }, parameters: {} },
    },
    [json("model.json", modelJson), json("golden.json", golden)],
  );
  await promote(store, model, version, move);
  return version;
};
