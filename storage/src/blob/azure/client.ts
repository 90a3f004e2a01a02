import {
  BlobServiceClient,
  StorageRetryPolicyType,
  StorageSharedKeyCredential,
  type ContainerClient,
} from "@azure/storage-blob";

import { SettingInvalid } from "../../errors/errors.js";
import type { AzureSettings } from "./account.js";
import { machineIdentity } from "./machine-identity.js";
import { proxyOptionsOf } from "./proxy.js";

// Four tries within about two seconds: an account that is down fails in seconds, and a hiccup is survived.
const retryOptions = {
  retryPolicyType: StorageRetryPolicyType.EXPONENTIAL,
  maxTries: 4,
  retryDelayInMs: 200,
  maxRetryDelayInMs: 1_000,
};

/**
 * Makes the SDK's client of a container; no request is sent.
 *
 * @throws `SETTING_INVALID` for a connection string that is none, and for a proxy that is no url
 */
export const containerClient = ({ account, container }: AzureSettings): ContainerClient => {
  const service =
    "connectionString" in account
      ? fromConnectionString(account.connectionString)
      : new BlobServiceClient(account.url, credential(account), {
          retryOptions,
          ...proxyOptionsOf(account.url),
        });
  return service.getContainerClient(container);
};

const fromConnectionString = (connectionString: string): BlobServiceClient => {
  const proxy = proxyOptionsOf(endpointOf(connectionString));
  try {
    return BlobServiceClient.fromConnectionString(connectionString, { retryOptions, ...proxy });
  } catch {
    // Without the cause, which may quote the string and its secrets.
    throw new SettingInvalid({
      name: "AZURE_STORAGE_CONNECTION_STRING",
      problem: "is not a connection string",
    });
  }
};

const endpointOf = (connectionString: string): string => {
  if (/^UseDevelopmentStorage=true/i.test(connectionString)) return "http://127.0.0.1:10000";
  const url = /(?:^|;)BlobEndpoint=([^;]+)/i.exec(connectionString)?.[1] ?? "";
  return URL.canParse(url) ? url : "https://blob.core.windows.net";
};

const credential = ({ url, key }: { url: string; key?: string | undefined }) =>
  key === undefined
    ? machineIdentity()
    : new StorageSharedKeyCredential(accountName(new URL(url)), key);

// Azure puts the account into the host name, an emulator into the path.
const accountName = ({ hostname, pathname }: URL): string =>
  pathname.split("/")[1] || (hostname.split(".")[0] ?? "");
