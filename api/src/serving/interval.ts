import type { Manifest } from "@despliega/storage";

/** Around an answer, the ends between which the true value is found about as often as `nivel` says. */
export interface AnswerInterval {
  readonly nivel: number;
  readonly desde: number;
  readonly hasta: number;
}

/**
 * Makes what puts an interval around the answer of a regression, in the unit of the answer. Its ends multiply the answer or
 * are added to it, as the manifest says.
 *
 * @returns undefined for a model without an interval
 */
export const intervalOf = ({
  interval,
}: Pick<Manifest, "interval">): ((score: number) => AnswerInterval) | undefined => {
  if (interval === undefined) return undefined;
  const { level: nivel, by, lower, upper } = interval;
  return by === "factor"
    ? (score) => ({ nivel, desde: score * lower, hasta: score * upper })
    : (score) => ({ nivel, desde: score + lower, hasta: score + upper });
};
