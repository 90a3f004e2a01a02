import type { ByKey, FeatureTable, Manifest, Release } from "@despliega/storage";

/** A release whose model answers by key: it holds the features of every entity. */
export interface KeyedRelease extends Release {
  readonly manifest: Manifest & { readonly serving: ByKey };
  readonly table: FeatureTable;
}

/** Whether a release answers by key. */
export const isKeyed = (release: Release): release is KeyedRelease =>
  release.manifest.serving.by === "key" && release.table !== undefined;
