import { printable } from "@despliega/storage";

/** Says something on standard output, in lines that a terminal only shows. */
export const say = (text: string): void => console.log(printable(text));
