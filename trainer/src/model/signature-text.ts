import type { Manifest } from "@despliega/storage";

type Change = NonNullable<Manifest["signatureChange"]>;

/** A changed signature in words, as the end of a sentence. */
export const signatureText = ({ added, removed, retyped, reordered }: Change): string =>
  [
    ...(added.length > 0 ? [`adds ${added.join(", ")}`] : []),
    ...(removed.length > 0 ? [`removes ${removed.join(", ")}`] : []),
    ...(retyped.length > 0 ? [`changes the type or the values of ${retyped.join(", ")}`] : []),
    ...(reordered ? ["changes their order"] : []),
  ].join("; ");
