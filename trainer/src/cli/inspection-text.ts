import { stringify } from "yaml";

import type { InspectedColumn, Inspection } from "../pipeline/inspect.js";
import { shortened, visible } from "./terminal-text.js";

/**
 * What was found out about a file, as a table for people.
 *
 * @param width characters of a line of the terminal
 */
export const inspectionText = (file: string, found: Inspection, width: number): string => {
  const head = ["column", "type", "missing", "distinct", "values", "notes"];
  const rows = [head, ...found.columns.map(cellsOf)];
  const widths = head.map((_, at) => Math.max(...rows.map((cells) => cells[at]!.length)));
  const lines = rows.map((cells) =>
    cells
      .map((cell, at) =>
        at === 2 || at === 3 ? cell.padStart(widths[at]!) : cell.padEnd(widths[at]!),
      )
      .join("  ")
      .trimEnd(),
  );
  return [
    summaryOf(file, found),
    "",
    ...lines.map((line) => shortened(line, width)),
    "",
    ...notes(found),
  ]
    .join("\n")
    .trimEnd();
};

const summaryOf = (file: string, { rows, rejected, columns, compressed }: Inspection): string => {
  const unfit = rejected === 0 ? "" : `, ${count(rejected)} of which do not fit`;
  return `${file}${compressed ? ", compressed" : ""}: ${columns.length} columns, ${count(rows)} rows${unfit}`;
};

const notes = ({ format, unnamed, clashing }: Inspection): readonly string[] => [
  ...(Object.keys(format).length === 0
    ? ["It is in the standard format: model.yaml needs no input."]
    : [
        "In model.yaml:",
        `  input: ${stringify(format, { collectionStyle: "flow", lineWidth: 0 }).trim()}`,
      ]),
  ...unnamed.map((place) => `Column ${place} has no name and is left out: name it in the header.`),
  ...clashing.map(
    (name) => `${visible(name)} is left out: its name differs from another in its case only.`,
  ),
];

const count = (number: number): string => number.toLocaleString("en");

const cellsOf = (column: InspectedColumn): string[] => [
  visible(column.name),
  column.type,
  count(column.missing),
  count(column.distinct),
  valuesText(column),
  notesOf(column).join(", "),
];

const MAX_VALUES = 40;

const valuesText = ({ range, length, values, person }: InspectedColumn): string => {
  if (person !== undefined) return "not shown";
  if (values !== undefined)
    return shortened(values.map(({ value }) => visible(value)).join(", "), MAX_VALUES);
  if (range !== undefined) return `${range.min} to ${range.max}`;
  if (length === undefined) return "";
  const { min, max } = length;
  return min === max ? `${min} characters` : `${min} to ${max} characters`;
};

const notesOf = (column: InspectedColumn): string[] => [
  ...(column.person === undefined ? [] : [`person's ${column.person.kind}`]),
  ...(column.isKey ? ["key"] : []),
  ...(column.isConstant ? ["constant"] : []),
  ...(column.repeats === undefined ? [] : [`repeats ${visible(column.repeats)}`]),
  ...(column.unfit === 0 ? [] : [`${count(column.unfit)} do not fit`]),
];
