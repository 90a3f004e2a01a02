import { expect, test } from "@jest/globals";
import {
  compareScorers,
  type Rival,
} from "@despliega/trainer/monitor/performance/compare-scorers.js";

import { randomOf } from "../../tools/numbers/lib/random.js";
import { drawnPair } from "../../tools/numbers/lib/two-classifiers.js";

const rivals = (areas: readonly [number, number], seed: number): [Rival, Rival] => {
  const rows = { entities: 1_000, rowsOfEach: 2, areas, correlation: 0.8 };
  const [one, other] = drawnPair(rows, randomOf(seed, 0));
  return [
    { version: "a", ...one },
    { version: "b", ...other },
  ];
};

test.each([
  [0.7, 0.8, "better"],
  [0.8, 0.7, "worse"],
  [0.75, 0.75, "cannot tell"],
] as const)(
  "of champion %d and challenger %d the challenger is said to be %s",
  (one, other, word) => {
    const [champion, challenger] = rivals([one, other], 2);
    const found = compareScorers(champion, challenger, 2_000);
    expect(found).toMatchObject({
      champion: "a",
      challenger: "b",
      known: 2_000,
      metric: "roc_auc",
    });
    expect(found.verdict).toBe(word);
    const { value, interval, deviation } = found.differences["roc_auc"]!;
    const { champion: theirs, challenger: ours } = found.metrics["roc_auc"]!;
    expect(value).toBeCloseTo(ours - theirs, 12);
    expect(interval![1] - interval![0]).toBeCloseTo(2 * 1.959964 * deviation!, 6);
  },
);

test("of two regressions the one with the smaller distance is better", () => {
  const { normal } = randomOf(1, 0);
  const labels = Float64Array.from({ length: 300 }, () => 10 * normal());
  const rowsOff = (by: number) => ({
    labels,
    scores: [labels.map((label) => label + by * normal())],
    entities: Uint32Array.from(labels, (_, row) => row),
    count: 300,
  });
  const form = { task: "regression" } as const;
  const far = { version: "a", form, rows: rowsOff(3) };
  const near = { version: "b", form, rows: rowsOff(1) };
  expect(compareScorers(far, near, 300)).toMatchObject({ metric: "mae", verdict: "better" });
  expect(compareScorers(near, far, 300).verdict).toBe("worse");
});

test("a single key tells nothing", () => {
  const [champion, challenger] = rivals([0.7, 0.8], 1);
  const ofOne = ({ rows, ...rival }: Rival): Rival => ({
    ...rival,
    rows: { ...rows, entities: rows.entities.map(() => 0), count: 1 },
  });
  const found = compareScorers(ofOne(champion), ofOne(challenger), 2_000);
  expect(found).toMatchObject({ differences: {}, verdict: "cannot tell" });
});
