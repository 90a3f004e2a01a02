import type { TokenCredential } from "@azure/identity";

/**
 * The identity of this machine, or of the user who is logged in. The library is loaded when it is asked for, since it takes
 * as long to load as all the rest.
 */
export const machineIdentity = (): TokenCredential => {
  const loaded = import("@azure/identity").then(
    ({ DefaultAzureCredential }) => new DefaultAzureCredential(),
  );
  return { getToken: async (...request) => (await loaded).getToken(...request) };
};

/**
 * A token of the identity of this machine.
 *
 * @param scope what it is for
 * @returns undefined when this machine has no identity that can sign in
 */
export const machineToken = async (scope: string): Promise<string | undefined> => {
  try {
    return (await machineIdentity().getToken(scope))?.token;
  } catch {
    return undefined;
  }
};
