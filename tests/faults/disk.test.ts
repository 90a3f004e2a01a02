import { tmpdir } from "node:os";

import { expect } from "@jest/globals";

import { needing } from "../support/needing.js";
import { disk } from "../tools/faults/disk/campaign.js";
import { noSmallDisk } from "../tools/faults/lib/small-disk.js";

needing("the right to mount a disk", noSmallDisk(tmpdir()) === undefined).test(
  "a full disk is one clear error, and nothing is published",
  async () => {
    const { cases, failures } = await disk({ cases: 8, seed: 1 }, () => {});
    expect(failures).toEqual([]);
    expect(cases).toBe(8);
  },
);
