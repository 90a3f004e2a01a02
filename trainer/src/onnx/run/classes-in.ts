import { numbersOf, textsIn } from "../read/attributes.js";
import type { ClassName } from "../read/meaning.js";
import type { OnnxGraph } from "../read/onnx-graph.js";

/** The attributes of operators that name classes. */
const NAMES = ["classlabels_strings", "classlabels_int64s", "classlabels_ints"];

/**
 * The classes that a graph answers with, in the order of its probabilities, as the last operator with so many classes has
 * them. Undefined where none has.
 */
export const classesIn = (
  { operators }: OnnxGraph,
  width: number,
): readonly ClassName[] | undefined =>
  operators
    .flatMap((operator) => NAMES.map((name) => namesOf(operator, name)))
    .findLast(({ length }) => length === width);

const namesOf = (operator: OnnxGraph["operators"][number], name: string): readonly ClassName[] => {
  const texts = textsIn(operator, name);
  return texts.length > 0 ? texts : numbersOf(operator, name);
};
