import type { Manifest, Release } from "@despliega/storage";
import type { Logger } from "pino";

import { releaseName } from "../http/headers/release-header.js";
import { ProblemError } from "../http/problem/problem-error.js";
import type { SubjectField } from "../security/sensitive/subject-field.js";
import { predictorOf, type Predictor } from "./predictor.js";
import type { Releases } from "./releases.js";
import { INLINE_LIMITS } from "./signature/limits.js";

/** A release, ready to predict by every protocol. */
export interface LoadedModel {
  readonly release: Release;
  /** As the header of an answer names it. */
  readonly name: string;
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

/** What the models are made from. */
export interface ModelsOptions {
  readonly releases: Releases;
  readonly logger: Logger;
  /** Finds the field that names the person in a row of a sensitive model. */
  readonly subjectFieldOf: (manifest: Manifest) => SubjectField | undefined;
  /** Answers where a url names no model. Default: the only one. */
  readonly defaultModel?: string | undefined;
}

/** Follows the releases from swap to swap; one line of the log warns when urls that name no model lose or get their model. */
export const followModels = (options: ModelsOptions): Models => {
  const { releases, logger, subjectFieldOf, defaultModel } = options;
  let models = loadAll(releases.current(), subjectFieldOf);
  releases.onSwap((current) => {
    const before = models.size;
    models = loadAll(current, subjectFieldOf);
    if (defaultModel === undefined) warnOfUnnamed(logger, before, [...models.keys()]);
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

const warnOfUnnamed = (logger: Logger, before: number, models: readonly string[]): void => {
  if (before === 1 && models.length > 1)
    logger.warn(
      { models },
      "urls that name no model are refused now, as there are several; set DESPLIEGA_DEFAULT_MODEL to choose one",
    );
  else if (before > 1 && models.length === 1)
    logger.warn({ models }, "the only model left answers urls that name no model");
};

const loadAll = (
  releases: readonly Release[],
  subjectFieldOf: ModelsOptions["subjectFieldOf"],
): ReadonlyMap<string, LoadedModel> =>
  new Map(
    releases.map((release) => {
      const { manifest } = release;
      const predictor = predictorOf(release, subjectFieldOf(manifest), INLINE_LIMITS);
      return [manifest.model, { release, name: releaseName(manifest), predictor }];
    }),
  );
