import { lastHour, quantileOf } from "@despliega/api";
import { expect, test } from "@jest/globals";

test("the last hour forgets what is older, minute by minute", () => {
  let minute = 1_000_000;
  const hour = lastHour(() => minute * 60_000);
  const seen = () => hour.minutes().flatMap((count, i) => (count > 0 ? [[i, count]] : []));
  hour.count();
  hour.count();
  expect(seen()).toEqual([[59, 2]]);
  minute += 10;
  hour.count();
  expect(seen()).toEqual([
    [49, 2],
    [59, 1],
  ]);
  minute += 50;
  expect(seen()).toEqual([[9, 1]]);
  minute += 1_000;
  hour.count();
  expect(seen()).toEqual([[59, 1]]);
});

test("a quantile lies where its observations do, and is unknown beyond the last bound", () => {
  const bounds = [1, 2, 4];
  expect(quantileOf({ bounds, counts: [10, 10, 0, 0] }, 0.5)).toBe(1);
  expect(quantileOf({ bounds, counts: [0, 10, 10, 0] }, 0.75)).toBe(3);
  expect(quantileOf({ bounds, counts: [0, 4, 0, 0] }, 0.25)).toBe(1.25);
  expect(quantileOf({ bounds, counts: [1, 0, 0, 9] }, 0.99)).toBeNull();
  expect(quantileOf({ bounds, counts: [0, 0, 0, 0] }, 0.5)).toBeNull();
});
