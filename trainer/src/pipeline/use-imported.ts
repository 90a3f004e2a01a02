import type { ManifestFeature } from "@despliega/storage";

import type { Sides } from "../dataset/split.js";
import type { Engine } from "../engine/engine.js";
import { scoped } from "../engine/scoped.js";
import type { ObservationTable } from "../estimators/observation-table.js";
import { readRows } from "../estimators/rows.js";
import { describeFeatures } from "../estimators/statistics.js";
import { metricsOf } from "../evaluate/measure.js";
import { describeManifestFeatures } from "../learn/describe-features.js";
import { requireFiniteAnswers } from "../learn/finite-answers.js";
import { formOf, type FittedModel } from "../learn/fit.js";
import { score } from "../learn/score.js";
import { codedFeature } from "../model/coded-feature.js";
import type { ModelDefinition } from "../model/model.js";
import { compile, type CompiledModel } from "../onnx/read/compile.js";
import { NotCompiled, refuse } from "../onnx/read/not-compiled.js";
import { runtimeModel } from "../onnx/run/runtime-model.js";
import { countCovers } from "./count-covers.js";
import type { Chosen } from "./choose.js";
import { compiledOr, orRefuse, runOrRefuse, type ImportedFile } from "./imported-file.js";
import type { Progress } from "./progress.js";
import { usualRow } from "./usual-row.js";

/**
 * Takes the model of a file in place of one that is fitted here, and scores the test observations. The training
 * observations say only how many come to each leaf of a tree, and what is usual.
 *
 * @throws `ONNX_REFUSED`, `ONNX_RUN_IMPOSSIBLE`, `ANSWERS_NOT_FINITE`
 */
export const useImported = (
  engine: Engine,
  { training, test }: Sides,
  model: ModelDefinition,
  file: ImportedFile,
  progress: Progress,
): Promise<Chosen> =>
  progress.step(
    "import",
    () =>
      scoped(engine, async (own, keep) => {
        const fitted = await released(own, training, model, file);
        const scored = await score(own, test, fitted, "table");
        await requireFiniteAnswers(own, test, scored, fitted);
        await metricsOf(own, scored, formOf(model, fitted));
        return { selected: {}, fitted, scored: keep(scored) };
      }),
    ({ fitted }) => ({ estimator: fitted.options.kind }),
  );

const released = async (
  engine: Engine,
  training: ObservationTable,
  model: ModelDefinition,
  file: ImportedFile,
): Promise<FittedModel> => {
  const statistics = await describeFeatures(engine, training, model.features.map(codedFeature));
  const described = describeManifestFeatures(model, statistics, () => "kept");
  const { columns } = await readRows(engine, training, described);
  const { estimator, modelJson, fills } = takenModel(model, file, () =>
    usualRow(described, columns),
  );
  const features = described.map((feature, i): ManifestFeature => {
    const fill = fills[i];
    return fill === undefined || feature.missing === "refused"
      ? feature
      : { ...feature, missing: { fill } };
  });
  return {
    modelJson: countCovers(estimator, modelJson, columns),
    options: { kind: estimator, imported: file.sha256 },
    effort: {},
    statistics,
    features,
    description: { estimator, features },
  };
};

/** The model of a file: compiled, or else run by onnxruntime. @throws `ONNX_REFUSED`, `ONNX_RUN_IMPOSSIBLE` */
const takenModel = (
  model: ModelDefinition,
  file: ImportedFile,
  usual: () => Float64Array,
): CompiledModel => {
  const { name, bytes, given } = file;
  const features = model.features.map(codedFeature);
  const run = (reason: NotCompiled): CompiledModel => {
    const missing = model.features.map(({ missing = "refused" }) => missing);
    const asked = features.map((feature, i) => ({ ...feature, missing: missing[i]! }));
    const modelJson = runOrRefuse(name, reason, () =>
      runtimeModel(bytes, { ...model, features: asked, usual: usual() }),
    );
    return { estimator: "onnx", modelJson, fills: [] };
  };
  const taken =
    given instanceof NotCompiled
      ? run(given)
      : compiledOr(() => compile(given, { ...model, features }), run);
  orRefuse(name, () => requireFitting(model, taken));
  return taken;
};

/** Requires that a model can answer all that `model.yaml` lets in, and be a scorecard where it wants one. */
const requireFitting = (
  { points, features }: ModelDefinition,
  { estimator, fills }: CompiledModel,
): void => {
  if (points !== undefined && estimator !== "logistic")
    refuse(`is a model of ${estimator}, and model.yaml has points, which only a logistic one has`);
  if (estimator !== "linear" && estimator !== "logistic") return;
  features.forEach(({ name, missing, type }, i) => {
    if (missing === "allowed" && type !== "category" && fills[i] === undefined)
      refuse(`fills no missing ${name}, which model.yaml allows`);
  });
};
