import type { ListedBlob } from "../../blob/blob-store.js";

/** A blob of the audit by the parts of its name. */
export interface AuditBlob {
  readonly name: string;
  readonly folder: string;
  readonly day: string;
  readonly writer: string;
  /** Counted from 1 by each writer. */
  readonly number: number;
  readonly bytes: number;
}

const NAME = /^([^/]+)\/(\d{4}-\d{2}-\d{2})\/([^/]+?)(?:-(\d{1,6}))?\.jsonl$/;

/** A blob by the parts of its name. @returns undefined when it has the name of no blob of the audit */
export const auditBlob = ({ name, bytes }: Pick<ListedBlob, "name" | "bytes">) => {
  const [, folder, day, writer, number = "1"] = NAME.exec(name) ?? [];
  return folder === undefined
    ? undefined
    : ({
        name,
        folder,
        day: day!,
        writer: writer!,
        number: Number(number),
        bytes,
      } satisfies AuditBlob);
};

/** The blobs of each writer in the order in which it wrote them. */
export const chainsOf = (blobs: readonly AuditBlob[]): readonly (readonly AuditBlob[])[] => {
  const chains = new Map<string, AuditBlob[]>();
  for (const blob of blobs) {
    const key = `${blob.folder}/${blob.writer}`;
    const chain = chains.get(key);
    if (chain === undefined) chains.set(key, [blob]);
    else chain.push(blob);
  }
  return [...chains.values()].map((chain) => chain.toSorted((a, b) => a.number - b.number));
};
