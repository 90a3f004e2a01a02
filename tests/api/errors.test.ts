import { PROBLEMS } from "@despliega/api";
import { expect, test } from "@jest/globals";

test("every problem has a code in capitals, an error status and one sentence", () => {
  for (const [code, { status, detail }] of Object.entries(PROBLEMS)) {
    expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(detail).toMatch(/^[A-Za-z][^\n]+[^.]$/);
  }
});
