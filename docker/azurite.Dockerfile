# Storage for docker/compose.yaml: Azurite, as npm installs it, with the samples of every model in it. For one machine only.
# checkov:skip=CKV_DOCKER_7:the argument names a tag and a digest
ARG NODE_IMAGE=docker.io/library/node:24-bookworm-slim@sha256:6f7b03f7c2c8e2e784dcf9295400527b9b1270fd37b7e9a7285cf83b6951452d

FROM ${NODE_IMAGE}
WORKDIR /despliega
COPY package.json package-lock.json .npmrc ./
COPY storage/package.json storage/
COPY trainer/package.json trainer/
COPY api/package.json api/
COPY docker/package.json docker/
RUN npm ci --ignore-scripts
COPY tsconfig.base.json ./
COPY storage storage
COPY trainer trainer
COPY api api
COPY docker docker
RUN npx tsc -b docker
COPY data data
COPY models models

# A new volume takes its owner from here.
RUN install -d -o 1000 -g 1000 /data
USER 1000:1000
EXPOSE 10000 10002
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=2s --timeout=5s --start-period=30s --retries=5 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:10000', { signal: AbortSignal.timeout(3_000) }).then(() => process.exit(0), () => process.exit(1))"]
ENTRYPOINT ["node", "docker/dist/azurite.js"]
