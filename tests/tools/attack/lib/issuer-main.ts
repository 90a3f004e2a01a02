import { startTokenIssuer } from "despliega/start/token-issuer.js";

// Runs the issuer of tokens of `npm start` until it is killed; its first line is its url.
const { environment } = await startTokenIssuer({
  requested: false,
  add: async () => {},
  now: async () => {},
});
process.stdout.write(`${environment["DESPLIEGA_ENTRA_ISSUER"]}\n`);
