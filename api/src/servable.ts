import {
  blobNames,
  ReleaseInvalid,
  type FeatureTable,
  type Manifest,
  type Release,
} from "@despliega/storage";

import { DETAIL_FIELDS } from "./answers.js";

/** A release whose model is asked by key: the features of every entity lie in it. */
export interface KeyedRelease extends Release {
  readonly manifest: Manifest & { readonly serving: { readonly by: "key" } };
  readonly table: FeatureTable;
}

export const isKeyed = (release: Release): release is KeyedRelease =>
  release.manifest.serving.by === "key" && release.table !== undefined;

/**
 * Checks that what releases say of their serving can be done, alone and side by side.
 *
 * @throws `RELEASE_INVALID` for the first release that cannot be served
 */
export const checkServable = (releases: readonly Release[]): void => {
  const taken = new Set<string>();
  for (const { manifest } of releases) {
    const { task, threshold, serving, features } = manifest;
    if (task === "classification" && threshold === undefined)
      throw unservable(manifest, "a classification needs a threshold");
    const clash = [serving.answer, ...features.map(({ name }) => name)].find((name) =>
      DETAIL_FIELDS.includes(name),
    );
    if (clash !== undefined) throw unservable(manifest, `${clash} is the name of a detail`);
    if (serving.by !== "key") continue;
    for (const path of Object.values(serving.paths)) {
      if (path.split(":id").length !== 2) throw unservable(manifest, `${path} needs one :id`);
      if (taken.has(path)) throw unservable(manifest, `${path} is taken already`);
      taken.add(path);
    }
  }
};

const unservable = ({ model, version }: Manifest, problem: string) =>
  new ReleaseInvalid({ name: blobNames.manifest(model, version), problem });
