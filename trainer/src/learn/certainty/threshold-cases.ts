import { isFew } from "./certainty.js";

/**
 * On how few observations a chosen threshold rests: those of the rarer class among the training observations. Undefined
 * where they are enough, or where the model's definition gives the threshold.
 */
export const fewThresholdCases = (
  { policy }: { readonly policy: string },
  { observations, positives }: { readonly observations: number; readonly positives: number },
): number | undefined => {
  const rarer = Math.min(positives, observations - positives);
  return policy.startsWith("value:") || !isFew(rarer) ? undefined : rarer;
};
