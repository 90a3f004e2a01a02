import type { Manifest, ReleaseFacts } from "@despliega/storage";

import { lineageOf, parametersOf, pointsOf, type Run } from "./run.js";
import { TRAINER_VERSION } from "./version.js";

/** What the manifest of a run's release says of it. @param commit of the trainer, where it is known */
export const describeRun = (run: Run, commit: string | null): ReleaseFacts => {
  const { model, fitted, evaluated, certainty, entities } = run;
  const { newestEvent } = run.observations;
  const { threshold, costs, interval } = evaluated;
  return {
    model: model.name,
    question: model.question,
    language: model.language,
    task: model.task,
    target: model.columns.label,
    classes: model.classes && [...model.classes],
    features: [...fitted.features],
    estimator: fitted.options.kind,
    calibration: fitted.calibration?.method,
    scale: fitted.scale,
    threshold,
    costs,
    interval,
    points: pointsOf(model),
    serving: servingOf(run),
    publish: model.serving.by === "key" ? model.serving.publish : undefined,
    recording: model.recording,
    privacy: model.privacy,
    metrics: { ...evaluated.evaluation.metrics },
    ...certainty,
    entities,
    approvals: model.approvals,
    decisions: model.decisions,
    lineage: {
      inputs: lineageOf(run),
      trainer: { version: TRAINER_VERSION, commit },
      parameters: parametersOf(run),
    },
    ...(model.serving.by === "key" && newestEvent !== null ? { newestEvent } : {}),
    keptInputs: run.keptInputs && [...run.keptInputs],
  };
};

const servingOf = ({ model: { serving }, ingested }: Run): Manifest["serving"] => {
  if (serving.by === "key") {
    const { example: _shown, publish: _tables, unknown, ...key } = serving;
    return unknown === "new" ? { ...key, unknown } : key;
  }
  const { subject, ...row } = serving;
  const { pseudonymKey } = ingested;
  return subject === undefined ? row : { ...row, subject: { ...subject, pseudonymKey } };
};
