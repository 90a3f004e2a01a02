/** One input of a model, as far as formats need it. The features of a manifest have these fields. */
export interface Feature {
  readonly name: string;
  /** `integer`: whole numbers only. */
  readonly type: "integer" | "number";
  /** `refused`: it may not be missing; `kept`: the model handles a missing value; otherwise the value that replaces it. */
  readonly missing: "refused" | "kept" | { readonly fill: number };
  /** Mean over the training observations, the origin of contributions. */
  readonly mean: number;
}
