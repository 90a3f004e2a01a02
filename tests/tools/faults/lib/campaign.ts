/** How much of a campaign to run. */
export interface CampaignOptions {
  /** How many cases; by default as many as the campaign's long form has. */
  readonly cases?: number | undefined;
  /** The same seed makes the same cases. */
  readonly seed: number;
}

/** What a campaign found. */
export interface CampaignResult {
  readonly campaign: string;
  /** How many were tried. */
  readonly cases: number;
  /** One line for each case that broke a promise, with what it takes to try it again. */
  readonly failures: readonly string[];
}

/**
 * Tries one promise in many cases. Its own faults are thrown; a broken promise is a line among the failures.
 *
 * @param say prints the progress, now and then
 */
export type Campaign = (
  options: CampaignOptions,
  say: (line: string) => void,
) => Promise<CampaignResult>;
