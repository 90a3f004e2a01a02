import type { ContainerClient } from "@azure/storage-blob";

import { isConflict, isMissing } from "../../azure/answers.js";
import type { Deadline } from "../../azure/deadline.js";
import { propertiesOf } from "./properties.js";

/** Deletes a blob with its snapshots. A blob that is gone counts as deleted. */
export const remove = async (
  container: ContainerClient,
  { name, etag }: { name: string; etag: string | undefined },
  deadline: Deadline,
): Promise<void> => {
  const blob = container.getBlobClient(name);
  try {
    await blob.delete({
      abortSignal: deadline.signal,
      deleteSnapshots: "include",
      ...(etag === undefined ? {} : { conditions: { ifMatch: etag } }),
    });
  } catch (cause) {
    // Gone: before, or by an attempt of this call whose answer was lost.
    if (isMissing(cause)) return;
    if (!isConflict(cause) || (await propertiesOf(blob, deadline)) !== undefined) throw cause;
  }
};
