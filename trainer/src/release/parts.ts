import { loadScorer, together, type NewPart } from "@despliega/storage";

import type { Engine } from "../engine/engine.js";
import { onnxModel } from "../onnx/onnx-model.js";
import type { Run } from "./run.js";
import { makeGolden } from "./golden.js";
import { makeReference, referencedBy } from "./reference.js";
import { picturesOf } from "./pictures.js";
import { makeReport } from "./report.js";
import { writeTables } from "./tables.js";

const json = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);

/**
 * Makes every artifact of a release. Its bytes follow from input and parameters alone.
 *
 * @param csvRows as {@link writeTables} takes it
 */
export const makeParts = async (
  engine: Engine,
  run: Run,
  directory: string,
  csvRows?: number,
): Promise<NewPart[]> => {
  const {
    model,
    observations,
    fitted,
    importance,
    evaluated,
    certainty,
    entities,
    selected,
    ingested,
  } = run;
  // Parsed from the text that is written, so that golden rows are scored with the same numbers.
  const modelJson = JSON.stringify(fitted.modelJson);
  const written: unknown = JSON.parse(modelJson);
  const scorer = loadScorer(fitted.description, written);
  const scored = { observations: run.test, scored: run.scored };
  const pictures = await picturesOf(engine, run);
  const [page, { golden, reference, tables }] = await together(
    () => makeReport(run, pictures),
    // One after the other, since the next statement ends a stream.
    async () => ({
      golden: await makeGolden(engine, scored, model, fitted, scorer),
      reference: await makeReference(engine, referencedBy(run)),
      tables: await writeTables(engine, model, observations, directory, { csvRows }),
    }),
  );
  return [
    ...tables,
    {
      name: "rejected.csv",
      source: { file: ingested.rejectedFile },
      rows: ingested.faults,
    },
    ...identitiesOf(run),
    { name: "model.yaml", source: Buffer.from(model.yaml) },
    { name: "features.sql", source: Buffer.from(model.sql) },
    { name: "model.json", source: Buffer.from(`${modelJson}\n`) },
    { name: "model.onnx", source: onnxOf(run, written) },
    { name: "golden.json", source: json(golden) },
    { name: "reference.json", source: Buffer.from(`${JSON.stringify(reference)}\n`) },
    {
      name: "metrics.json",
      source: json({
        ...evaluated.evaluation,
        ...certainty,
        entities,
        coefficients: fitted.coefficients,
        coefficientErrors: fitted.coefficientErrors,
        importance,
        selection: selected.selection,
        search: selected.search,
      }),
    },
    { name: "report.html", source: Buffer.from(page) },
  ];
};

const onnxOf = ({ model, fitted, evaluated }: Run, modelJson: unknown): Uint8Array =>
  onnxModel(
    {
      model: model.name,
      question: model.question,
      task: model.task,
      classes: model.classes && [...model.classes],
      features: [...fitted.features],
      estimator: fitted.options.kind,
      scale: fitted.scale,
      threshold: evaluated.threshold,
      costs: evaluated.costs,
    },
    modelJson,
  );

const identitiesOf = ({ ingested: { identities } }: Run): NewPart[] =>
  identities === undefined
    ? []
    : [{ name: "identities.csv", source: { file: identities.file }, rows: identities.rows }];
