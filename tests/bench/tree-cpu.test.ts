import { spawn } from "node:child_process";
import { once } from "node:events";
import { platform } from "node:os";

import { expect } from "@jest/globals";

import { needing } from "../support/needing.js";
import { treeCpu } from "../tools/bench/lib/tree-cpu.js";

const BURN = `while (process.cpuUsage().user < 300000); process.stdout.write("burnt"); setInterval(() => {}, 1000)`;

needing("Linux", platform() === "linux").test(
  "the CPU of a process is that of those that it started, too",
  async () => {
    const starts = `require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(BURN)}], { stdio: "inherit" })`;
    const child = spawn(process.execPath, ["-e", starts], {
      detached: true,
      stdio: ["ignore", "pipe", "inherit"],
    });
    try {
      await once(child.stdout, "data");
      const [alone, all] = [await treeCpu([process.pid]), await treeCpu([child.pid!])];
      expect(all).toBeGreaterThanOrEqual(0.28);
      expect(alone).toBeGreaterThan(all);
      expect(await treeCpu([])).toBe(0);
    } finally {
      process.kill(-child.pid!, "SIGKILL");
    }
  },
);
