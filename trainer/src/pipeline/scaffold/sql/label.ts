import type { PlainColumn } from "../../../model/columns.js";
import { sqlName } from "./name.js";

/** SQL of the label of a classification. */
export const labelOf = {
  /** 0 or 1. */
  code: (column: string): string => `CAST(${sqlName(column)} AS INTEGER)`,
  /** The name of a class. */
  name: (column: string, type: PlainColumn["type"]): string =>
    type === "text" ? sqlName(column) : `CAST(${sqlName(column)} AS STRING)`,
};
