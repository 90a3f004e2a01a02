import { byKey } from "./by-key/by-key.js";
import { mlflow } from "./mlflow/mlflow.js";
import { scoresRows, type Protocol, type RowsProtocol } from "./protocol.js";
import { v1 } from "./v1/v1.js";
import { v2 } from "./v2/v2.js";

/** Every protocol. */
export const PROTOCOLS: readonly Protocol[] = [byKey, v1, mlflow, v2];

/** The protocols that score rows. */
export const ROWS_PROTOCOLS: readonly RowsProtocol[] = PROTOCOLS.filter(scoresRows);

/** The protocol of a name that scores rows. */
export const rowsProtocol = (name: string): RowsProtocol => {
  const found = ROWS_PROTOCOLS.find((protocol) => protocol.name === name);
  if (found === undefined) throw new Error(`No protocol ${name} scores rows`);
  return found;
};
