import { randomBytes } from "node:crypto";

import {
  makeVersion,
  openRelease,
  publishRelease,
  type BlobStore,
  type Manifest,
  type ManifestGate,
  type NewPart,
} from "@despliega/storage";

import { lineageOf, parametersOf, pointsOf, type Run } from "./run.js";
import { TRAINER_VERSION } from "./version.js";

/** What a release is made of. */
export interface NewRelease {
  readonly run: Run;
  readonly parts: readonly NewPart[];
  readonly gates: readonly ManifestGate[];
  /** The champion that it was compared with, and the result. */
  readonly compared: Pick<Manifest, "champion" | "comparison" | "signatureChange">;
  readonly commit: string | null;
  readonly created: Date;
}

/** Publishes a release and opens it as the api does, so that a release that cannot be served is never promoted. */
export const publish = async (
  store: BlobStore,
  { run, parts, gates, compared, commit, created }: NewRelease,
): Promise<Manifest> => {
  const { model, fitted, evaluated, certainty, entities } = run;
  const { newestEvent } = run.observations;
  const { threshold, costs, interval } = evaluated;
  const manifest = await publishRelease(
    store,
    {
      model: model.name,
      version: makeVersion(created, randomBytes(4)),
      created: created.toISOString(),
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
      privacy: model.privacy,
      metrics: { ...evaluated.evaluation.metrics },
      ...certainty,
      entities,
      gates: [...gates],
      approvals: model.approvals,
      ...compared,
      lineage: {
        inputs: lineageOf(run),
        trainer: { version: TRAINER_VERSION, commit },
        parameters: parametersOf(run),
      },
      ...(model.serving.by === "key" && newestEvent !== null ? { newestEvent } : {}),
      keptInputs: run.keptInputs && [...run.keptInputs],
    },
    parts,
  );
  await openRelease(store, manifest.model, manifest.version);
  return manifest;
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
