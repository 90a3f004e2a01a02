# The api. From the root of the repository:
#   docker build -f docker/api.Dockerfile --build-arg COMMIT="$(git rev-parse HEAD)" -t despliega-api .
# checkov:skip=CKV_DOCKER_7:the argument names a tag and a digest
ARG NODE_IMAGE=docker.io/library/node:24-bookworm-slim@sha256:6f7b03f7c2c8e2e784dcf9295400527b9b1270fd37b7e9a7285cf83b6951452d

# All that an installation depends on: a change of sources does not install again.
FROM ${NODE_IMAGE} AS manifests
WORKDIR /despliega
COPY package.json package-lock.json .npmrc ./
COPY storage/package.json storage/
COPY trainer/package.json trainer/
COPY api/package.json api/
COPY docker/package.json docker/

FROM manifests AS build
RUN npm ci --ignore-scripts
COPY tsconfig.base.json bundle.js ./
COPY storage storage
COPY api api
RUN npx tsc -b api api/console && node api/console/build.js && node bundle.js api

FROM manifests AS modules
# npm would install Azurite, which storage can do without, and what the console's build may use: both are for development.
RUN npm pkg delete peerDependencies --workspace=@despliega/storage \
 && npm pkg delete devDependencies --workspace=@despliega/api \
 && npm ci --omit=dev --ignore-scripts --workspace=@despliega/api \
 # Node.js reads none of these.
 && find node_modules -type f \( -name '*.map' -o -name '*.ts' -o -name '*.mts' -o -name '*.cts' \) -delete

# Models that onnxruntime runs need it. Its script would bring what graphics cards need. The binaries are for glibc from 2.28 on.
FROM manifests AS runtime
RUN version=$(node -p "require('./storage/package.json').peerDependencies['onnxruntime-node']") \
 && npm install --prefix /runtime --ignore-scripts --no-audit --no-fund "onnxruntime-node@$version" \
 && cd /runtime/node_modules \
 && find . -mindepth 1 -maxdepth 1 ! -name 'onnxruntime-*' -exec rm -r {} + \
 && find onnxruntime-node/bin/napi-v6 -mindepth 2 -maxdepth 2 ! -path "*/$(node -p 'process.platform + "/" + process.arch')" -exec rm -r {} + \
 && find . -type f \( -name '*.map' -o -name '*.ts' \) -delete

FROM ${NODE_IMAGE} AS plain
WORKDIR /despliega
COPY --from=modules /despliega/node_modules node_modules
COPY storage/package.json storage/
COPY api/package.json api/
COPY api/assets api/assets
COPY --from=build /despliega/storage/dist storage/dist
COPY --from=build /despliega/api/dist api/dist
COPY --from=build /despliega/api/console/dist/page api/console/dist/page

# A container is reached from outside or not at all: without DESPLIEGA_AUTH, the api refuses to start there.
ENV NODE_ENV=production DESPLIEGA_HOST=0.0.0.0
EXPOSE 8080
USER 1000:1000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 8080}/healthz`, { signal: AbortSignal.timeout(3_000) }).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "api/dist/main.js"]

ARG COMMIT
LABEL org.opencontainers.image.title="despliega-api" \
      org.opencontainers.image.description="Serves the releases of Despliega over HTTP" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.revision="${COMMIT}"

# The image with onnxruntime, by --target onnx.
FROM plain AS onnx
COPY --from=runtime /runtime/node_modules node_modules

FROM plain
