import type { Champion } from "@despliega/storage";

/** A release and, where they were made later, the edition of its features. */
export const positionText = ({
  version,
  edition,
}: Pick<Champion, "version" | "edition">): string =>
  edition === undefined ? version : `${version} with its features of ${edition.name}`;
