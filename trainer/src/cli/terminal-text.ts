/** A text without line breaks and what else moves the cursor or colours a terminal. */
export const visible = (text: string): string => text.replaceAll(/[\s\p{Cc}]+/gu, " ");

/** A text that is no wider than this. */
export const shortened = (text: string, width: number): string =>
  text.length <= width ? text : `${text.slice(0, width - 1)}…`;
