import { cpus, type } from "node:os";
import type { Row } from "./row.js";

/** The rows as a Markdown table, with the machine that they were measured on below it. */
export const table = (rows: readonly Row[]): string =>
  [
    "| | ours | peer | ratio | target | |",
    "|---|---|---|---|---|---|",
    ...rows.map((row) => `| ${cells(row).join(" | ")} |`),
    "",
    machine(),
  ].join("\n");

const cells = (row: Row): string[] => [
  row.name,
  row.ours,
  row.peer,
  row.ratio === undefined ? "" : `${row.ratio.toPrecision(3)}×`,
  row.target ?? "",
  row.met === undefined ? "" : row.met ? "met" : "missed",
];

const machine = (): string => {
  const cores = cpus();
  return `Measured on ${cores.length} cores (${cores[0]?.model.trim() ?? "unknown"}), ${type()}, Node ${process.version}.`;
};
