import { createHmac } from "node:crypto";

import { azuriteConnectionString } from "./azurite.js";

/** A part of a connection string, by default that of the run's Azurite, such as `AccountKey`. */
export const accountPart = (name: string, connectionString = azuriteConnectionString()): string =>
  new RegExp(`${name}=([^;]+)`).exec(connectionString)?.[1] ?? "";

/** What a shared access signature says beside its permissions. */
export interface SignatureOptions {
  /** Default: the year 9999. */
  readonly expiry?: string;
  /** Of the account. Default: the run's Azurite. */
  readonly connectionString?: string | undefined;
}

/**
 * Makes a shared access signature for one container, as
 * https://learn.microsoft.com/rest/api/storageservices/create-service-sas describes it.
 *
 * @param permissions letters, in the order racwdxltmeop
 */
export const signatureFor = (
  container: string,
  permissions: string,
  { expiry = "9999-01-01T00:00:00Z", connectionString }: SignatureOptions = {},
): string => {
  const version = "2021-12-02";
  const resource = `/blob/${accountPart("AccountName", connectionString)}/${container}`;
  const signed = [permissions, "", expiry, resource, "", "", "", version, "c"];
  const empty = Array.from({ length: 7 }, () => "");
  const sig = createHmac(
    "sha256",
    Buffer.from(accountPart("AccountKey", connectionString), "base64"),
  )
    .update([...signed, ...empty].join("\n"))
    .digest("base64");
  return new URLSearchParams({ sv: version, sp: permissions, se: expiry, sr: "c", sig }).toString();
};

/** A connection string that holds a shared access signature for one container, and no key. */
export const signedFor = (
  container: string,
  permissions: string,
  options?: SignatureOptions,
): string =>
  `BlobEndpoint=${accountPart("BlobEndpoint")};SharedAccessSignature=${signatureFor(container, permissions, options)}`;

/** Takes a lease without an end on a blob of the run's Azurite. */
export const leaseForGood = async (container: string, blob: string): Promise<void> => {
  const query = signatureFor(container, "rw");
  const answer = await fetch(
    `${accountPart("BlobEndpoint")}/${container}/${blob}?comp=lease&${query}`,
    {
      method: "PUT",
      headers: {
        "x-ms-version": "2021-12-02",
        "x-ms-lease-action": "acquire",
        "x-ms-lease-duration": "-1",
      },
    },
  );
  if (answer.status !== 201) throw new Error(`no lease: ${answer.status} ${await answer.text()}`);
};
