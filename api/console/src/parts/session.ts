import { createContext } from "preact";
import { useContext } from "preact/hooks";

import type { Credential } from "../api/credential.js";

/** Who looks. */
export interface Session {
  /** What the api is shown; undefined while nothing is. */
  readonly scheme: Credential["scheme"] | undefined;
  /** Shows a credential to the api from now on, or none, and asks everything again. */
  readonly signIn: (credential: Credential | undefined) => void;
}

/** Holds who looks. */
export const SessionContext = createContext<Session>({ scheme: undefined, signIn: () => {} });

/** Who looks. */
export const useSession = (): Session => useContext(SessionContext);
