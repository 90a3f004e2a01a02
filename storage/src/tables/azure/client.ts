import {
  AzureNamedKeyCredential,
  TableClient,
  type TableServiceClientOptions,
} from "@azure/data-tables";

import { connectionPart, noConnectionString } from "../../azure/connection-string.js";
import { accountName, managedIdentity } from "../../azure/credentials.js";
import { proxyOptionsOf } from "../../azure/proxy.js";
import { tableEndpoint } from "./endpoint.js";
import type { TableSettings } from "./table-settings.js";

/**
 * Makes the SDK's client of a table; no request is sent.
 *
 * @throws `SETTING_INVALID` for an account that is not described correctly, and for a proxy that is no url
 */
export const tableClient = ({ account, url, table }: TableSettings): TableClient => {
  const endpoint = (url ?? tableEndpoint(account)).replace(/\/+$/, "");
  if (!URL.canParse(endpoint)) throw noConnectionString();
  const options: TableServiceClientOptions = {
    // Four tries within about two seconds, as for blobs.
    retryOptions: { maxRetries: 3, retryDelayInMs: 200, maxRetryDelayInMs: 1_000 },
    allowInsecureConnection: endpoint.startsWith("http:"),
    ...proxyOptionsOf(endpoint),
  };
  if ("connectionString" in account) {
    const part = (name: string) => connectionPart(account.connectionString, name);
    const signature = part("SharedAccessSignature");
    if (signature !== undefined) return new TableClient(`${endpoint}?${signature}`, table, options);
    const [name, key] = [part("AccountName"), part("AccountKey")];
    if (name === undefined || key === undefined) throw noConnectionString();
    return new TableClient(endpoint, table, keyOf(name, key), options);
  }
  const { url: blobs, key } = account;
  return key === undefined
    ? new TableClient(endpoint, table, managedIdentity(), options)
    : new TableClient(endpoint, table, keyOf(accountName(new URL(blobs)), key), options);
};

const keyOf = (name: string, key: string) => new AzureNamedKeyCredential(name, key);
