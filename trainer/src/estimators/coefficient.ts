/** Change of the model's sum, such as log-odds, for one standard deviation of the feature. */
export interface Coefficient {
  /** Of several classes, the number of the one whose sum changes. */
  readonly class?: number;
  /** Of a category `feature=name`, against its most frequent name. */
  readonly feature: string;
  readonly estimate: number;
  readonly standardError: number;
}

/**
 * Where standard errors come from: the curvature of the loss, which takes observations as independent and the model as right,
 * or the spread of the scores of observations, or of those of entities.
 */
export type ErrorSource = "curvature" | "observations" | "entities";
