import { positionOf, type Champion, type Position } from "./champion.js";

/**
 * The release that answered before the champion's, with the features that it last answered by; undefined where there was
 * none.
 *
 * @param moves of the pointer, oldest first
 */
export const releaseBefore = (
  moves: readonly Champion[],
  { version, sequence }: Champion,
): Position | undefined => {
  const move = moves.findLast((of) => of.sequence < sequence && of.version !== version);
  return move && positionOf(move);
};
