FROM node:24-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build
# Anybody may write into the data folder: a volume takes that over, and root without capabilities is anybody too.
RUN mkdir -p /image/vigilo /image/var/lib/vigilo \
 && chmod 1777 /image/var/lib/vigilo \
 && cp dist/*.mjs dist/licences.txt LICENSE /image/vigilo/
# `docker exec … vigilo status`: there is no shell in the image to run a script.
RUN mkdir -p /image/usr/local/bin \
 && printf '#!/node/node\nimport("/vigilo/cli.mjs")\n' > /image/usr/local/bin/vigilo \
 && chmod 755 /image/usr/local/bin/vigilo
# The licence of Node lies beside its binary in the official image, and in the npm package of Node; one of them must be there.
RUN mkdir /image/node \
 && cp "$(ls /usr/local/LICENSE node_modules/node/node_modules/node-*/LICENSE 2>/dev/null | head -n 1)" /image/node/LICENSE

FROM gcr.io/distroless/cc-debian12
COPY --from=build /usr/local/bin/node /node/
COPY --from=build /image/ /
ENV NODE_ENV=production DATA_DIR=/var/lib/vigilo HEALTH_FILE=/tmp/vigilo-health
WORKDIR /vigilo
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=60s --timeout=10s --start-period=30s CMD ["/node/node", "health.mjs"]
# A quarter less memory: a small young generation, and no optimizing compiler, neither for JavaScript nor for the
# WebAssembly in fetch. An agent that mostly waits loses nothing by it.
ENTRYPOINT ["/node/node", "--max-semi-space-size=1", "--no-opt", "--no-maglev", "--liftoff-only"]
CMD ["main.mjs"]
