import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { format } from "prettier";

import { ROOT } from "../../../repository/files.js";
import type { Part } from "../parts.js";
import type { Recorded } from "./record.js";
import { table } from "./table.js";

const PAGE = join(ROOT, "docs/benchmarks.md");
const [START, END] = ["<!-- bench:start -->", "<!-- bench:end -->"];

/** The measurements as Markdown: one section for each part, with what each side does. */
export const sections = (parts: readonly Part[], recorded: Recorded): string =>
  parts
    .flatMap(({ name, title, says }) => {
      const measured = recorded[name];
      if (measured === undefined) return [];
      const { date, commit, machine, rows } = measured;
      const at = commit === "" ? "" : ` at ${commit}`;
      const where = `\`${name}\`, measured ${date}${at}: ${machine}.`;
      return [`## ${title}`, ...(says === "" ? [] : [says]), table(rows), where];
    })
    .join("\n\n");

/** Writes the measurements into the page, between its marks. */
export const writePage = async (parts: readonly Part[], recorded: Recorded): Promise<void> => {
  const page = readFileSync(PAGE, "utf8");
  const [before] = page.split(START);
  const [, after] = page.split(END);
  if (before === undefined || after === undefined) throw new Error(`${PAGE} has no marks`);
  const whole = `${before}${START}\n\n${sections(parts, recorded)}\n\n${END}${after}`;
  writeFileSync(PAGE, await format(whole, { parser: "markdown", printWidth: 100 }));
};
