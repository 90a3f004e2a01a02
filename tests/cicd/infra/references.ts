import type { Node } from "web-tree-sitter";

import { declared, nodesOf, type BicepFile } from "./bicep.js";

/** Whether a word stands for a value, and not for itself: as a field's name, a function's, or a declaration's. */
const isReference = (node: Node): boolean => {
  const { parent } = node;
  if (node.type !== "identifier" || parent === null) return false;
  const isFirst = parent.namedChild(0)?.equals(node) === true;
  switch (parent.type) {
    case "call_expression":
    case "object_property":
    case "metadata_declaration":
    case "parameter_declaration":
    case "variable_declaration":
    case "resource_declaration":
    case "module_declaration":
    case "output_declaration":
    case "for_statement":
      return !isFirst;
    default:
      return true;
  }
};

/** The names of the variables of the loops around a node. */
const loopVariables = (node: Node): readonly string[] => {
  const names: string[] = [];
  for (let around = node.parent; around !== null; around = around.parent) {
    const variables = around.type === "for_statement" ? around.namedChild(0) : null;
    if (variables?.type === "identifier") names.push(variables.text);
    else names.push(...(variables?.namedChildren ?? []).map(({ text }) => text));
  }
  return names;
};

/** Words that stand for what is declared outside of their loops. */
const references = ({ root }: BicepFile): readonly Node[] =>
  nodesOf(root).filter((node) => isReference(node) && !loopVariables(node).includes(node.text));

/** Words that stand for nothing in the file, functions and properties aside. */
export const unknownIn = (file: BicepFile): readonly string[] => {
  const known = new Set(file.declarations.map(({ name }) => name));
  return references(file)
    .map(({ text }) => text)
    .filter((name) => !known.has(name));
};

/** Parameters and variables that the file declares and never uses. */
export const unusedIn = (file: BicepFile): readonly string[] => {
  const used = new Set(references(file).map(({ text }) => text));
  return [...declared(file, "parameter"), ...declared(file, "variable")]
    .map(({ name }) => name)
    .filter((name) => !used.has(name));
};

/** The properties that are read of an expression, such as those of `storage.outputs`. */
export const referencesIn = ({ root }: BicepFile, expression: string): readonly string[] =>
  nodesOf(root)
    .filter(
      ({ type, firstNamedChild }) =>
        type === "member_expression" && firstNamedChild?.text === expression,
    )
    .map(({ lastNamedChild }) => lastNamedChild!.text);
