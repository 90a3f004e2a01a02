import { dirname, relative, sep } from "node:path";

import {
  isCallExpression,
  isExportDeclaration,
  isIdentifier,
  isImportDeclaration,
  isImportTypeNode,
  isLiteralTypeNode,
  isStringLiteral,
  SyntaxKind,
  type Node,
  type SourceFile,
} from "typescript/unstable/ast";
import { API } from "typescript/unstable/sync";

/** One mention of another module. */
export interface Import {
  /** Path of the source file, relative to the folder of its tsconfig.json. */
  readonly file: string;
  readonly specifier: string;
  /** Whether nothing of it is left when the program runs. */
  readonly typeOnly: boolean;
}

/** What the files of a TypeScript project import, in every way that the language has, by its own parser. */
export const importsOf = (tsconfig: string): Import[] => {
  const api = new API({ cwd: dirname(tsconfig) });
  try {
    const [project] = api.updateSnapshot({ openProjects: [tsconfig] }).getProjects();
    if (project === undefined) throw new Error(`${tsconfig} is not a project`);
    return project.rootFiles.flatMap((path) => {
      const source = project.program.getSourceFile(path);
      if (source === undefined) throw new Error(`${path} cannot be read`);
      const file = relative(dirname(tsconfig), path).replaceAll(sep, "/");
      return mentions(source).map((mention) => ({ file, ...mention }));
    });
  } finally {
    api.close();
  }
};

type Mention = Omit<Import, "file">;

const mentions = (source: SourceFile): Mention[] => {
  const found: Mention[] = [];
  const visit = (node: Node): void => {
    const specifier = specifierOf(node);
    if (specifier !== undefined && isStringLiteral(specifier))
      found.push({ specifier: specifier.text, typeOnly: isTypeOnly(node) });
    node.forEachChild(visit);
  };
  visit(source);
  return found;
};

const specifierOf = (node: Node): Node | undefined => {
  if (isImportDeclaration(node) || isExportDeclaration(node)) return node.moduleSpecifier;
  if (isImportTypeNode(node))
    return isLiteralTypeNode(node.argument) ? node.argument.literal : undefined;
  return isCallExpression(node) && loads(node.expression) ? node.arguments[0] : undefined;
};

/** Whether a callee is `import`, `require` or `createRequire(…)`. */
const loads = (callee: Node): boolean =>
  callee.kind === SyntaxKind.ImportKeyword ||
  (isIdentifier(callee) && callee.text === "require") ||
  (isCallExpression(callee) &&
    isIdentifier(callee.expression) &&
    callee.expression.text === "createRequire");

const isTypeOnly = (node: Node): boolean => {
  if (isImportDeclaration(node)) return node.importClause?.phaseModifier === SyntaxKind.TypeKeyword;
  return isExportDeclaration(node) ? node.isTypeOnly : isImportTypeNode(node);
};
