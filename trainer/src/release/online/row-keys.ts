import { createHash } from "node:crypto";

import { KEY_SEPARATOR, type Entity, type EntityKey } from "@despliega/storage";

/**
 * The keys of a row: the SHA-256 of an entity's key in UTF-8, as hexadecimal digits, and its first two digits as
 * the partition: 256 partitions, as an emulator writes slowly into a few large ones.
 *
 * The values of several key columns are joined by U+001F, which no key holds. A hash has none of the characters that a table
 * refuses, and one length.
 */
export const rowKeysOf = (key: EntityKey): Pick<Entity, "partition" | "row"> => {
  const row = createHash("sha256").update(key.join(KEY_SEPARATOR)).digest("hex");
  return { partition: row.slice(0, 2), row };
};
