import { memoryBlobStore, readPart, type Manifest } from "@despliega/storage";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";
import { onnxModel } from "@despliega/trainer/onnx/onnx-model.js";

import { ROOT } from "../../repository/files.js";
import { trainOn } from "../../trainer/support/runs.js";
import type { OnnxModel } from "../../trainer/onnx/drawn-cases.js";

/** A release of a model, trained on its sample. */
export interface Released extends OnnxModel {
  readonly description: Manifest;
  /** The part `model.onnx`. */
  readonly onnx: Uint8Array;
}

/** Trains a model on its sample. @throws where its part is not what the manifest and `model.json` make */
export const released = async (model: ModelDefinition): Promise<Released> => {
  const store = memoryBlobStore();
  const inputs = new Map(
    model.inputs.map(({ dataset }) => [dataset, `${ROOT}data/${model.name}/${dataset}`]),
  );
  const { manifest } = await trainOn(store, { model, inputs });
  const modelJson = JSON.parse(
    (await readPart(store, manifest, "model.json")).toString(),
  ) as object;
  const onnx = await readPart(store, manifest, "model.onnx");
  if (!onnx.equals(onnxModel(manifest, modelJson))) throw new Error("The part is another model");
  return { description: manifest, modelJson, onnx };
};
