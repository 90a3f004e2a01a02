import {
  ANSWER_FIELDS,
  FEATURES_FIELDS,
  fillPath,
  isOwnPath,
  blobNames,
  ReleaseInvalid,
  subjectOf,
  type Manifest,
  type Release,
} from "@despliega/storage";

/**
 * Checks that releases can be served as their manifests say, alone and side by side.
 *
 * @throws `RELEASE_INVALID` for the first release that cannot be served
 */
export const checkServable = (releases: readonly Release[]): void => {
  const taken = new Set<string>();
  for (const { manifest } of releases) {
    const { task, classes = [], threshold, serving, features } = manifest;
    if (task === "classification" && classes.length <= 2 && threshold === undefined)
      throw unservable(manifest, "a classification of two classes needs a threshold");
    const names = features.map(({ name }) => name);
    const clash =
      names.find((name) => FEATURES_FIELDS.includes(name)) ??
      ANSWER_FIELDS.find((name) => name === serving.answer);
    if (clash !== undefined) throw unservable(manifest, `${clash} is the name of a detail`);
    const subject = subjectOf(manifest)?.name;
    if (subject !== undefined && names.includes(subject))
      throw unservable(manifest, `${subject} is the name of a feature and of the subject`);
    if (serving.by !== "key") continue;
    for (const path of Object.values(serving.paths)) {
      if (!isOwnPath(path)) throw unservable(manifest, `${path} hides urls of the api`);
      const shape = fillPath(path, () => ":");
      if (taken.has(shape)) throw unservable(manifest, `${path} is taken already`);
      taken.add(shape);
    }
  }
};

const unservable = ({ model, version }: Manifest, problem: string) =>
  new ReleaseInvalid({ name: blobNames.manifest(model, version), problem });
