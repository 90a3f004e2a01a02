import type { Trees } from "@despliega/storage";

/** What is expected where the features of a set, by the bits of a number, are known. */
export type Game = (known: number) => number;

/**
 * The expectation of trees for a row by its definition: a test of a feature that is not known goes both ways, in the shares
 * of the training rows.
 *
 * @param answerOf what a tree's leaf adds
 * @param width numbers of a leaf
 */
export const gameOf = (
  { trees, feature, threshold, sets, missingRight, value, cover }: Trees,
  row: Float64Array,
  answerOf: (tree: number, leaf: Float64Array) => number,
  width: number,
): Game => {
  let [inner, leaf, set] = [0, 0, 0];
  let first = 0;
  const roots = Array.from(trees, (size, tree) => {
    const nodes = Array.from({ length: size }, (_, i): Node => {
      const asked = feature[first + i]!;
      if (asked < 0) {
        const at = leaf++;
        const answer = answerOf(tree, value.subarray(at * width, (at + 1) * width));
        return { asked, answer, rows: cover[at]!, goesRight: false, children: [] };
      }
      const at = inner++;
      const bound = threshold[at]!;
      const x = row[asked]!;
      const values = Number.isNaN(bound) ? sets[set++] : undefined;
      const right = values === undefined ? x > bound : !values.includes(x);
      const goesRight = Number.isNaN(x) ? missingRight[at] === 1 : right;
      return { asked, answer: 0, rows: 0, goesRight, children: [] };
    });
    let child = 1;
    for (const node of nodes)
      if (node.asked >= 0) node.children = [nodes[child++]!, nodes[child++]!];
    for (const node of nodes.toReversed()) for (const { rows } of node.children) node.rows += rows;
    first += size;
    return nodes[0]!;
  });
  return (known) => roots.reduce((sum, root) => sum + expectedOf(root, known), 0);
};

interface Node {
  readonly asked: number;
  readonly answer: number;
  rows: number;
  readonly goesRight: boolean;
  children: readonly Node[];
}

const expectedOf = ({ asked, answer, rows, goesRight, children }: Node, known: number): number => {
  const [left, right] = children;
  if (left === undefined || right === undefined) return answer;
  if ((known >> asked) & 1) return expectedOf(goesRight ? right : left, known);
  return (left.rows * expectedOf(left, known) + right.rows * expectedOf(right, known)) / rows;
};

/** The Shapley values of a game, by the sum over all sets (Shapley, "A value for n-person games", 1953). */
export const shapleyValues = (game: Game, players: number): number[] => {
  const values = Array.from({ length: 2 ** players }, (_, known) => game(known));
  const sizeOf = (known: number): number => (known === 0 ? 0 : (known & 1) + sizeOf(known >> 1));
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  return Array.from({ length: players }, (_, player) =>
    values.reduce((sum, value, known) => {
      if ((known >> player) & 1) return sum;
      const size = sizeOf(known);
      const weight = (factorial(size) * factorial(players - size - 1)) / factorial(players);
      return sum + weight * (values[known | (1 << player)]! - value);
    }, 0),
  );
};
