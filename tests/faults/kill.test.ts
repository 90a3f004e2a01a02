import { expect, test } from "@jest/globals";

import { kill } from "../tools/faults/kill/campaign.js";

test("a trainer that is killed leaves a whole champion, and an api no answer without its record", async () => {
  const { cases, failures } = await kill({ cases: 6, seed: 1 }, () => {});
  expect(failures).toEqual([]);
  expect(cases).toBe(6 + 1);
});
