/** Change of the model's sum, such as log-odds, for one standard deviation of the feature. */
export interface Coefficient {
  readonly feature: string;
  readonly estimate: number;
  readonly standardError: number;
}
