import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, test } from "@jest/globals";

import { ROOT } from "../repository/files.js";
import { temporaryDirectory } from "../support/temporary.js";
import { withoutSense } from "../trainer/support/without-sense.js";
import { recordingCommands } from "./support/recording-commands.js";
import { runBash } from "./support/run-bash.js";

const PATH = process.env.PATH ?? "";
const REPORT_URL = "https://example.com/runs/1#artifacts";

const candidate = async (
  env: Readonly<Record<string, string>>,
  base: (out: string) => readonly string[],
) => {
  const out = join(await temporaryDirectory(), "out");
  const ended = await runBash(["cicd/scripts/candidate.sh", out, ...base(out)], {
    // Must not be touched: nothing answers there.
    AZURE_STORAGE_CONNECTION_STRING: "UseDevelopmentStorage=true",
    PATH,
    ...env,
  });
  const written = (name: string) => readFile(join(out, name), "utf8");
  return { out, ended, written };
};

describe("candidate.sh", () => {
  test("compares what is proposed with what is there", async () => {
    const { ended, written } = await candidate({ REPORT_URL }, () => [ROOT]);
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    const comment = await written("comment.md");
    expect(comment).toMatch(/^<!-- despliega:riesgo -->\n/);
    expect(comment).toMatch(/\| Metric +\| Candidate \| Champion \S+ \| Change \|/);
    // The same code learned from the same data.
    expect(comment).toMatch(/\| ROC-AUC \| (0\.\d{4}) \| \1 \| none \|/);
    expect(comment).toContain(`[the report](${REPORT_URL})`);
    expect(await written("report.html")).toMatch(/^<!doctype html>/);
  });

  test("on the first run it makes the branch's checkout, and does without it when it cannot be trained", async () => {
    const { path, calls } = await recordingCommands({ git: 'mkdir -p "$4"', npm: "" });
    const { out, ended, written } = await candidate({ PATH: path }, () => []);
    expect(calls()).toEqual([
      `git worktree add --detach ${out}/base HEAD^1`,
      "npm ci --no-audit --no-fund",
    ]);
    expect(ended.code).toBe(0);
    expect(ended.stdout).toContain("What is there already gave no champion (exit code 1).");
    expect(await written("comment.md")).toContain("There was no champion to compare it with.");
  });

  test("a candidate that its gates hold back ends it with 3, with its report written", async () => {
    const INPUT = await withoutSense();
    const { ended, written } = await candidate({ INPUT }, () => [ROOT]);
    expect(ended.code).toBe(3);
    expect(await written("comment.md")).toContain("**Held back by its gates:**");
  });

  test("a candidate that cannot be trained ends it with 1", async () => {
    const { ended } = await candidate({ INPUT: "nowhere.csv" }, () => [ROOT]);
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining("INPUT_UNREADABLE") });
  });
});
