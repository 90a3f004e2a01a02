import type { ManifestFeature } from "@despliega/storage";

/** The names of the outputs of a model. Where a feature has a name, a `_` follows. */
export const outputNames = (features: readonly Pick<ManifestFeature, "name">[]) => {
  const taken = new Set(features.map(({ name }) => name));
  const free = (name: string): string => (taken.has(name) ? free(`${name}_`) : name);
  return { answer: free("answer"), label: free("label"), probabilities: free("probabilities") };
};
