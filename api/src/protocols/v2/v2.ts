import type { RowsProtocol } from "../protocol.js";
import { BINARY_HEADER } from "./binary.js";
import { v2Endpoints } from "./endpoints.js";
import { v2Error } from "./error.js";
import { readInference, type InferenceRequest } from "./read.js";
import { v2Routes } from "./routes.js";
import { writeInference } from "./write.js";

/**
 * The Open Inference Protocol, version 2, over REST, with its binary tensor data extension. Its clients often name no
 * content type, or that of bytes; a body begins with JSON all the same.
 */
export const v2: RowsProtocol<InferenceRequest> = {
  name: "v2",
  roots: ["v2"],
  bodyTypes: { "": "json", "application/json": "json", "application/octet-stream": "json" },
  header: BINARY_HEADER,
  detail: false,
  error: v2Error,
  routes: v2Routes,
  endpoints: v2Endpoints,
  read: readInference,
  write: writeInference,
};
