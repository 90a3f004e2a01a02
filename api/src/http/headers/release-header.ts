import type { Manifest } from "@despliega/storage";

/** Names the release behind an answer. */
export const RELEASE_HEADER = "despliega-release";

/** A release as the header names it, such as `riesgo/20260131T235959Z-0123abcd`. */
export const releaseName = ({ model, version }: Manifest): string => `${model}/${version}`;
