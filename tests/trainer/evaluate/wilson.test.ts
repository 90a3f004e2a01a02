import { expect, test } from "@jest/globals";
import { wilson } from "@despliega/trainer/evaluate/wilson.js";

test("the interval of a share is Wilson's", () => {
  const interval = wilson(81, 263);
  expect(interval.lower).toBeCloseTo(0.2553, 4);
  expect(interval.upper).toBeCloseTo(0.3662, 4);
});

test("the interval of 10 out of 10 starts at n / (n + z²)", () => {
  const { lower, upper } = wilson(10, 10);
  expect(lower).toBeCloseTo(10 / (10 + 1.959963984540054 ** 2), 12);
  expect(upper).toBeCloseTo(1, 12);
});

test("the interval of nothing out of something starts at 0", () => {
  const { lower, upper } = wilson(0, 10);
  expect(lower).toBeCloseTo(0, 12);
  expect(upper).toBeCloseTo(1.959963984540054 ** 2 / (10 + 1.959963984540054 ** 2), 12);
});
