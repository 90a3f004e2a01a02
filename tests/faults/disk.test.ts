import { tmpdir } from "node:os";

import { expect, test } from "@jest/globals";

import { disk } from "./disk/campaign.js";
import { noSmallDisk } from "./lib/small-disk.js";

const skipped = noSmallDisk(tmpdir());

(skipped === undefined ? test : test.skip)(
  `a full disk is one clear error, and nothing is published${skipped === undefined ? "" : `; skipped: ${skipped}`}`,
  async () => {
    const { cases, failures } = await disk({ cases: 8, seed: 1 }, () => {});
    expect(failures).toEqual([]);
    expect(cases).toBe(8);
  },
);
