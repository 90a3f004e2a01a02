import { asksFeatures, isStored } from "../../formats/feature.js";
import type { KeyColumn } from "../../formats/table/keys/key.js";
import type { ManifestFeature } from "./feature.js";
import type { Serving } from "./serving.js";

/** The field of a request that holds the key. No feature that comes with the request may have this name. */
export const KEY_FIELD = "key";

/** Whether the features that come with a request are those of a model by key, beside others that its release holds. */
export const isRequestable = ({
  features,
  serving,
}: {
  readonly features: readonly Pick<ManifestFeature, "name" | "from">[];
  readonly serving: Serving;
}): boolean => {
  const requested = features.filter((feature) => !isStored(feature));
  return (
    requested.length === 0 ||
    (serving.by === "key" &&
      requested.length < features.length &&
      requested.every(({ name }) => name !== KEY_FIELD))
  );
};

/** The columns of the key that a row of a request has, where it is asked by key with features; else none. */
export const keysOfRows = ({
  features,
  serving,
}: Parameters<typeof isRequestable>[0]): readonly KeyColumn[] =>
  serving.by === "key" && asksFeatures(features) ? serving.keys : [];
