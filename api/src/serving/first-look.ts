import { StoreUnreachable, type Release } from "@despliega/storage";

import { SensitiveUnservable } from "../errors.js";
import { checkServable } from "../servable.js";
import type { Guard } from "../sensitive/guard.js";

/** What a first look at all models came to. */
export interface FirstLook {
  /** What can be served, side by side. */
  readonly releases: readonly Release[];
  /** Why each other model cannot. */
  readonly failures: ReadonlyMap<string, unknown>;
}

/** What a first look needs. */
export interface FirstLookOptions {
  readonly models: readonly string[];
  readonly open: (model: string) => Promise<Release>;
  readonly guard: Guard;
  /** Whether there will be a second look, at which what fails now may succeed. */
  readonly again: boolean;
}

/**
 * Opens every model beside the others and tells which can be served.
 *
 * @throws the first failure that no second look can mend: any when there is none; a store that cannot be reached, and
 * settings with which a sensitive model is not served, in every case
 */
export const firstLook = async (options: FirstLookOptions): Promise<FirstLook> => {
  const { models, open, guard, again } = options;
  const failures = new Map<string, unknown>();
  const fail = (model: string, error: unknown): void => {
    if (!again || error instanceof StoreUnreachable || error instanceof SensitiveUnservable)
      throw error;
    failures.set(model, error);
  };

  const opened = await Promise.allSettled(models.map(open));
  const fit: Release[] = [];
  for (const [i, outcome] of opened.entries())
    try {
      if (outcome.status === "rejected") throw outcome.reason;
      checkServable([...fit, outcome.value]);
      fit.push(outcome.value);
    } catch (error) {
      fail(models[i]!, error);
    }

  const releases: Release[] = [];
  for (const release of fit)
    try {
      await guard.admit(release.manifest);
      releases.push(release);
    } catch (error) {
      fail(release.manifest.model, error);
    }
  return { releases, failures };
};
