import { expect, test } from "@jest/globals";
import { atLeast, atMost } from "../tools/bench/lib/row.js";
import { table } from "../tools/bench/lib/table.js";

test("a row shows its ratio, its target and whether it was met", () => {
  const lines = table([
    { name: "fast", ours: "1 s", peer: "25 s", ...atLeast(25, 20) },
    { name: "slow", ours: "1 s", peer: "5 s", ...atLeast(5, 20) },
    { name: "small", ours: "300 MB", peer: "200 MB", ...atMost(1.5, 2) },
  ]).split("\n");
  expect(lines.slice(2, 5)).toEqual([
    "| fast | 1 s | 25 s | 25.0× | ≥ 20× | met |",
    "| slow | 1 s | 5 s | 5.00× | ≥ 20× | missed |",
    "| small | 300 MB | 200 MB | 1.50× | ≤ 2× | met |",
  ]);
});

test("a skipped peer leaves the ratio and the verdict empty", () =>
  expect(table([{ name: "fit", ours: "1 s", peer: "skipped: not installed: sklearn" }])).toContain(
    "| fit | 1 s | skipped: not installed: sklearn |  |  |  |",
  ));
