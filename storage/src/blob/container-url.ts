import { CONTAINER_RULE, isContainerName } from "./container-name.js";
import type { StoreSettings } from "./settings.js";

/** A container as its url says it, or why the url does not. */
export type ParsedContainerUrl =
  | { readonly place: Pick<StoreSettings, "account" | "container">; readonly problem?: never }
  | { readonly place?: never; readonly problem: string };

/**
 * Reads the url of a container: `https://x.blob.core.windows.net/despliega`, or of an emulator
 * `http://127.0.0.1:10000/devstoreaccount1/despliega`. A query is a shared access signature; without one the identity of
 * this machine is used, over https only. A problem never repeats the url.
 */
export const parseContainerUrl = (text: string): ParsedContainerUrl => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== "")
    return { problem: "must be a url such as https://example.blob.core.windows.net/despliega" };
  const folders = url.pathname.split("/").filter((folder) => folder !== "");
  const container = folders.pop() ?? "";
  if (!isContainerName(container) || folders.length > 1)
    return { problem: `must end with the name of a container, ${CONTAINER_RULE}` };
  const blobs = [url.origin, ...folders].join("/");
  const signature = url.search.slice(1);
  if (signature === "") return { place: { account: { url: blobs }, container } };
  if (!url.searchParams.has("sig"))
    return { problem: "has a query that is no shared access signature" };
  const connectionString = `BlobEndpoint=${blobs};SharedAccessSignature=${signature}`;
  return { place: { account: { connectionString }, container } };
};
