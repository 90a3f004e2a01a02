import { expect, test } from "@jest/globals";
import { drawBag } from "@despliega/trainer/estimators/forest/bag.js";
import { drawStream } from "@despliega/trainer/estimators/draw.js";

test("a bag has as many draws as the share says, and the same ones for the same stream", () => {
  const bag = drawBag(1000, 0.5, drawStream(3, 4));
  expect(bag.reduce((sum, times) => sum + times, 0)).toBe(500);
  expect(drawBag(1000, 0.5, drawStream(3, 4))).toEqual(bag);
  expect(drawBag(1000, 0.5, drawStream(3, 5))).not.toEqual(bag);
  // Of 1,000 rows drawn 1,000 times, 1/e are left out.
  const left = drawBag(1000, 1, drawStream(1, 1)).filter((times) => times === 0).length;
  expect(Math.abs(left - 368)).toBeLessThan(60);
});
