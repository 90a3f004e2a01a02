import type { ReceivedSpan } from "../../support/otlp-receiver.js";

/** The spans of a trace as a tree, a line each: when it begins, how long it takes, and what it says. */
export const treeOf = (spans: readonly ReceivedSpan[]): string => {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const inOrder = spans.toSorted((one, other) => one.start - other.start);
  const first = inOrder[0]?.start ?? 0;
  const below = (parent: string): readonly ReceivedSpan[] =>
    inOrder.filter((span) => span.parent === parent);
  const lines = (span: ReceivedSpan, lead: string, branch: string): string[] => {
    const [children, inner] = [below(span.spanId), lead + INDENT[branch]!];
    return [
      `${timeOf(span.start - first)} ${timeOf(span.milliseconds)}  ${lead}${branch}${span.name}${factsOf(span)}`,
      ...children.flatMap((child, i) =>
        lines(child, inner, i === children.length - 1 ? "└ " : "├ "),
      ),
    ];
  };
  const roots = inOrder.filter(({ parent }) => !ids.has(parent));
  return [HEAD, ...roots.flatMap((root) => lines(root, "", ""))].join("\n");
};

const HEAD = "  begins    takes";

const INDENT: Readonly<Record<string, string>> = { "": "", "├ ": "│ ", "└ ": "  " };

const timeOf = (milliseconds: number): string => milliseconds.toFixed(1).padStart(8);

const factsOf = ({ facts }: ReceivedSpan): string => {
  const named = Object.entries(facts).map(
    ([name, value]) => `${name.replace(/^despliega\./, "")}=${String(value)}`,
  );
  return named.length === 0 ? "" : `  ${named.join(" ")}`;
};
