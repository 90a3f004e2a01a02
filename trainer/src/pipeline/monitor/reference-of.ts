import {
  isStored,
  readReference,
  type BlobStore,
  type Manifest,
  type Reference,
} from "@despliega/storage";

import type { Engine } from "../../engine/engine.js";
import { scoped } from "../../engine/scoped.js";
import type { ScoringModel } from "../../estimators/estimator.js";
import type { ObservationTable } from "../../estimators/observation-table.js";
import { score } from "../../learn/score.js";
import { makeReference } from "../../release/reference.js";
import { releasedRows } from "./released-rows.js";

/**
 * The reference of a release. One of an earlier version has none: it is made of its labelled observations, those that it was
 * tested on among them.
 */
export const referenceOf = async (
  engine: Engine,
  store: BlobStore,
  manifest: Manifest,
  fitted: ScoringModel,
  directory: string,
): Promise<Reference> => {
  const { serving, features, classes, privacy } = manifest;
  const kept = await readReference(store, manifest);
  if (kept !== undefined) return kept;
  return scoped(engine, async (own) => {
    const training = await releasedRows(own, store, manifest, "learned", directory);
    const scored = await score(own, training, fitted);
    const served =
      serving.by === "key" && features.every(isStored)
        ? await releasedRows(own, store, manifest, "served", directory)
        : undefined;
    return makeReference(own, {
      ...{ features, classes, privacy, fitted },
      form: manifest,
      training: { table: training, rows: await rowsOf(own, training) },
      tested: { table: scored, rows: await rowsOf(own, training) },
      served: served && { table: served, rows: await rowsOf(own, served) },
    });
  });
};

const rowsOf = async (engine: Engine, { name }: ObservationTable): Promise<number> =>
  (await engine.row<{ n: number }>(`SELECT count(*) AS n FROM ${name}`)).n;
