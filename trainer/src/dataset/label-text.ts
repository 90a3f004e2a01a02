import type { ReturnedColumn } from "../engine/description.js";
import type { Dialect } from "../engine/dialect.js";

/** SQL of a label as the name of its class. Numbers must be whole. */
export const labelText = ({ cast }: Dialect, kind: ReturnedColumn["kind"]): string => {
  if (kind === "boolean") return "CASE WHEN label THEN 'true' WHEN NOT label THEN 'false' END";
  return cast(kind === "number" ? cast("label", "bigint") : "label", "text");
};
