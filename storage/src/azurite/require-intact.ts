import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";

import { z } from "zod";

import { StoreDamaged } from "../errors/errors.js";
import { together } from "../process/together.js";

const Database = z.object({
  collections: z.array(z.object({ name: z.string(), data: z.array(z.unknown()) })),
});

/** The place of some bytes of a blob. */
const Bytes = z.object({ id: z.string(), offset: z.number(), count: z.number() });

const Blobs = z.array(
  z.object({
    name: z.string(),
    persistency: Bytes.nullish(),
    committedBlocksInOrder: z.array(z.object({ persistency: Bytes })).nullish(),
  }),
);

const Extents = z.array(z.object({ id: z.string(), path: z.string() }));

const Tables = z.array(z.object({ table: z.string() }));

/**
 * Checks the files of an Azurite that does not run: its databases must be complete, and the bytes of every blob must be
 * there. One without tables is of an older version, and accepted. Azurite itself treats a damaged database as an empty one and overwrites it. A new directory is accepted.
 *
 * @throws `STORE_DAMAGED` with the first damaged file; nothing is changed
 */
export const requireIntact = async (location: string): Promise<void> => {
  const files = { blobs: join(location, "blobs.json"), extents: join(location, "extents.json") };
  const [blobs, extents, kept] = await together(
    () => collectionIn(files.blobs, "$BLOBS_COLLECTION$", Blobs),
    () => collectionIn(files.extents, "$EXTENTS_COLLECTION$", Extents),
    () => readdir(join(location, "blobs")).catch(() => []),
  );
  await collectionIn(join(location, "tables.json"), "$TABLES_COLLECTION$", Tables);
  if (blobs === undefined) {
    if (extents === undefined && kept.length === 0) return;
    throw new StoreDamaged({ file: files.blobs, problem: "is missing" });
  }
  const needed = endsOf(blobs);
  if (extents === undefined && needed.size > 0)
    throw new StoreDamaged({ file: files.extents, problem: "is missing" });
  const paths = new Map(extents?.map(({ id, path }) => [id, path]));
  for (const [id, end] of needed) {
    const path = paths.get(id);
    if (path === undefined)
      throw new StoreDamaged({ file: files.extents, problem: "lacks bytes that blobs.json names" });
    const file = join(location, "blobs", path);
    const size = await stat(file).then(
      (found) => found.size,
      () => undefined,
    );
    if (size === undefined) throw new StoreDamaged({ file, problem: "is missing" });
    if (size < end) throw new StoreDamaged({ file, problem: "is cut short" });
  }
};

/** The least length of each file of bytes. */
const endsOf = (blobs: z.infer<typeof Blobs>): ReadonlyMap<string, number> => {
  const ends = new Map<string, number>();
  for (const { persistency, committedBlocksInOrder } of blobs)
    for (const bytes of [
      persistency,
      ...(committedBlocksInOrder ?? []).map((block) => block.persistency),
    ])
      if (bytes !== null && bytes !== undefined && bytes.count > 0)
        ends.set(bytes.id, Math.max(ends.get(bytes.id) ?? 0, bytes.offset + bytes.count));
  return ends;
};

const collectionIn = async <S extends z.ZodType>(
  file: string,
  name: string,
  schema: S,
): Promise<z.output<S> | undefined> => {
  const text = await textOf(file);
  if (text === undefined) return undefined;
  if (text.trim() === "") throw new StoreDamaged({ file, problem: "is empty" });
  const database = Database.safeParse(parsed(text));
  const collection = database.data?.collections.find((one) => one.name === name);
  const data = schema.safeParse(collection?.data ?? []);
  if (database.success && data.success) return data.data;
  throw new StoreDamaged({ file, problem: "is no whole database of Azurite's" });
};

const textOf = async (file: string): Promise<string | undefined> => {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    const { code = "unknown" } = cause as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    throw new StoreDamaged({ file, problem: `cannot be read (${code})` }, { cause });
  }
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
