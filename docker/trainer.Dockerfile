# The trainer. From the root of the repository:
#   docker build -f docker/trainer.Dockerfile --build-arg COMMIT="$(git rev-parse HEAD)" -t despliega-trainer .
# checkov:skip=CKV_DOCKER_2:it serves nothing; a run ends by itself
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
COPY trainer trainer
RUN npx tsc -b trainer && node bundle.js trainer

FROM manifests AS modules
# npm would install Azurite, which storage can do without: it is there for development.
RUN npm pkg delete peerDependencies --workspace=@despliega/storage \
 && npm ci --omit=dev --ignore-scripts --workspace=@despliega/trainer \
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
COPY trainer/package.json trainer/
COPY trainer/models trainer/models
# A mount in its place adds models without a build.
COPY models models
COPY --from=build /despliega/storage/dist storage/dist
COPY --from=build /despliega/trainer/dist trainer/dist

ENV NODE_ENV=production
USER 1000:1000
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "trainer/dist/main.js"]
# The models without people: one of those needs keys, and is trained by its name.
CMD ["train", "--all"]

# A release says which commit made it.
ARG COMMIT
ENV DESPLIEGA_COMMIT=${COMMIT}
LABEL org.opencontainers.image.title="despliega-trainer" \
      org.opencontainers.image.description="Trains the models of Despliega and publishes their releases" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.revision="${COMMIT}"

# The image with onnxruntime, by --target onnx.
FROM plain AS onnx
COPY --from=runtime /runtime/node_modules node_modules

FROM plain
