import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Node,
} from "yaml";

/** A place in a text. Line and column count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A problem at a place. */
export interface Problem {
  readonly at: Position;
  readonly problem: string;
}

/** A text of YAML 1.2, read. */
export interface YamlText {
  /** Its value; undefined when it cannot be read. */
  readonly value: unknown;
  /** Why it cannot be read; empty when it can. */
  readonly problems: readonly Problem[];
  /** The place of a field or an item, or of the nearest one above it. */
  readonly locate: (path: readonly PropertyKey[]) => Position;
}

/** Our words for messages of the parser. */
const OUR_WORDS: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: "the field is here for the second time: leave one of them",
  MULTIPLE_DOCS: "a second document begins here: leave one of them",
};

/** Reads YAML 1.2 with its core schema, in which `Y`, `no` and days are text. */
export const readYaml = (source: string): YamlText => {
  const lines = new LineCounter();
  const document = parseDocument(source, {
    lineCounter: lines,
    prettyErrors: false,
    version: "1.2",
    schema: "core",
  });
  const positionOf = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const problems = [...document.errors, ...document.warnings].map(({ code, message, pos }) => ({
    at: positionOf(pos[0]),
    problem: OUR_WORDS[code] ?? message.split("\n", 1)[0]!,
  }));
  visit(document, {
    Alias: (_key, node) => {
      if (node.resolve(document) === undefined)
        problems.push({
          at: positionOf(node.range![0]),
          problem: `there is no &${node.source} before it`,
        });
    },
    Pair: (_key, { key }) => {
      if (!isScalar(key) || key.value === null || key.value === "__proto__")
        problems.push({
          at: positionOf(rangeOf(key)?.[0] ?? 0),
          problem: "a field has no name that can be used: write text before the colon",
        });
    },
  });

  const locate = (path: readonly PropertyKey[]): Position => {
    let node: unknown = document.contents;
    let offset = rangeOf(node)?.[0] ?? 0;
    for (const step of path) {
      const container = isAlias(node) ? node.resolve(document) : node;
      if (isMap(container)) {
        const pair = container.items.find(
          ({ key }) => isScalar(key) && String(key.value) === String(step),
        );
        if (pair === undefined) break;
        node = pair.value;
        offset = rangeOf(pair.key)?.[0] ?? offset;
      } else if (isSeq(container)) {
        node = container.items[Number(step)];
        offset = rangeOf(node)?.[0] ?? offset;
      } else break;
    }
    return positionOf(offset);
  };
  const value = problems.length === 0 ? valueOf(document) : undefined;
  if (value instanceof ReferenceError)
    problems.push({
      at: { line: 1, column: 1 },
      problem: "the file has too many aliases: write out what they stand for",
    });
  return { value, problems, locate };
};

/** The value of a document, or the error of the parser when aliases of aliases grow beyond bounds. */
const valueOf = (document: Document): unknown => {
  try {
    return document.toJS();
  } catch (error) {
    if (error instanceof ReferenceError) return error;
    throw error;
  }
};

const rangeOf = (node: unknown): Node["range"] =>
  (node as { readonly range?: Node["range"] } | null | undefined)?.range;
