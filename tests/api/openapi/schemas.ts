/** A part of a document that is a schema, and its place. */
export interface PlacedSchema {
  readonly at: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

/** Keywords that hold values of a caller, which hold no schema. */
const VALUES = new Set(["example", "examples", "enum", "const", "default"]);

/** Everything in a document that says which type it is of. */
export const typedIn = (node: unknown, at = ""): readonly PlacedSchema[] => {
  if (typeof node !== "object" || node === null) return [];
  const schema = node as PlacedSchema["schema"];
  const below = Object.entries(schema)
    .filter(([name]) => !VALUES.has(name))
    .flatMap(([name, child]) => typedIn(child, `${at}/${name}`));
  return typesOf(schema).length === 0 ? below : [{ at, schema }, ...below];
};

/** The types that a schema allows. */
export const typesOf = ({ type }: PlacedSchema["schema"]): readonly string[] =>
  [type].flat().filter((name) => typeof name === "string");
