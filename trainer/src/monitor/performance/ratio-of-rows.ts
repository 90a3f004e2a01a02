import type { ScoredRows } from "../../learn/certainty/scored-rows.js";
import { Ratio } from "./ratio.js";

/**
 * The ratio of two sums over rows, where the rows of an entity count together.
 *
 * @param below what a row adds below the line. Default: 1, which makes a mean
 */
export const ratioOfRows = (
  { entities, count }: Pick<ScoredRows, "entities" | "count">,
  above: (row: number) => number,
  below: (row: number) => number = () => 1,
): Ratio => {
  const [aboveOf, belowOf] = [new Float64Array(count), new Float64Array(count)];
  for (let row = 0; row < entities.length; row++) {
    aboveOf[entities[row]!]! += above(row);
    belowOf[entities[row]!]! += below(row);
  }
  const ratio = new Ratio();
  for (let entity = 0; entity < count; entity++) ratio.add(aboveOf[entity]!, belowOf[entity]!);
  return ratio;
};
