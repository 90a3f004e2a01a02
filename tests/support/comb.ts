import type { Forest } from "@despliega/storage";

/** A forest of one tree with so many inner nodes, each the second child of the one before, of the tiny model's features. */
export const comb = (inner: number): Forest => {
  const places = Array.from({ length: inner }, (_, place) => place);
  return {
    task: "classification",
    outputs: 1,
    features: 5,
    trees: Uint32Array.of(2 * inner + 1),
    feature: Int32Array.from([0, ...places.slice(1).flatMap((place) => [-1, place % 5]), -1, -1]),
    threshold: Float64Array.from(places, (place) => place / inner),
    sets: [],
    missingRight: new Uint8Array(inner),
    value: Float64Array.from({ length: inner + 1 }, (_, leaf) => (leaf % 10) / 10),
    cover: new Float64Array(inner + 1).fill(1),
  };
};
