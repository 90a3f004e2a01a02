/** What the tests look at in a Markdown file. */
export interface Markdown {
  /** Levels of the headings, in order. */
  readonly headings: readonly number[];
  readonly fences: readonly { readonly language: string; readonly text: string }[];
  /** Rows of cells, the header first. */
  readonly tables: readonly (readonly (readonly string[])[])[];
  /** Words in back-quotes outside fences. */
  readonly code: readonly string[];
  /** Targets of links. */
  readonly links: readonly string[];
  /** Fragments of urls that lead to the headings, as GitHub makes them. */
  readonly anchors: readonly string[];
}

const FENCE = /^```(\w*)\n([\s\S]*?)^```$/gm;

const cellsOf = (line: string): string[] =>
  line
    .slice(1, -1)
    .split("|")
    .map((cell) => cell.trim());

/** Takes a Markdown file apart, as far as this repository uses Markdown. */
export const parseMarkdown = (text: string): Markdown => {
  const prose = text.replaceAll(FENCE, "");
  const tables = [...prose.matchAll(/(?:^\|.*\|\n)+/gm)].map(([table]) =>
    table
      .trimEnd()
      .split("\n")
      .map(cellsOf)
      .filter((_cells, line) => line !== 1),
  );
  return {
    headings: [...prose.matchAll(/^(#+) /gm)].map(([, marks]) => marks!.length),
    fences: [...text.matchAll(FENCE)].map(([, language, body]) => ({
      language: language!,
      text: body!,
    })),
    tables,
    code: [...prose.matchAll(/`([^`\n]+)`/g)].map(([, word]) => word!),
    links: [...prose.matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => target!),
    anchors: [...prose.matchAll(/^#+ (.+)$/gm)].map(([, title]) => anchorOf(title!)),
  };
};

const anchorOf = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_ -]/gu, "")
    .replaceAll(" ", "-");

/** The word in back-quotes that a cell begins with. */
export const codeWord = (cell: string): string | undefined => /^`([^`]+)`/.exec(cell)?.[1];

/** The table whose first column has that title. */
export const tableOf = ({ tables }: Markdown, title: string): readonly (readonly string[])[] => {
  const table = tables.find(([header]) => header?.[0] === title);
  if (table === undefined) throw new Error(`There is no table of ${title}`);
  return table.slice(1);
};
