import { ANONYMOUS } from "../../http/auth-result.js";
import type { Authenticator } from "./authenticator.js";
import type { EntraOptions } from "./entra.js";
import { keyAuthenticator } from "./key.js";
import type { AuthSettings } from "./settings.js";

/** Makes the authentication that the settings choose; one line of the log warns when it keeps nobody out. */
export const createAuthenticator = async (
  settings: AuthSettings,
  options: EntraOptions,
): Promise<Authenticator> => {
  switch (settings.mode) {
    case "none":
      options.logger.warn("DESPLIEGA_AUTH is none: everybody who reaches this address is answered");
      return () => ANONYMOUS;
    case "key":
      return keyAuthenticator(settings.keys);
    case "entra": {
      if (settings.roles.length === 0)
        options.logger.warn(
          "DESPLIEGA_ENTRA_ROLE is not set: every app of the tenant that asks for a token is answered",
        );
      // Loading jose takes about 30 ms and 8 MB, which the other modes need not pay.
      const { entraAuthenticator } = await import("./entra.js");
      return entraAuthenticator(settings, options);
    }
  }
};
