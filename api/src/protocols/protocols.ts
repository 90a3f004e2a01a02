import { byKey } from "./by-key/by-key.js";
import { mlflow } from "./mlflow/mlflow.js";
import type { Protocol, RowsProtocol, RowsProtocolName } from "./protocol.js";
import { v1 } from "./v1/v1.js";
import { v2 } from "./v2/v2.js";

/** The protocols by which rows are scored, by name. */
export const ROWS_PROTOCOLS: Readonly<Record<RowsProtocolName, RowsProtocol>> = { v1, mlflow, v2 };

/** Every protocol. The urls of the first are those that releases name. */
export const PROTOCOLS: readonly Protocol[] = [byKey, v1, mlflow, v2];
