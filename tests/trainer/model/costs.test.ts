import { expect, test } from "@jest/globals";
import { costMatrix } from "@despliega/trainer/model/costs.js";

test("costs that are not named are 1, and those of right answers 0", () => {
  expect(costMatrix(["a", "b", "c"], { c: { a: 20, b: 0 }, a: {} })).toEqual([
    [0, 1, 1],
    [1, 0, 1],
    [20, 0, 0],
  ]);
});

test("names that every object has are classes as others", () => {
  expect(costMatrix(["constructor", "name", "length"], {})).toEqual([
    [0, 1, 1],
    [1, 0, 1],
    [1, 1, 0],
  ]);
});
