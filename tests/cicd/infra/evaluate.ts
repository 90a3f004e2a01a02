import type { Node } from "web-tree-sitter";

import { bodyOf, declared, fieldsOf, valueOf, type BicepFile } from "./bicep.js";

/** What Azure alone knows, as the text that asks for it. */
export type Value =
  string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };

/** Values of parameters. */
export type Scope = Readonly<Record<string, Value>>;

const scopeOf = (file: BicepFile, given: Scope): Scope => {
  const scope: Record<string, Value> = { ...given };
  for (const declaration of [...declared(file, "parameter"), ...declared(file, "variable")]) {
    const value = valueOf(declaration);
    if (value !== undefined && !(declaration.name in scope))
      scope[declaration.name] = evaluate(value, scope);
  }
  return scope;
};

/** The value of a variable; an expression that Azure must work out stays as it is written. */
export const variableOf = (file: BicepFile, name: string, given: Scope = {}): Value => {
  const value = scopeOf(file, given)[name];
  if (value === undefined) throw new Error(`${file.path} has no variable ${name}`);
  return value;
};

/** What a resource is declared with; an expression that Azure must work out stays as it is written. */
export const resourceOf = (file: BicepFile, name: string, given: Scope = {}): Value => {
  const resource = declared(file, "resource").find((declaration) => declaration.name === name);
  if (resource === undefined) throw new Error(`${file.path} has no resource ${name}`);
  return evaluate(bodyOf(resource), scopeOf(file, given));
};

const evaluate = (node: Node, scope: Scope): Value => {
  const of = (child: Node | null): Value => evaluate(child!, scope);
  switch (node.type) {
    case "string":
      return node.namedChildren
        .map((part) => (part.type === "interpolation" ? textOf(of(part.namedChild(0))) : part.text))
        .join("");
    case "number":
      return Number(node.text);
    case "boolean":
      return node.text === "true";
    case "null":
      return null;
    case "array":
      return node.namedChildren.filter(({ type }) => type !== "comment").map(of);
    case "object":
      return Object.fromEntries([...fieldsOf(node)].map(([name, value]) => [name, of(value)]));
    case "identifier":
      return scope[node.text] ?? node.text;
    case "member_expression":
      return memberOf(of(node.firstNamedChild), node);
    case "ternary_expression":
      return of(node.namedChild(of(node.namedChild(0)) === true ? 1 : 2));
    case "binary_expression":
      return combine(of(node.firstNamedChild), node, of(node.lastNamedChild));
    case "call_expression":
      return node.firstNamedChild!.text === "string"
        ? textOf(of(node.lastNamedChild!.firstNamedChild))
        : node.text;
    default:
      return node.text;
  }
};

const textOf = (value: Value): string =>
  typeof value === "string" ? value : JSON.stringify(value);

const memberOf = (object: Value, { text, lastNamedChild }: Node): Value => {
  if (object === null || typeof object !== "object" || Array.isArray(object)) return text;
  return (object as Scope)[lastNamedChild!.text] ?? text;
};

const combine = (left: Value, { text, children }: Node, right: Value): Value => {
  const operator = children[1]!.text;
  if (operator === "==") return left === right;
  if (operator === "*" && typeof left === "number" && typeof right === "number")
    return left * right;
  return text;
};
