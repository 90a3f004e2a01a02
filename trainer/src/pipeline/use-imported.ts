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
import { refuse } from "../onnx/read/not-compiled.js";
import { countCovers } from "./count-covers.js";
import type { Chosen } from "./choose.js";
import { orRefuse, type ImportedFile } from "./imported-file.js";
import type { Progress } from "./progress.js";

/**
 * Takes the model of a file in place of one that is fitted here, and scores the test observations. The training
 * observations say only how many come to each leaf of a tree, and what is usual.
 *
 * @throws `ONNX_REFUSED`, `ANSWERS_NOT_FINITE`
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
        const compiled = orRefuse(file.name, () => compiledFor(model, file));
        const fitted = await released(own, training, model, compiled, file);
        const scored = await score(own, test, fitted);
        await requireFiniteAnswers(own, test, scored, fitted);
        await metricsOf(own, scored, formOf(model, fitted));
        return { selected: {}, fitted, scored: keep(scored) };
      }),
    ({ fitted }) => ({ estimator: fitted.options.kind }),
  );

const compiledFor = (model: ModelDefinition, { given }: ImportedFile): CompiledModel => {
  const compiled = compile(given, { ...model, features: model.features.map(codedFeature) });
  if (model.points !== undefined && compiled.estimator !== "logistic")
    refuse(
      `is a model of ${compiled.estimator}, and model.yaml has points, which only a logistic one has`,
    );
  if (given.sums.kind === "weights")
    model.features.forEach(({ name, missing, type }, i) => {
      if (missing === "allowed" && type !== "category" && compiled.fills[i] === undefined)
        refuse(`fills no missing ${name}, which model.yaml allows`);
    });
  return compiled;
};

const released = async (
  engine: Engine,
  training: ObservationTable,
  model: ModelDefinition,
  { estimator, modelJson, fills }: CompiledModel,
  { sha256 }: ImportedFile,
): Promise<FittedModel> => {
  const statistics = await describeFeatures(engine, training, model.features.map(codedFeature));
  const features = describeManifestFeatures(model, statistics, () => "kept").map(
    (feature, i): ManifestFeature => {
      const fill = fills[i];
      return fill === undefined || feature.missing === "refused"
        ? feature
        : { ...feature, missing: { fill } };
    },
  );
  const { columns } = await readRows(engine, training, features);
  return {
    modelJson: countCovers(estimator, modelJson, columns),
    options: { kind: estimator, imported: sha256 },
    effort: {},
    statistics,
    features,
    description: { estimator, features },
  };
};
