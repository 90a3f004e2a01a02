import type { JSX } from "preact";

/** A version, which breaks between its time and its digits only. */
export const VersionName = ({ version }: { readonly version: string }): JSX.Element => {
  const [time, ...digits] = version.split("-");
  return (
    <code class="version">
      {time}
      {digits.length > 0 && (
        <>
          <wbr />-{digits.join("-")}
        </>
      )}
    </code>
  );
};
