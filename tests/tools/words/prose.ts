const blank = (text: string): string => text.replaceAll(/[^\n]/g, " ");

/** A Markdown page without what is no prose: code, targets of links and comments. Lines and columns stay. */
export const proseOfMarkdown = (text: string): string =>
  text
    .replaceAll(/^```[^]*?^```$/gm, blank)
    .replaceAll(/<!--[^]*?-->/g, blank)
    .replaceAll(/`[^`\n]+`/g, blank)
    .replaceAll(/\]\([^)\n]+\)/g, blank);

/** Code as it is, but for the signs before the lines of a comment, so that its sentences go on from line to line. */
export const proseOfCode = (text: string): string =>
  text.replaceAll(/^[ \t]*(?:\/\*\*|\*\/|\*|\/\/|#|--)(?=\s)/gm, blank);
