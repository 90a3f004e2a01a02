import { expect, test } from "@jest/globals";

import { lossesOf } from "../tools/bench/lib/losses.js";
import { atLeast, atMost, type Row } from "../tools/bench/lib/row.js";

const row = (name: string, judged: Partial<Row>): Row => ({ name, ours: "", peer: "", ...judged });
const before = {
  part: {
    date: "2026-11-29",
    commit: "abc",
    machine: "2 cores",
    rows: [row("throughput", atLeast(2, 1)), row("time", atMost(1, 1)), row("alone", {})],
  },
};

test("a row that is worse by more than 15 % is a loss, in whichever direction its ratio is better", () => {
  expect(lossesOf([row("throughput", atLeast(1.69, 1))], before)).toEqual([
    { name: "throughput", before: 2, now: 1.69 },
  ]);
  expect(lossesOf([row("time", atMost(1.16, 1))], before)).toEqual([
    { name: "time", before: 1, now: 1.16 },
  ]);
});

test("noise, gains, and rows without a record or a peer are no losses", () =>
  expect(
    lossesOf(
      [
        row("throughput", atLeast(1.71, 1)),
        row("time", atMost(0.5, 1)),
        row("new", atLeast(0.1, 1)),
        row("alone", { ratio: 9 }),
        row("throughput", { peer: "skipped" }),
      ],
      before,
    ),
  ).toEqual([]));
