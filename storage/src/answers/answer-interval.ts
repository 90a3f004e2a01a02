import { endsOf } from "../release/manifest/interval.js";
import type { Manifest } from "../release/manifest/manifest.js";

/** Around an answer, the ends between which the true value is found about as often as `nivel` says. */
export interface AnswerInterval {
  readonly nivel: number;
  readonly desde: number;
  readonly hasta: number;
}

/**
 * Makes what puts an interval around the answer of a regression, in the unit of the answer.
 *
 * @returns undefined for a model without an interval
 */
export const intervalOf = ({
  interval,
}: Pick<Manifest, "interval">): ((score: number) => AnswerInterval) | undefined => {
  if (interval === undefined) return undefined;
  const ends = endsOf(interval);
  return (score) => {
    const [desde, hasta] = ends(score);
    return { nivel: interval.level, desde, hasta };
  };
};
