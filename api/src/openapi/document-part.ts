import type { Manifest, Release } from "@despliega/storage";

import type { ErrorForm } from "../http/problem/error-form.js";
import type { Endpoint } from "./endpoint.js";
import type { Json } from "./schema.js";

/** The urls of a protocol, or of the server itself, in the document. */
export interface DocumentPart {
  /** How errors at its urls are written. */
  readonly error: ErrorForm;
  readonly endpoints: Endpoints;
}

/** Urls by what they are about. */
export interface Endpoints {
  /** Those that are about no model. */
  readonly server: readonly Endpoint[];
  /** Those of one model. Default: none. */
  readonly model?: (release: Release) => readonly Endpoint[];
  /** Those that name no model; the given one answers. Default: none. */
  readonly byDefault?: (release: Release) => readonly Endpoint[];
  /** Schemas that these refer to. */
  readonly schemas?: Json;
  /** Schemas of one model; their names begin with its name. */
  readonly modelSchemas?: (manifest: Manifest) => Json;
}
