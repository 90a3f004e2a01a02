import type { Golden, Manifest, ManifestFeature, Value } from "@despliega/storage";
import { stringify } from "yaml";

import { outputNames } from "../../onnx/output-names.js";

/** A file among the artifacts of a run. */
export interface Artifact {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** What the files of a model are made of. */
export interface RegisteredModel {
  readonly manifest: Manifest;
  /** Golden rows: observed ones, or of a model about people invented ones. */
  readonly golden: Golden;
  readonly onnx: Uint8Array;
  readonly runId: string;
}

/** The folder of the files among the artifacts of a run. */
export const MODEL_FOLDER = "model";

/**
 * The files of a model as MLflow reads them, with the flavour `onnx`. The signature is of tensors: MLflow then makes a double
 * of every number of a data frame, and leaves the probabilities of each row together. Source: MLflow, "MLflow Models".
 */
export const modelFiles = ({ manifest, golden, onnx, runId }: RegisteredModel): Artifact[] => {
  const text = (name: string, content: string) => ({
    path: `${MODEL_FOLDER}/${name}`,
    bytes: Buffer.from(content),
  });
  return [
    { path: `${MODEL_FOLDER}/model.onnx`, bytes: onnx },
    text("requirements.txt", `${REQUIREMENTS.join("\n")}\n`),
    text("python_env.yaml", stringify(PYTHON_ENVIRONMENT)),
    ...(isOwn(manifest)
      ? [text("input_example.json", JSON.stringify(exampleOf(manifest, golden)))]
      : []),
    text("MLmodel", stringify(describe(manifest, runId))),
  ];
};

/** Whether `model.onnx` has the inputs that this project writes. One that onnxruntime runs came with its own. */
const isOwn = ({ estimator }: Manifest): boolean => estimator !== "onnx";

/** The first onnxruntime with the operators of `model.onnx`. */
const REQUIREMENTS = ["mlflow", "onnx>=1.17", "onnxruntime>=1.21", "pandas", "numpy"];

const PYTHON = "3.11.0";
const PYTHON_ENVIRONMENT = {
  python: PYTHON,
  build_dependencies: ["pip", "setuptools", "wheel"],
  dependencies: ["-r requirements.txt"],
};

const describe = (manifest: Manifest, runId: string) => ({
  artifact_path: MODEL_FOLDER,
  run_id: runId,
  utc_time_created: manifest.created.replace("T", " ").replace("Z", ""),
  flavors: {
    onnx: { data: "model.onnx", onnx_version: "1.17.0", providers: ["CPUExecutionProvider"] },
    python_function: {
      loader_module: "mlflow.onnx",
      data: "model.onnx",
      python_version: PYTHON,
      env: { virtualenv: "python_env.yaml" },
    },
  },
  ...(isOwn(manifest) && {
    saved_input_example_info: {
      artifact_path: "input_example.json",
      type: "dataframe",
      pandas_orient: "split",
    },
    signature: signatureOf(manifest),
  }),
  metadata: { "despliega.version": manifest.version },
});

const tensor = (name: string, dtype: string, ...columns: readonly number[]) => ({
  name,
  type: "tensor",
  "tensor-spec": { dtype, shape: [-1, ...columns] },
});

const signatureOf = ({ features, task, classes }: Manifest) => {
  const { answer, label, probabilities } = outputNames(features);
  const inputs = features.map(({ name, type }) =>
    tensor(name, type === "category" ? "object" : "float64"),
  );
  const outputs =
    task === "regression"
      ? [tensor(answer, "float64")]
      : [
          tensor(label, classes === undefined ? "int64" : "object"),
          tensor(probabilities, "float64", classes?.length ?? 2),
        ];
  return { inputs: JSON.stringify(inputs), outputs: JSON.stringify(outputs) };
};

const EXAMPLES = 3;

const exampleOf = ({ features }: Manifest, { rows }: Golden) => {
  const whole = rows.filter((row) => !row.features.includes(null));
  return {
    columns: features.map(({ name }) => name),
    data: (whole.length > 0 ? whole : rows)
      .slice(0, EXAMPLES)
      .map((row) => features.map((feature, i) => shown(feature, row.features[i]!))),
  };
};

/** A value as the graph takes it. */
const shown = ({ type }: ManifestFeature, value: Value): Value => {
  if (type === "category") return value ?? "";
  return value === null ? null : Number(value);
};
