import { join } from "node:path";

import { loadScorer, logisticJson, type NewPart } from "@despliega/storage";

import type { Engine } from "../engine.js";
import { parametersOf, type Run } from "../run.js";
import { describeManifestFeatures } from "./describe.js";
import { judge } from "./gates.js";
import { makeGolden } from "./golden.js";
import { writeTables } from "./tables.js";

const json = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);

/** Makes every part of a release. They follow from input and parameters alone, byte for byte. */
export const makeParts = async (
  engine: Engine,
  run: Run,
  directory: string,
): Promise<NewPart[]> => {
  const { model, observations, fitted, evaluation, ingested } = run;
  const modelJson = logisticJson(fitted.weights);
  const features = describeManifestFeatures(model.features, run.statistics);
  const scorer = loadScorer({ estimator: model.estimator.kind, features }, modelJson);
  const [page, golden, tables] = await Promise.all([
    report(run),
    makeGolden(engine, "scored_test", model.features, scorer),
    writeTables(engine, model, observations, directory),
  ]);
  return [
    ...tables,
    {
      name: "rejected.csv",
      source: { file: join(directory, "rejected.csv") },
      rows: ingested.rejected,
    },
    { name: "model.json", source: json(modelJson) },
    { name: "golden.json", source: json(golden) },
    { name: "metrics.json", source: json({ ...evaluation, coefficients: fitted.coefficients }) },
    { name: "report.html", source: Buffer.from(page) },
  ];
};

const report = async (run: Run): Promise<string> => {
  // The drawing library takes 0.2 s to load, which no other command should wait for.
  const { classificationReport } = await import("../report/classification-report.js");
  const { model, input, ingested, statistics, evaluation } = run;
  return classificationReport({
    model: model.name,
    question: model.question,
    words: model.words,
    input: {
      name: input.name,
      rows: ingested.read,
      rejected: ingested.rejected,
      sha256: input.sha256,
    },
    asOf: run.observations.asOf,
    ...run.split,
    features: model.features.map(({ name, description }, i) => {
      const { min, max, mean, missing } = statistics[i]!;
      return {
        name,
        description,
        mean,
        missing,
        ...(model.privacy === "open" ? { range: [min, max] } : {}),
      };
    }),
    coefficients: run.fitted.coefficients,
    evaluation,
    floors: judge(model.gates, evaluation.metrics, undefined),
    parameters: parametersOf(run),
  });
};
