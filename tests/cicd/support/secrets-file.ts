/** The argument that names the file of secrets of a deployment. */
export const SECRETS_FILE = /@\S+\/secrets\.json/g;

/** What `az` runs to keep that file in `$HOME`: as `secrets.json`, its path in `path`, its and its folder's rights in `rights`. */
export const KEEP_SECRETS = `
  for word; do
    case $word in
      @*/secrets.json)
        file=\${word#@}
        echo "$file" >"$HOME/path"
        for one in "$file" "$(dirname "$file")"; do ls -ld "$one" | cut -c 1-10; done >"$HOME/rights"
        cp "$file" "$HOME/secrets.json"
        ;;
    esac
  done
`;
