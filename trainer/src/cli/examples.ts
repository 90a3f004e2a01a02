/** Commands to copy, for the end of a command's help. */
export const examples = (...commands: readonly string[]): string =>
  [
    "",
    `Example${commands.length === 1 ? "" : "s"}:`,
    ...commands.map((line) => `  despliega ${line}`),
  ].join("\n");
