import { expect, test } from "@jest/globals";
import { warnOfRareClasses } from "@despliega/trainer/pipeline/rare-classes.js";

const told = (classes: readonly string[] | undefined, counts: readonly number[]): string[] => {
  const notices: string[] = [];
  warnOfRareClasses(
    { notice: (text) => void notices.push(text) },
    { task: "classification", classes },
    { from: null, to: null, observations: 100, classes: counts },
  );
  return notices;
};

test("classes with fewer than ten training observations are told by name", () => {
  expect(told(["bird", "cat", "eel"], [80, 9, 10])).toEqual([
    "class cat has 9 training observations, too few to rely on: give it more, or group it with another",
  ]);
});

test("classes without names are not told, since promotion checks judge them", () => {
  expect(told(undefined, [95, 5])).toEqual([]);
});
