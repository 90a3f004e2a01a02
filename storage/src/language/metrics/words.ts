/** What a metric is called, and what it means. */
export interface MetricWords {
  readonly label: string;
  readonly meaning: string;
}
