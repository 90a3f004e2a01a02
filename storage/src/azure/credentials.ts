import type { TokenCredential } from "@azure/identity";

/** The identity of this machine. Its library is loaded with the first token, since only managed identity needs it. */
export const managedIdentity = (): TokenCredential => {
  let credential: Promise<TokenCredential> | undefined;
  const load = async () => new (await import("@azure/identity")).DefaultAzureCredential();
  return { getToken: async (...request) => (await (credential ??= load())).getToken(...request) };
};

/** The name of an account. Azure has it in the host name, an emulator in the path. */
export const accountName = ({ hostname, pathname }: URL): string =>
  pathname.split("/")[1] || (hostname.split(".")[0] ?? "");
