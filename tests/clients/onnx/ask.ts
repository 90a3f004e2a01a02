import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { ManifestFeature, Value } from "@despliega/storage";
import { onnxModel } from "@despliega/trainer/onnx/onnx-model.js";

import { temporaryDirectory } from "../../support/temporary.js";
import type { OnnxModel } from "../../trainer/onnx/drawn-cases.js";
import { runScript } from "../python.js";

/** A model, and rows as callers write them. */
export interface OnnxCase extends OnnxModel {
  readonly rows: readonly (readonly Value[])[];
}

/** Inputs and outputs as the runtime shows them: name, type and shape. */
type Shown = readonly (readonly [
  name: string,
  type: string,
  shape: readonly (string | number)[],
])[];

/** What the runtime says of a model and answers to its rows. */
export interface OnnxAnswer {
  readonly inputs: Shown;
  readonly outputs: Shown;
  /** Of a classification. */
  readonly labels: readonly (string | number)[];
  /** Of each row the probability of each class, or a number. */
  readonly numbers: Float64Array;
}

interface Answered {
  readonly inputs: Shown;
  readonly outputs: Shown;
  readonly labels: readonly (readonly (string | number)[])[];
}

/** Writes models in the format ONNX, and asks the runtime in Python for their answers. */
export const askOnnx = async (cases: readonly OnnxCase[]): Promise<readonly OnnxAnswer[]> => {
  const folder = await temporaryDirectory();
  const models = await Promise.all(cases.map((each, i) => written(each, join(folder, `${i}`))));
  const answered = await runScript<readonly Answered[]>("onnx", "onnx_answers.py", { models });
  return Promise.all(
    answered.map(async ({ labels: [labels = []], ...shown }, i) => {
      const { buffer, byteOffset, byteLength } = await readFile(models[i]!.answers);
      const numbers = new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength));
      return { ...shown, labels, numbers };
    }),
  );
};

const written = async ({ description, modelJson, rows }: OnnxCase, at: string) => {
  const model = `${at}.onnx`;
  await writeFile(model, onnxModel(description, modelJson));
  const columns = await Promise.all(
    description.features.map(async (feature, i) => {
      const file = `${at}-${i}`;
      const { texts, numbers } = columnOf(
        feature,
        rows.map((row) => row[i]!),
      );
      await writeFile(file, numbers);
      return { name: feature.name, file, texts };
    }),
  );
  return { model, rows: rows.length, columns, answers: `${at}-answers` };
};

const columnOf = ({ type }: ManifestFeature, values: readonly Value[]) => {
  if (type !== "category")
    return {
      numbers: Float64Array.from(values, (value) => (value === null ? NaN : Number(value))),
    };
  const all = values.map((value) => String(value ?? ""));
  const texts = [...new Set(all)];
  const places = new Map(texts.map((name, place) => [name, place]));
  return { texts, numbers: Float64Array.from(all, (name) => places.get(name)!) };
};
