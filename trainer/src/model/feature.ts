/** One input of the fitted model, a column that `features.sql` returns. */
export interface FeatureDefinition {
  readonly name: string;
  readonly type: "integer" | "number";
  readonly description: string;
  /** The only values allowed. Default: every finite number. */
  readonly values?: readonly number[];
  /**
   * Whether a value may be empty. Default `refused`; where it is `allowed`, estimators that add up take the mean of the
   * training observations for it, and forests take it as it is.
   */
  readonly missing?: "refused" | "allowed";
}
