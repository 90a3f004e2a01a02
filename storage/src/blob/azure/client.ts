import {
  BlobServiceClient,
  StorageRetryPolicyType,
  StorageSharedKeyCredential,
  type ContainerClient,
} from "@azure/storage-blob";

import { connectionPart, noConnectionString } from "../../azure/connection-string.js";
import { accountName, managedIdentity } from "../../azure/credentials.js";
import { proxyOptionsOf } from "../../azure/proxy.js";
import type { AzureSettings } from "./azure-settings.js";

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
    throw noConnectionString();
  }
};

const endpointOf = (connectionString: string): string => {
  const url = connectionPart(connectionString, "BlobEndpoint") ?? "";
  return URL.canParse(url) ? url : "https://blob.core.windows.net";
};

const credential = ({ url, key }: { url: string; key?: string | undefined }) =>
  key === undefined
    ? managedIdentity()
    : new StorageSharedKeyCredential(accountName(new URL(url)), key);
