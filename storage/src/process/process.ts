// What a process begins with, for programs that must not load the rest of the storage to begin.
export { DespliegaError } from "../errors/error.js";
export { surviveOutput } from "./output.js";
export { keepFilesPrivate } from "./private-files.js";
