import { createSubjectLimit } from "@despliega/api";
import { memoryBlobStore } from "@despliega/storage";
import { describe, expect, test } from "@jest/globals";

import { auditOf, authorisationOn, callerCheckFor, MASKED } from "../../../support/sensitive.js";
import { apiServing } from "../../protocols/support.js";
import { inTable, rowAbout, URL, VIH } from "./support.js";

const MINUTE = 60_000;
const people = (...ids: readonly number[]): readonly string[] => ids.map((id) => inTable(id));

describe("the limit of people", () => {
  test("counts each person once, and each caller apart", () => {
    const limit = createSubjectLimit(2);
    expect(limit("a", people(1, 1, 2), 0)).toBeUndefined();
    expect(limit("a", people(2, 1), 0)).toBeUndefined();
    expect(limit("a", people(3), 0)).toBe(3_600);
    expect(limit("b", people(3, 4), 0)).toBeUndefined();
  });

  test("forgets a person an hour after the last question, and says when", () => {
    const limit = createSubjectLimit(2);
    limit("a", people(1), 0);
    limit("a", people(2), 10 * MINUTE);
    limit("a", people(1), 30 * MINUTE);
    expect(limit("a", people(3), 50 * MINUTE)).toBe(20 * 60);
    expect(limit("a", people(3), 70 * MINUTE)).toBeUndefined();
    expect(limit("a", people(4), 70 * MINUTE)).toBe(20 * 60);
  });

  test("counts nobody of a request that it refuses", () => {
    const limit = createSubjectLimit(2);
    expect(limit("a", people(1, 2, 3), 0)).toBe(3_600);
    expect(limit("a", people(4, 5), 0)).toBeUndefined();
  });

  test("refuses whom it has no room to remember, until others have aged", () => {
    const limit = createSubjectLimit(10, 3);
    limit("a", people(1), 0);
    limit("b", people(2), 0);
    limit("a", people(3), 30 * MINUTE);
    expect(limit("c", people(4), 31 * MINUTE)).toBe(3_600);
    expect(limit("c", people(4, 5), 60 * MINUTE)).toBeUndefined();
  });

  test("is none where it is 0", () => {
    const limit = createSubjectLimit(0, 1);
    expect(limit("a", people(1, 2, 3), 0)).toBeUndefined();
  });
});

test("a caller over the limit gets 429, which is counted and in the audit, and no name", async () => {
  const audit = memoryBlobStore();
  const api = await apiServing([VIH], {
    checkCaller: callerCheckFor(MASKED),
    authorisation: authorisationOn(audit, { subjectLimit: 2 }),
  });
  const ask = (...ids: readonly number[]) => api.request.post(URL).send(ids.map(rowAbout));
  await ask(1, 2).expect(200);
  await ask(2).expect(200);
  const response = await ask(1, 3).expect(429);
  expect(response.body).toMatchObject({ code: "SUBJECTS_TOO_MANY" });
  expect(response.text).not.toMatch(/infectado|handle:/);
  expect(Number(response.headers["retry-after"])).toBeGreaterThan(3_590);
  expect((await auditOf(audit)).at(-1)).toMatchObject({
    decision: "refused",
    why: "SUBJECTS_TOO_MANY",
    caller: { sub: "subject-1" },
  });
  const { text } = await api.request.get("/metrics");
  expect(text).toContain('despliega_subject_limit_refusals_total{model="vih"} 1');
});
