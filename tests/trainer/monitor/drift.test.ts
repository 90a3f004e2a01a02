import { describe, expect, test } from "@jest/globals";
import { chiSquare, chiSquareTail } from "@despliega/trainer/monitor/drift/chi-square.js";
import {
  jensenShannon,
  sharesOf,
  stabilityIndex,
} from "@despliega/trainer/monitor/drift/distances.js";
import { adjustedFor } from "@despliega/trainer/monitor/drift/false-findings.js";
import { kolmogorovSmirnov, kolmogorovTail } from "@despliega/trainer/monitor/drift/kolmogorov.js";
import { movedBetween, type Counted } from "@despliega/trainer/monitor/drift/moved.js";

const THEN = [100, 80, 60, 40, 20, 7, 3];
const NOW = [90, 85, 70, 30, 25, 1, 9];

/** Within 1e-9 of what scipy 1.17 computes. */
const close = (value: number, expected: number): void =>
  expect(Math.abs(value - expected)).toBeLessThan(1e-9);

describe("figures that scipy computes too", () => {
  test("distances of shares", () => {
    const shares = [sharesOf(THEN), sharesOf(NOW)] as const;
    close(stabilityIndex(...shares), 0.08115454248826585);
    close(jensenShannon(...shares), 0.0968861350592344);
  });

  test("Kolmogorov-Smirnov, with values that are often equal", () => {
    const { statistic, p } = kolmogorovSmirnov(THEN, NOW);
    close(statistic, 0.032258064516129004);
    close(p, 0.9970256514287665);
  });

  test.each([
    [0.3, 0.9999906941986655],
    [0.5, 0.9639452436648751],
    [0.9, 0.3927307079406543],
    [1.19, 0.11774229287977166],
    [1.21, 0.10697010207551334],
    [2, 0.0006709252557796953],
    [3, 3.045995948942526e-8],
  ])("Kolmogorov's limit beyond %d", (x, p) => close(kolmogorovTail(x), p));

  test.each([
    [3.2, 1, 0.07363827012030258],
    [12, 4, 0.01735126523666451],
    [40, 30, 0.10486428110798468],
    [1050, 1000, 0.13247405682147703],
  ])("chi-square beyond %d of %d degrees", (x, degrees, p) => close(chiSquareTail(x, degrees), p));

  test("chi-square of two samples, with the names that are expected too rarely in one", () => {
    const { statistic, degrees, p } = chiSquare(THEN, NOW);
    expect(degrees).toBe(5);
    close(statistic, 3.4311886943465892);
    close(p, 0.6338242660810645);
  });

  test("p-values of many tests", () => {
    const adjusted = adjustedFor([0.01, 0.04, 0.03, 0.5, 0.005]);
    [0.025, 0.05, 0.05, 0.5, 0.025].forEach((p, i) => close(adjusted[i]!, p));
  });
});

describe("what moved", () => {
  const numbers: Counted = {
    kind: "numbers",
    counts: Array.from({ length: 10 }, () => 100),
    missing: 0,
    other: 0,
  };
  const names: Counted = { kind: "names", counts: [600, 400], missing: 0, other: 0 };

  test("is missing values, also where the present ones are as before", () => {
    const counts = numbers.counts.map((count) => count * 0.9);
    const { psi, ks, p } = movedBetween(numbers, { ...numbers, counts, missing: 100 });
    expect(psi).toBeGreaterThan(0.25);
    expect(ks).toEqual({ statistic: 0, p: 1 });
    expect(p).toBeLessThan(1e-20);
  });

  test("is a new name", () => {
    const { psi, p } = movedBetween(names, { ...names, counts: [540, 360], other: 100 });
    expect(psi).toBeGreaterThan(0.25);
    expect(p).toBeLessThan(1e-20);
  });

  test("is nothing where nothing was counted, or all is as before", () => {
    const none = { ...names, counts: [0, 0] };
    expect(movedBetween(names, none).p).toBe(1);
    expect(movedBetween(names, names)).toMatchObject({ psi: 0, jensenShannon: 0, p: 1 });
    expect(movedBetween(numbers, numbers)).toMatchObject({ psi: 0, jensenShannon: 0, p: 1 });
  });
});
