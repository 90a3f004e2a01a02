/** Why a graph cannot be compiled, as the end of a sentence that begins with "it". */
export class NotCompiled extends Error {}

/** Ends the compilation. @throws NotCompiled */
export const refuse = (reason: string): never => {
  throw new NotCompiled(reason);
};
