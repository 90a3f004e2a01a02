/**
 * `node --import preload.js …` with `YEAR_NOW` in its environment: the process lives at that time, in milliseconds since
 * 1970, and at that of each message `{ now }` of its parent. It ends as if there were no parent, and with its parent.
 */
import { moveDate } from "./clock.js";

const clock = moveDate();
clock.set(Number(process.env["YEAR_NOW"]));
process.on("message", ({ now }: { readonly now: number }) => {
  clock.set(now);
  process.send?.({ now });
});
process.once("disconnect", () => process.exit(1));
process.channel?.unref();
