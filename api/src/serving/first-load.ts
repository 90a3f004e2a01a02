import { OnnxRuntimeMissing, StoreUnreachable, type Release } from "@despliega/storage";

import { DecisionsUnservable, SensitiveUnservable } from "../errors/errors.js";
import { checkServable } from "./servable.js";

/** The result of the first load of all models. */
export interface FirstLoad {
  /** The releases that can be served, side by side. */
  readonly releases: readonly Release[];
  /** The error of each other model. */
  readonly failures: ReadonlyMap<string, unknown>;
}

/** What the first load needs. */
export interface FirstLoadOptions {
  readonly models: readonly string[];
  readonly open: (model: string) => Promise<Release>;
  /** Checks that a release can be served as its manifest demands. */
  readonly checkTerms: (release: Release) => Promise<void>;
  /** Whether a refresh follows, at which what fails now may succeed. */
  readonly refreshed: boolean;
}

/**
 * Opens every model beside the others and finds those that can be served.
 *
 * @throws the first error that no refresh can fix: any when no refresh follows, but a runtime that is not installed, without
 * which the other models are served; a store that cannot be reached, and settings with which a model is not served, in every
 * case
 */
export const firstLoad = async (options: FirstLoadOptions): Promise<FirstLoad> => {
  const { models, open, checkTerms, refreshed } = options;
  const failures = new Map<string, unknown>();
  const fail = (model: string, error: unknown): void => {
    const fixable = refreshed || error instanceof OnnxRuntimeMissing;
    if (!fixable || UNFIXABLE.some((kind) => error instanceof kind)) throw error;
    failures.set(model, error);
  };

  const opened = await Promise.allSettled(models.map(open));
  const servable: Release[] = [];
  for (const [i, outcome] of opened.entries())
    try {
      if (outcome.status === "rejected") throw outcome.reason;
      checkServable([...servable, outcome.value]);
      servable.push(outcome.value);
    } catch (error) {
      fail(models[i]!, error);
    }

  const releases: Release[] = [];
  for (const release of servable)
    try {
      await checkTerms(release);
      releases.push(release);
    } catch (error) {
      fail(release.manifest.model, error);
    }
  return { releases, failures };
};

const UNFIXABLE = [StoreUnreachable, SensitiveUnservable, DecisionsUnservable];
