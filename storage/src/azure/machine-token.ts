import { managedIdentity } from "./credentials.js";

/**
 * A token of the identity of this machine, or of the user who is logged in.
 *
 * @param scope what it is for
 * @returns undefined when this machine has no identity that can sign in
 */
export const machineToken = async (scope: string): Promise<string | undefined> => {
  try {
    return (await managedIdentity().getToken(scope))?.token;
  } catch {
    return undefined;
  }
};
