import { createRequire } from "node:module";

import { Language, Parser, type Node } from "web-tree-sitter";

import { readText } from "../../repository/files.js";

/** A declaration of a Bicep file, such as a parameter or a resource. */
export interface Declaration {
  readonly kind: "parameter" | "variable" | "resource" | "module" | "output";
  readonly name: string;
  readonly node: Node;
}

/** A Bicep file, parsed by its grammar for tree-sitter. */
export interface BicepFile {
  readonly path: string;
  readonly root: Node;
  readonly declarations: readonly Declaration[];
}

const require = createRequire(import.meta.url);
await Parser.init();
const parser = new Parser();
parser.setLanguage(
  await Language.load(require.resolve("tree-sitter-bicep/tree-sitter-bicep.wasm")),
);

/** Parses Bicep; what the grammar does not know becomes nodes that {@link mistakesIn} finds. */
export const parseBicep = (text: string, path = "text"): BicepFile => {
  const root = parser.parse(text)!.rootNode;
  const declarations = root.namedChildren.flatMap((node): Declaration[] => {
    const kind = /^(parameter|variable|resource|module|output)_declaration$/.exec(node.type)?.[1];
    if (kind === undefined) return [];
    return [{ kind: kind as Declaration["kind"], name: node.namedChild(0)!.text, node }];
  });
  return { path, root, declarations };
};

/** Parses a file of the repository. */
export const readBicep = (path: string): BicepFile => parseBicep(readText(path), path);

/** A node and all below it, from the first to the last. */
export const nodesOf = (node: Node): readonly Node[] => [node, ...node.children.flatMap(nodesOf)];

/** Where the grammar could not follow, each as one line. */
export const mistakesIn = ({ path, root }: BicepFile): readonly string[] =>
  nodesOf(root)
    .filter(({ isError, isMissing }) => isError || isMissing)
    .map(({ startPosition, text }) => `${path}:${startPosition.row + 1}: ${text}`);

/** The declarations of one kind. */
export const declared = (
  { declarations }: BicepFile,
  kind: Declaration["kind"],
): readonly Declaration[] => declarations.filter((declaration) => declaration.kind === kind);

/** The value that a parameter or variable is declared with; undefined for a parameter without a default. */
export const valueOf = ({ node }: Declaration): Node | undefined =>
  node.namedChildren.slice(1).findLast(({ type }) => type !== "type" && type !== "comment");

/** The fields of an object, by their names as they are written. */
export const fieldsOf = (object: Node): ReadonlyMap<string, Node> =>
  new Map(
    object.namedChildren
      .filter(({ type }) => type === "object_property")
      .map((property) => [plain(property.namedChild(0)!), property.namedChild(1)!]),
  );

/** The object that declares a resource or module, whether there is one of it, several, or one on a condition. */
export const bodyOf = ({ node }: Declaration): Node =>
  nodesOf(node).find(({ type }) => type === "object")!;

/** What a resource or module is declared as: its type with its version, or its path. */
export const typeOf = ({ node }: Declaration): string => plain(node.namedChild(1)!);

/** A word, or a string without what quotes it. */
export const plain = ({ type, text }: Node): string =>
  type === "string" ? text.slice(1, -1) : text;
