import { expect, test } from "@jest/globals";

import { courseOf } from "../tools/load/lib/flat.js";

const steps = Array.from({ length: 100 }, (_, i) => i);

test("the medians of two fifths are compared", () => {
  expect(courseOf(steps, 80)).toEqual({ first: 10, last: 90, flat: true });
  expect(courseOf(steps, 79)).toEqual({ first: 10, last: 90, flat: false });
  expect(courseOf(steps, 0, 1)).toMatchObject({ first: 30, last: 90 });
});

test("few samples are compared too, and none are not flat", () => {
  expect(courseOf([7], 0)).toEqual({ first: 7, last: 7, flat: true });
  expect(courseOf([], 0).flat).toBe(false);
});
