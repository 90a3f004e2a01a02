/** One input of the fitted model, a column that `features.sql` returns. */
export interface FeatureDefinition {
  readonly name: string;
  readonly type: "integer" | "number";
  readonly description: string;
  /** The only values allowed. Default: every finite number. */
  readonly values?: readonly number[];
  /**
   * Whether a value may be empty. Default `refused`; where it is `allowed`, linear estimators replace it by the mean of
   * the training observations, and trees take it as it is.
   */
  readonly missing?: "refused" | "allowed";
}
