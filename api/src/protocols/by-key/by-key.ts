import { PLAIN_ERROR } from "../../http/error-form.js";
import { isKeyed } from "../../servable.js";
import type { Protocol } from "../protocol.js";
import { byKeyEndpoints } from "./endpoints.js";
import { keyRoutes } from "./routes.js";

/** Urls at which an entity is asked about by its key; each release names its own. An error is a problem and nothing else. */
export const byKey: Protocol = {
  name: "by-key",
  roots: [],
  error: PLAIN_ERROR,
  releaseRoutes: (release, onScore) => (isKeyed(release) ? keyRoutes(release, onScore) : []),
  endpoints: {
    server: [],
    model: (release) => (isKeyed(release) ? byKeyEndpoints(release) : []),
  },
};
