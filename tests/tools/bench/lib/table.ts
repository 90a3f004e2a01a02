import { cpus, type } from "node:os";
import type { Row } from "./row.js";

/** The rows as a Markdown table. */
export const table = (rows: readonly Row[]): string =>
  [
    "| what | ours | peer | ratio | target | verdict |",
    "|---|---|---|---|---|---|",
    ...rows.map((row) => `| ${cells(row).join(" | ")} |`),
  ].join("\n");

const cells = (row: Row): string[] =>
  [
    row.name,
    row.ours,
    row.peer,
    row.ratio === undefined ? "" : `${row.ratio.toPrecision(3)}×`,
    row.target ?? "",
    row.met === undefined ? "" : row.met ? "met" : "missed",
  ].map((cell) => cell.replaceAll(/\s+/g, " "));

/** The machine that a run is measured on. */
export const machine = (): string => {
  const cores = cpus();
  return `${cores.length} cores (${cores[0]?.model.trim() ?? "unknown"}), ${type()}, Node ${process.version}`;
};
