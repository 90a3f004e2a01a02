import { createContext } from "preact";
import { useContext } from "preact/hooks";

import type { Credential } from "../api/credential.js";

/** Who looks. */
export interface Session {
  readonly isSignedIn: boolean;
  /** Shows a credential to the api from now on, or none, and asks everything again. */
  readonly signIn: (credential: Credential | undefined) => void;
}

/** Holds who looks. */
export const SessionContext = createContext<Session>({ isSignedIn: false, signIn: () => {} });

/** Who looks. */
export const useSession = (): Session => useContext(SessionContext);
