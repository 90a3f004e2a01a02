import { describeParts, type Manifest, type ManifestPart, type NewPart } from "@despliega/storage";

/**
 * What a rebuild says of a part. `not rebuilt`: it holds the people, who are not in what is kept. `new`: the release was
 * made by a trainer that did not make this part yet.
 */
export type PartVerdict = "identical" | "differs" | "missing" | "not rebuilt" | "new";

/** A part of a release beside the one that was made again. */
export interface RebuiltPart {
  readonly name: string;
  readonly verdict: PartVerdict;
  /** As the release has it; undefined for a part that is new. */
  readonly released: ManifestPart | undefined;
  /** As it was made again; undefined for a part that was not. */
  readonly rebuilt: ManifestPart | undefined;
}

/** Compares the parts of a release with those that were made again, in the order of the release. */
export const compareParts = async (
  { parts: released }: Pick<Manifest, "parts">,
  made: readonly NewPart[],
): Promise<RebuiltPart[]> => {
  const rebuilt = await describeParts(made);
  const of = (name: string) => rebuilt.find((part) => part.name === name);
  const added = rebuilt.filter(({ name }) => !released.some((part) => part.name === name));
  return [
    ...released.map((part) => compared(part, of(part.name))),
    ...added.map((part) => ({
      name: part.name,
      verdict: "new" as const,
      released: undefined,
      rebuilt: part,
    })),
  ];
};

const compared = (released: ManifestPart, rebuilt: ManifestPart | undefined): RebuiltPart => {
  const { name, folder, sha256 } = released;
  const absent = folder === "identities" ? "not rebuilt" : "missing";
  const verdict = rebuilt?.sha256 === sha256 ? "identical" : "differs";
  return { name, verdict: rebuilt === undefined ? absent : verdict, released, rebuilt };
};
