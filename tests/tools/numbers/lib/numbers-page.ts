import { readFile, writeFile } from "node:fs/promises";

import { format, resolveConfig } from "prettier";

import { ROOT } from "../../../repository/files.js";
import { codeWord, parseMarkdown } from "../../../repository/markdown.js";
import { between, replaceBetween } from "../../pages/pages.js";
import { markdownOf } from "../../pages/table.js";
import { rowsOf, type Measured } from "./measured.js";

/** The page with the table of all simulations, and the name of its markers. */
export const NUMBERS_PAGE = { page: "docs/numbers.md", name: "numbers" };

/** The rows of the table in the page, without its header. */
export const rowsOfPage = (text: string): readonly (readonly string[])[] =>
  parseMarkdown(between(text, NUMBERS_PAGE.name)).tables.flatMap((table) => table.slice(1));

/**
 * The text of the page with the rows of simulations that were measured again. Those of the others stay.
 *
 * @param names all simulations, in the order of the table
 */
export const withMeasured = (
  text: string,
  measured: readonly Measured[],
  names: readonly string[],
): string => {
  const kept = rowsOfPage(text);
  const rows = names.flatMap((name) => {
    const again = measured.find(({ simulation }) => simulation.name === name);
    return again === undefined ? kept.filter(([cell]) => codeWord(cell!) === name) : rowsOf(again);
  });
  return replaceBetween(text, NUMBERS_PAGE.name, markdownOf([HEADER, ...rows]));
};

/** Titles of the table's columns. */
export const HEADER = ["simulation", "rounds", "what was measured", "target", "found", "verdict"];

/** Writes what was measured into the page. */
export const writeNumbers = async (
  measured: readonly Measured[],
  names: readonly string[],
): Promise<void> => {
  const path = ROOT + NUMBERS_PAGE.page;
  const text = withMeasured(await readFile(path, "utf8"), measured, names);
  await writeFile(path, await format(text, { ...(await resolveConfig(path)), filepath: path }));
};
