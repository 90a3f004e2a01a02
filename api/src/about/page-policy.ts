import { createHash } from "node:crypto";

const STYLES = /<style>([^]*?)<\/style>/g;

/** The policy of a page that stands for itself: its own styles by their hashes, pictures inside it, and nothing else. */
export const pagePolicy = (page: string): string => {
  const hashes = [...page.matchAll(STYLES)].map(
    ([, style]) => `'sha256-${createHash("sha256").update(style!).digest("base64")}'`,
  );
  return `default-src 'none'; style-src ${hashes.join(" ") || "'none'"}; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox`;
};
