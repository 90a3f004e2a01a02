/** Reports how far a step is, from 0 to 1. */
export type Progress = (step: string, share: number) => void;

/** One line on a terminal, rewritten whenever its text changes; nothing elsewhere. */
export const terminalProgress = (terminal: NodeJS.WriteStream): Progress => {
  if (!terminal.isTTY) return () => {};
  let shown = "";
  return (step, share) => {
    const text = `${step} ${Math.floor(share * 100)} %`;
    if (text === shown) return;
    shown = text;
    terminal.write(`\r\x1b[K${text}${step === "written" && share === 1 ? "\n" : ""}`);
  };
};
