import type { IncomingHttpHeaders } from "node:http";

import type { AuthResult } from "../../http/auth-result.js";

/** Finds out from the headers who sent a request; answers at once unless something must be awaited. */
export type Authenticator = (headers: IncomingHttpHeaders) => AuthResult | Promise<AuthResult>;
