import { expect, test } from "@jest/globals";

import { foundIn, together, type Found } from "../tools/year/page/found.js";
import { YEAR } from "../tools/year/plan.js";
import type { Week } from "../tools/year/run/week.js";

/** Verdicts of a year: good but in these weeks. */
const weeksWith = (verdicts: Readonly<Record<number, Week["verdict"]>>): readonly Week[] =>
  Array.from({ length: YEAR.weeks }, (_, i) => ({
    ...{ week: i + 1, verdict: verdicts[i + 1] ?? "good", area: 0.75 },
    ...{ summary: "", release: "", action: "" },
  }));

test("counts weeks from the first one of a change, and alarms before any", () => {
  const found = foundIn(
    YEAR,
    weeksWith({ 3: "lost", 5: "not-enough", 21: "drift", 36: "lost", 45: "fault", 47: "lost" }),
  );
  expect(found).toEqual({ quiet: 19, alarms: 1, drift: 2, relation: 14, missing: 1 });
  expect(foundIn(YEAR, weeksWith({ 44: "fault" }))).toMatchObject({
    ...{ alarms: 0, drift: undefined, relation: undefined, missing: undefined },
  });
});

test("asks for nine years of ten, and for no more than one alarm in twenty weeks", () => {
  const good: Found = { quiet: 20, alarms: 1, drift: 2, relation: 17, missing: 1 };
  const met = (...years: readonly Found[]) => together(years).map((each) => each.met);
  const ten = Array.from({ length: 10 }, () => good);
  expect(met(...ten)).toEqual([true, true, true, true]);
  const late = { ...good, alarms: 2, relation: 18, drift: 3, missing: undefined };
  expect(met(...ten.slice(1), { ...late, alarms: 1 })).toEqual([true, true, true, true]);
  expect(met(...ten.slice(2), late, late)).toEqual([false, false, false, false]);
});
