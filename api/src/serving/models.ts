import type { Manifest, Release } from "@despliega/storage";

import { Refusal } from "../refusal.js";
import type { Releases } from "../releases.js";
import type { Person } from "../signature/signature.js";
import { serve, type Served } from "./served.js";

/** A release that can be asked by every protocol. */
export interface OpenModel {
  readonly release: Release;
  readonly served: Served;
}

/** The models that answer now, by name. */
export interface Models {
  all(): readonly OpenModel[];
  /** Whether all are loaded that ought to be. */
  ready(): boolean;
  /**
   * Finds a model, in a version where that matters.
   *
   * @param name undefined: the default one
   * @throws Refusal `NOT_READY`, `MODEL_UNNAMED`, `MODEL_UNKNOWN`, `VERSION_UNKNOWN`
   */
  find(name?: string, version?: string): OpenModel;
}

/**
 * Follows what the releases are.
 *
 * @param personOf tells how the rows of a sensitive one say whom they are about
 * @param defaultModel the one that answers where none is named. Default: the only one
 */
export const followModels = (
  releases: Releases,
  personOf: PersonOf,
  defaultModel?: string,
): Models => {
  let models = openAll(releases.current(), personOf);
  releases.onSwap((current) => {
    models = openAll(current, personOf);
  });

  const ready = () => releases.ready() && models.size > 0;

  const preferred = (): string => {
    if (defaultModel !== undefined) return defaultModel;
    // The only one so far need not stay it.
    if (!ready()) throw new Refusal("NOT_READY");
    const [only, ...others] = models.keys();
    if (only === undefined || others.length > 0) throw new Refusal("MODEL_UNNAMED");
    return only;
  };

  return {
    all: () => [...models.values()],
    ready,
    find(name, version) {
      const model = models.get(name ?? preferred());
      // What is not loaded yet cannot be called unknown.
      if (model === undefined) throw new Refusal(ready() ? "MODEL_UNKNOWN" : "NOT_READY");
      if (version !== undefined && version !== model.release.manifest.version)
        throw new Refusal("VERSION_UNKNOWN");
      return model;
    },
  };
};

type PersonOf = (manifest: Manifest) => Person | undefined;

const openAll = (
  releases: readonly Release[],
  personOf: PersonOf,
): ReadonlyMap<string, OpenModel> =>
  new Map(
    releases.map((release) => {
      const { manifest } = release;
      return [manifest.model, { release, served: serve(release, personOf(manifest)) }];
    }),
  );
