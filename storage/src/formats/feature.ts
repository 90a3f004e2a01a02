/** One input of a model, as its format needs to know it; what a manifest says of a feature has all of it. */
export interface Feature {
  readonly name: string;
  /** `integer`: whole numbers only. */
  readonly type: "integer" | "number";
  /** Whether it may be missing, and then what stands in for it; `kept`: the model takes it as it is. */
  readonly missing: "refused" | "kept" | { readonly fill: number };
  /** Mean over the training observations; contributions are measured from here. */
  readonly mean: number;
}
