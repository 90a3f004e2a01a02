/** Estimators that were compared by cross-validation on the training observations. */
export interface Selection {
  readonly metric: string;
  readonly candidates: readonly {
    readonly name: string;
    /** The metric by fold; none where it could not be measured. */
    readonly folds: readonly number[];
    readonly chosen: boolean;
    /** Code of the error that left it without a model. */
    readonly error?: string;
  }[];
}
