import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

import { ROOT } from "../../../repository/files.js";
import type { Row } from "./row.js";
import { machine } from "./table.js";

const FILE = join(ROOT, "docs/benchmarks.json");

const text = z.string();

/** The file beside the page that shows it. */
const FileContent = z.record(
  text,
  z.strictObject({
    /** When, at which commit and on what it was measured. */
    date: text,
    commit: text,
    machine: text,
    rows: z.array(
      z.strictObject({
        name: text,
        ours: text,
        peer: text,
        ratio: z.number().optional(),
        better: z.enum(["higher", "lower"]).optional(),
        target: text.optional(),
        met: z.boolean().optional(),
      }),
    ),
  }),
);

/** The newest measurement of a part. */
export interface Measured {
  readonly date: string;
  readonly commit: string;
  readonly machine: string;
  readonly rows: readonly Row[];
}

/** The newest measurement of every part, by its name. */
export type Recorded = Readonly<Record<string, Measured>>;

/** Reads what was measured so far. */
export const readRecord = (): Recorded =>
  FileContent.parse(JSON.parse(readFileSync(FILE, "utf8"))) as Recorded;

/** Writes what was measured. */
export const writeRecord = (recorded: Recorded): void =>
  writeFileSync(FILE, `${JSON.stringify(recorded, undefined, 2)}\n`);

const git = (...args: readonly string[]): string =>
  execFileSync("git", args, { cwd: ROOT, encoding: "utf8" }).trim();

/** Today, the commit that is checked out, and this machine. */
export const thisRun = (): Omit<Measured, "rows"> => {
  const changed = git("status", "--porcelain", "--untracked-files=no") !== "";
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: `${git("rev-parse", "--short=12", "HEAD")}${changed ? " with changes" : ""}`,
    machine: machine(),
  };
};
