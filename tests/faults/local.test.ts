import { expect, test } from "@jest/globals";

import { local } from "../tools/faults/local/campaign.js";

test(
  "commands that share a local store lose no release that was told as published",
  async () => {
    const { cases, failures } = await local({ cases: 10, seed: 1 }, () => {});
    expect(failures).toEqual([]);
    expect(cases).toBe(10);
  },
  20 * 60_000,
);
