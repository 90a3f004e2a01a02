/** One input of a model, as far as formats need it. The features of a manifest have these fields. */
export interface Feature {
  readonly name: string;
  /** `integer`: whole numbers only; `boolean`: 0 or 1; `category`: the place of a name in {@link Feature.categories}. */
  readonly type: "integer" | "number" | "boolean" | "category";
  /** `refused`: it may not be missing; `kept`: the model handles a missing value; otherwise the value that replaces it. */
  readonly missing: "refused" | "kept" | { readonly fill: number };
  /** Mean over the training observations, the origin of contributions. The mean of a category says nothing. */
  readonly mean: number;
  /** The names of a category. */
  readonly categories?: readonly string[] | undefined;
  /** `other`: the place after the last category stands for every other name. Default `refused`. */
  readonly unseen?: "refused" | "other" | undefined;
  /** `request`: a caller that asks by key sends it. Default: the release holds it for every entity. */
  readonly from?: "request" | undefined;
}

/** Whether a release by key holds the values of a feature; those of the others come with the request. */
export const isStored = ({ from }: Pick<Feature, "from">): boolean => from === undefined;

/** Whether a model is asked by key with features that come with the request. */
export const asksFeatures = (features: readonly Pick<Feature, "from">[]): boolean =>
  !features.every(isStored);

/** The features that a row of a request has: those that come with it, or all of a model whose features are its rows. */
export const featuresOfRows = <Of extends Pick<Feature, "from">>(
  features: readonly Of[],
): readonly Of[] =>
  asksFeatures(features) ? features.filter((feature) => !isStored(feature)) : features;
