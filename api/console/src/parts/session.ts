import { createContext } from "preact";
import { useContext } from "preact/hooks";

import type { Credential } from "../api/credential.js";
import type { SignInFailed } from "../sign-in/authority.js";

/** Who looks. */
export interface Session {
  /** What the api is shown; undefined while nothing is. */
  readonly scheme: Credential["scheme"] | undefined;
  /** Why the sign-in that the reader comes from gave no token; undefined where it did, and where there was none. */
  readonly failure: SignInFailed | undefined;
  /** Shows a credential to the api from now on, or none, and asks everything again. */
  readonly signIn: (credential: Credential | undefined) => void;
}

/** Holds who looks. */
export const SessionContext = createContext<Session>({
  scheme: undefined,
  failure: undefined,
  signIn: () => {},
});

/** Who looks. */
export const useSession = (): Session => useContext(SessionContext);
