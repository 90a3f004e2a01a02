import type { ContainerClient, ContainerListBlobFlatSegmentResponse } from "@azure/storage-blob";

import { StoreUnreachable } from "../../errors/errors.js";
import type { ListedBlob } from "../blob-store.js";
import { isContainerMissing, isForbidden } from "../../azure/answers.js";
import type { Deadline } from "../../azure/deadline.js";
import { retry } from "../../azure/retry.js";
import { CONTAINER } from "./translate.js";

/** Makes a container if it is not there. A caller who may neither list nor make it gets the account's reason. */
export const ensureContainer = async (
  container: ContainerClient,
  { signal }: Deadline,
): Promise<void> => {
  // A shared access signature for one container may list it, but neither ask for its properties nor make it.
  const found = await firstPage(container, signal).catch((cause: unknown) => cause);
  if (!(found instanceof Error)) return;
  if (!isContainerMissing(found) && !isForbidden(found)) throw found;
  await container.createIfNotExists({ abortSignal: signal }).catch((cause: unknown) => {
    throw isForbidden(cause) ? found : cause;
  });
};

/** The time by the account's clock, from the answer to a listing. */
export const dateOf = async (
  container: ContainerClient,
  url: string,
  { signal }: Deadline,
): Promise<Date> => {
  const { date } = await firstPage(container, signal);
  if (date !== undefined) return date;
  throw new StoreUnreachable({ url, name: CONTAINER, problem: "its answer has no date" });
};

/** Lists the blobs whose names start with a prefix, page by page. */
export async function* listBlobs(
  container: ContainerClient,
  prefix: string,
  deadline: Deadline,
): AsyncGenerator<ListedBlob, void> {
  const options = { prefix, abortSignal: deadline.signal };
  let continuationToken: string | undefined;
  do {
    const from = continuationToken === undefined ? {} : { continuationToken };
    const page = await retry(deadline, async () => {
      const { value } = await container.listBlobsFlat(options).byPage(from).next();
      return value as ContainerListBlobFlatSegmentResponse | undefined;
    });
    for (const { name, properties } of page?.segment.blobItems ?? [])
      yield { name, bytes: properties.contentLength ?? 0, modified: properties.lastModified };
    continuationToken = page?.continuationToken;
  } while (continuationToken !== undefined && continuationToken !== "");
}

/** The first page of a listing. @throws where the container is not there */
const firstPage = async (
  container: ContainerClient,
  abortSignal: AbortSignal,
): Promise<{ readonly date?: Date }> => {
  const pages = container.listBlobsFlat({ abortSignal }).byPage({ maxPageSize: 1 });
  const { value } = await pages.next();
  return (value as { readonly date?: Date } | undefined) ?? {};
};
