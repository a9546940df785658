# The image of llm-semantic-cache, for amd64 and arm64: docs/image.md.
#
# Both bases are pinned by the digest of their multi-platform index; a tag alone may change under one's feet.
ARG BUILD_IMAGE=node:24-bookworm-slim@sha256:3638d9a6fe4030bd716be989438248074489337ba3275657f93595428be4fc03
ARG RUNTIME_IMAGE=gcr.io/distroless/nodejs24-debian12:nonroot@sha256:14d42e2511532589a7c7e01a753667a74fcc96266e137e8125006b87b0c32d0a

# Everything before the last stage runs on the building machine's own platform: native modules are prebuilt, so that an
# image for another one needs no emulation.
FROM --platform=$BUILDPLATFORM ${BUILD_IMAGE} AS packages
WORKDIR /app
# Its install script would download CUDA libraries that are not used.
ENV ONNXRUNTIME_NODE_INSTALL=skip
COPY package.json package-lock.json .npmrc ./

FROM packages AS build
# The secret `npmrc` is for whoever installs from another registry: docker build --secret id=npmrc,src=$HOME/.npmrc
RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci --ignore-scripts
COPY tsconfig.json ./
COPY src src
COPY tools tools
RUN node_modules/.bin/tsc --sourceMap false \
    && node_modules/.bin/tsc --project src/page/tsconfig.json \
    && cp src/page/index.html src/page/page.css src/page/icon.svg dist/src/page/

# all-MiniLM-L6-v2 from its public home, checked against pinned hashes; or the folder MODEL_DIR of the build context.
FROM build AS model
ARG MODEL_DIR=
RUN --mount=type=bind,target=/context --mount=type=cache,target=/fetched \
    export LSC_MODEL_DIR="${MODEL_DIR:+/context/$MODEL_DIR}" LSC_CACHE_DIR=/fetched \
    && mkdir /out && cp -r "$(node dist/tools/fetch/cli.js model)" /out/all-MiniLM-L6-v2 \
    && rm -f /out/all-MiniLM-L6-v2/sha256.json && chmod -R a=rX,u+w /out

FROM packages AS production
ARG TARGETARCH
RUN --mount=type=secret,id=npmrc,target=/root/.npmrc \
    cpu=$TARGETARCH && if [ "$cpu" = amd64 ]; then cpu=x64; fi \
    && npm ci --ignore-scripts --omit=dev --os=linux --libc=glibc --cpu="$cpu"
COPY --from=build /app/dist/tools/image dist/tools/image
RUN node dist/tools/image/main.js node_modules "$TARGETARCH" \
    && rm -r dist .npmrc package-lock.json
COPY LICENSE ./
COPY --from=build /app/dist/src dist/src
# A folder that is copied twice, for the state and for the socket. Where none is mounted there, group 0 may write to it:
# platforms that run containers under a uid of their own choice (OpenShift) put them into that group.
RUN chmod -R a=rX,u+w /app && mkdir /out && mkdir -m 0775 /out/llm-semantic-cache

FROM ${RUNTIME_IMAGE}
ARG VERSION=0.1.0
ARG REVISION=
ARG SOURCE=
LABEL org.opencontainers.image.title="llm-semantic-cache" \
      org.opencontainers.image.description="Semantic response cache for LLM APIs: an Envoy external-processing server" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.source="${SOURCE}"
# Where distroless has node, and where the images of Node have it.
ENV PATH=/nodejs/bin:/usr/local/bin:/usr/bin:/bin \
    NODE_ENV=production
WORKDIR /app
COPY --from=model /out/ /models/
COPY --from=production /app/ ./
COPY --from=production --chown=65532:0 /out/ /var/lib/
COPY --from=production --chown=65532:0 /out/ /run/
USER 65532:65532
EXPOSE 50051 9901
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 CMD ["node", "/app/dist/src/main.js", "health"]
ENTRYPOINT ["node", "/app/dist/src/main.js"]
CMD ["serve"]
