/** A stage of a Dockerfile. */
export interface Stage {
  /** Its instructions, one per line, after those of the stage that it goes on from. */
  readonly lines: readonly string[];
  /** The arguments of a keyword, for each of its instructions. */
  readonly of: (keyword: string) => string[];
}

/** Takes a Dockerfile apart into its stages, as far as this repository uses Dockerfiles. */
export const stagesOf = (text: string): Stage[] => {
  const lines = text
    .replaceAll(/^\s*#.*\n/gm, "")
    .replaceAll(/\s*\\\n\s*/g, " ")
    .split("\n")
    .filter((line) => line !== "");
  const found: { readonly name: string | undefined; readonly lines: string[] }[] = [];
  for (const line of lines) {
    const [, from, name] = /^FROM (\S+)(?: AS (\S+))?$/.exec(line) ?? [];
    if (from === undefined) found.at(-1)?.lines.push(line);
    else
      found.push({ name, lines: [...(found.find((stage) => stage.name === from)?.lines ?? [])] });
  }
  return found.map((stage) => ({
    lines: stage.lines,
    of: (keyword) =>
      stage.lines
        .filter((line) => line.startsWith(`${keyword} `))
        .map((line) => line.slice(keyword.length + 1)),
  }));
};
