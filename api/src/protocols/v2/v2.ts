import type { RowsProtocol } from "../protocol.js";
import { v2Endpoints } from "./endpoints.js";
import { v2Error } from "./error.js";
import { readInference, type InferenceAsked } from "./read.js";
import { v2Routes } from "./routes.js";
import { writeInference } from "./write.js";

/** The Open Inference Protocol, version 2, over REST. Its clients often name no content type: then a body is JSON. */
export const v2: RowsProtocol<InferenceAsked> = {
  name: "v2",
  roots: ["v2"],
  bodyTypes: { "": "json", "application/json": "json" },
  detail: false,
  error: v2Error,
  routes: v2Routes,
  endpoints: v2Endpoints,
  read: readInference,
  write: writeInference,
};
