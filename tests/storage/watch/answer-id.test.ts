import { expect, test } from "@jest/globals";
import { answerIds, placeOfId } from "@despliega/storage";

const INSTANCE = "3f9c2a1b7d4e5f60";
const AT = new Date("2026-11-29T23:59:59.007Z");

test("an id leads to the day and the process of its answer", () => {
  const next = answerIds(INSTANCE);
  const ids = Array.from({ length: 1_000 }, () => next(AT));
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids)
    expect(placeOfId(id)).toEqual({ at: AT, day: "2026-11-29", instance: INSTANCE });
});

test.each(["", "20261399T000000000Z-3f9c2a1b7d4e5f60-0", "../../x", "20261129T155512123Z-3f9c-0"])(
  "%j is no id",
  (text) => {
    expect(placeOfId(text)).toBeUndefined();
  },
);
