import type { AzureAccount } from "../../azure/account.js";
import { connectionPart, noConnectionString } from "../../azure/connection-string.js";
import { SettingInvalid } from "../../errors/errors.js";

/**
 * The url of an account's table service. Azure has the name of a service in the host, as in `x.blob.core.windows.net`; an
 * emulator has a port for each, 10000 for blobs and 10002 for tables.
 *
 * @throws `SETTING_INVALID` when it cannot be found from what is known of the account
 */
export const tableEndpoint = (account: AzureAccount): string => {
  if (!("connectionString" in account))
    return besideBlobs(account.url, {
      name: "DESPLIEGA_TABLE_URL",
      problem: "must name the table service of the account, which its other url does not tell",
    });
  const part = (name: string) => connectionPart(account.connectionString, name);
  const own = part("TableEndpoint");
  if (own !== undefined) return own;
  const blobs = part("BlobEndpoint");
  if (blobs !== undefined)
    return besideBlobs(blobs, {
      name: "AZURE_STORAGE_CONNECTION_STRING",
      problem: "names no table service: add its TableEndpoint, or set DESPLIEGA_TABLE_URL",
    });
  const name = part("AccountName");
  if (name === undefined) throw noConnectionString();
  const protocol = part("DefaultEndpointsProtocol") ?? "https";
  return `${protocol}://${name}.table.${part("EndpointSuffix") ?? "core.windows.net"}`;
};

const besideBlobs = (blobs: string, unknown: { name: string; problem: string }): string => {
  const url = URL.canParse(blobs) ? new URL(blobs) : undefined;
  if (url?.hostname.includes(".blob.") === true) return blobs.replace(".blob.", ".table.");
  if (url?.port === "10000") return blobs.replace(":10000", ":10002");
  throw new SettingInvalid(unknown);
};
