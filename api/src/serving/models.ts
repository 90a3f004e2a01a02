import type { Manifest, Release } from "@despliega/storage";

import { ProblemError } from "../http/problem/problem-error.js";
import type { SubjectField } from "../security/sensitive/subject-field.js";
import { predictorOf, type Predictor } from "./predictor.js";
import type { Releases } from "./releases.js";
import { INLINE_ROWS } from "./signature/limits.js";

/** A release, ready to predict by every protocol. */
export interface LoadedModel {
  readonly release: Release;
  /** Takes batches that the event loop scores; larger ones go to the threads. */
  readonly predictor: Predictor;
}

/** The models that answer now, by name. */
export interface Models {
  all(): readonly LoadedModel[];
  /** Whether all models are loaded that must be. */
  ready(): boolean;
  /**
   * Finds a model.
   *
   * @param name undefined: the default model
   * @param version undefined: the one that is served
   * @throws ProblemError `NOT_READY`, `MODEL_UNNAMED`, `MODEL_UNKNOWN`, `VERSION_UNKNOWN`
   */
  find(name?: string, version?: string): LoadedModel;
}

/**
 * Follows the releases from swap to swap.
 *
 * @param subjectFieldOf finds the field that names the person in a row of a sensitive model
 * @param defaultModel answers where a url names no model. Default: the only one
 */
export const followModels = (
  releases: Releases,
  subjectFieldOf: SubjectFieldOf,
  defaultModel?: string,
): Models => {
  let models = loadAll(releases.current(), subjectFieldOf);
  releases.onSwap((current) => {
    models = loadAll(current, subjectFieldOf);
  });

  const ready = () => releases.ready() && models.size > 0;

  const preferred = (): string => {
    if (defaultModel !== undefined) return defaultModel;
    // While not all are loaded, the only one may get company.
    if (!ready()) throw new ProblemError("NOT_READY");
    const [only, ...others] = models.keys();
    if (only === undefined || others.length > 0) throw new ProblemError("MODEL_UNNAMED");
    return only;
  };

  return {
    all: () => [...models.values()],
    ready,
    find(name, version) {
      const model = models.get(name ?? preferred());
      // A model that is not loaded yet is not unknown.
      if (model === undefined) throw new ProblemError(ready() ? "MODEL_UNKNOWN" : "NOT_READY");
      if (version !== undefined && version !== model.release.manifest.version)
        throw new ProblemError("VERSION_UNKNOWN");
      return model;
    },
  };
};

type SubjectFieldOf = (manifest: Manifest) => SubjectField | undefined;

const loadAll = (
  releases: readonly Release[],
  subjectFieldOf: SubjectFieldOf,
): ReadonlyMap<string, LoadedModel> =>
  new Map(
    releases.map((release) => {
      const { manifest } = release;
      const predictor = predictorOf(release, subjectFieldOf(manifest), INLINE_ROWS);
      return [manifest.model, { release, predictor }];
    }),
  );
