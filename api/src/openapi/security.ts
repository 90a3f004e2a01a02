import type { ProblemCode } from "../errors/errors.js";
import type { AuthSettings } from "../security/authentication/settings.js";
import type { Json } from "./schema.js";

/** How callers say who they are. */
export type AuthMode = AuthSettings["mode"];

interface Security {
  /** Security schemes by name; empty without authentication. */
  readonly schemes: Readonly<Record<string, Json>>;
  /** The problems of a caller who is refused. */
  readonly problems: readonly ProblemCode[];
}

/** What the document says about each mode. */
export const SECURITY: Readonly<Record<AuthMode, Security>> = {
  none: { schemes: {}, problems: [] },
  key: {
    schemes: {
      key: {
        type: "apiKey",
        in: "header",
        name: "x-api-key",
        description: "A key that the operator of this api gave you.",
      },
    },
    problems: ["UNAUTHENTICATED"],
  },
  entra: {
    schemes: {
      entra: {
        type: "http",
        scheme: "bearer",
        bearerFormat: "JWT",
        description: "A token of Microsoft Entra ID for this api.",
      },
    },
    problems: ["UNAUTHENTICATED", "FORBIDDEN", "AUTH_UNAVAILABLE"],
  },
};
