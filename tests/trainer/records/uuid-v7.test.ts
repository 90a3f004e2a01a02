import { expect, test } from "@jest/globals";
import { momentOf, UUID_V7, uuidV7 } from "@despliega/trainer/records/uuid-v7.js";

test("a moment is read as in the example of RFC 9562, appendix A.6", () => {
  expect(momentOf("017f22e2-79b0-7cc3-98c4-dc0c0c07398f").toISOString()).toBe(
    "2022-02-22T19:22:22.000Z",
  );
});

test("an id has its version, its variant and its moment, and is like no other", () => {
  const at = new Date("2026-11-29T10:00:00.123Z");
  const ids = Array.from({ length: 100 }, () => uuidV7(at));
  for (const id of ids) {
    expect(id).toMatch(UUID_V7);
    expect(momentOf(id)).toEqual(at);
  }
  expect(new Set(ids).size).toBe(100);
});
