import { expect, test } from "@jest/globals";
import { boostingJson, boostingScorer, parseBoosting } from "@despliega/storage";
import { classLoss } from "@despliega/trainer/estimators/boosting/class-loss.js";
import { logLoss } from "@despliega/trainer/estimators/boosting/log-loss.js";
import type { BoostingData } from "@despliega/trainer/estimators/boosting/options.js";

import { rowOf } from "../forest/data.js";
import { drawData, fit, PLAIN, shuffled, withGaps, withHeldOut } from "./data.js";

/** Three classes along the first feature; the second is a category of five names, of which two change the class. */
const three = ([a, b]: readonly number[], chance: number): number => {
  if (chance < 0.1) return Math.floor(chance * 30);
  return (Math.floor(a! * 3) + (Math.floor(b! * 5) % 2)) % 3;
};

const draw = (rows: number, seed = 1): BoostingData => {
  const drawn = drawData("classification", rows, 3, three, seed);
  const columns = [
    drawn.columns[0]!,
    drawn.columns[1]!.map((x) => Math.floor(x * 5)),
    drawn.columns[2]!,
  ];
  return {
    ...drawn,
    classes: 3,
    columns,
    uses: [PLAIN, { ...PLAIN, categories: [0, 1, 2, 3, 4] }, PLAIN],
  };
};

const answers = ({ boosting }: ReturnType<typeof fit>, data: BoostingData): number[][] => {
  const scorer = boostingScorer(boosting);
  const into = new Float64Array(scorer.outputs);
  return Array.from(data.target, (_, row) => {
    scorer.scores(rowOf(data, row), into);
    return [...into];
  });
};

test("three classes are told on rows that were never seen, and each round has a tree per class", () => {
  const fitted = fit(draw(900), { rounds: 40 });
  const others = draw(600, 2);
  const right = answers(fitted, others).filter(
    (scores, row) => scores.indexOf(Math.max(...scores)) === others.target[row],
  );
  // About one label in fifteen is wrong by chance.
  expect(right.length / 600).toBeGreaterThan(0.88);
  expect(fitted.boosting.trees).toHaveLength(120);
});

test("the same bits come in any order of the rows, and scores add up to those of training", () => {
  const data = withHeldOut(withGaps(draw(400)));
  const options = { earlyStopping: { heldOut: 0.25, patience: 4 } };
  const { boosting, sums } = fit(data, options);
  const text = JSON.stringify(boostingJson(boosting));
  expect(JSON.stringify(boostingJson(fit(shuffled(data, 1), options).boosting))).toBe(text);
  const found = answers(
    { boosting: parseBoosting(JSON.parse(text)) } as ReturnType<typeof fit>,
    data,
  );
  found.forEach((scores, row) => {
    const own = [0, 1, 2].map((k) => Math.exp(sums[k * 400 + row]!));
    const total = own.reduce((a, b) => a + b);
    own.forEach((e, k) => expect(scores[k]).toBeCloseTo(e / total, 12));
  });
});

test("derivatives are those of the loss by finite differences", () => {
  const target = Float64Array.of(0, 1, 2, 2, 1);
  const weights = Float64Array.of(1, 2, 1, 0.5, 1);
  const scores = Float64Array.from({ length: 15 }, (_, i) => Math.sin(3 * i));
  // The loss of one row, as the mean over a set of which it is the only one that is held out.
  const lossOf = (row: number, moved: Float64Array): number => {
    const own = Float64Array.of(moved[row]!, moved[5 + row]!, moved[10 + row]!);
    const alone = { target: target.slice(row, row + 1), weights: Float64Array.of(1), learned: 0 };
    return weights[row]! * classLoss(alone, 3).heldOut(own);
  };
  const [gradient, hessian] = [new Float64Array(15), new Float64Array(15)];
  classLoss({ target, weights, learned: 5 }, 3).differentiate(scores, gradient, hessian);
  const step = 1e-4;
  for (let at = 0; at < 15; at++) {
    const moved = (by: number) =>
      lossOf(
        at % 5,
        scores.map((z, i) => (i === at ? z + by : z)),
      );
    expect(gradient[at]).toBeCloseTo((moved(step) - moved(-step)) / (2 * step), 6);
    expect(hessian[at]).toBeCloseTo((moved(step) - 2 * moved(0) + moved(-step)) / step ** 2, 5);
  }
});

test("two classes by the loss of several lose as much as by their own", () => {
  const target = Float64Array.of(0, 1, 1, 0);
  const rows = { target, weights: Float64Array.of(1, 2, 3, 1), learned: 1 };
  const odds = Float64Array.of(0.3, -2, 1.5, 4);
  const both = Float64Array.of(0, 0, 0, 0, ...odds);
  expect(classLoss(rows, 2).heldOut(both)).toBeCloseTo(logLoss(rows).heldOut(odds), 12);
});

test("a class that no row has keeps a small probability", () => {
  const data = draw(200);
  const fitted = fit({ ...data, classes: 4 }, { rounds: 5 });
  for (const scores of answers(fitted, data)) {
    expect(scores[3]).toBeGreaterThan(0);
    expect(scores[3]).toBeLessThan(0.01);
  }
});

test("categories beyond 255 go where missing values go, those with fewest rows first", () => {
  // Names 0 to 299; even ones are of class 1. Names from 290 on have one row each.
  const x = Float64Array.from(
    [...Array(290).keys()]
      .flatMap((name) => Array<number>(12).fill(name))
      .concat([...Array(10).keys()].map((i) => 290 + i)),
  );
  const target = x.map((name) => (name < 290 && name % 2 === 0 ? 1 : 0));
  const categories = [...Array(300).keys()];
  const data = {
    ...drawData("classification", 2, 1, () => 0),
    columns: [x],
    uses: [{ ...PLAIN, categories }],
    target,
    heldOut: new Uint8Array(x.length),
  };
  const { boosting } = fit(data, { rounds: 30, minLeaf: 5 });
  const scorer = boostingScorer(boosting);
  const score = (name: number) => scorer.score(Float64Array.of(name));
  for (const name of [0, 2, 100]) expect(score(name)).toBeGreaterThan(0.9);
  for (const name of [1, 3, 101]) expect(score(name)).toBeLessThan(0.1);
  // Of equally frequent names the lower ones have bins of their own.
  for (const name of [255, 256, 288, 295]) expect(score(name)).toBe(score(NaN));
});
