import { expect, test } from "@jest/globals";

import { checksThat, results } from "../trainer/conform/support.js";
import type { Served } from "./served.js";

/** Our own conformance kit, with models that were trained. */
export const describeConform = (served: () => Served): void => {
  test("conforms for each of its models", async () => {
    for (const { name } of served().models) {
      const all = await results(served().url, { model: name, deadlineMs: 60_000 });
      expect([name, all.filter(({ verdict }) => verdict !== "passed")]).toEqual([name, []]);
      expect(checksThat("passed", all).length).toBeGreaterThan(40);
    }
  });
};
