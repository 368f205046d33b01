# The service as an image: one bundled process, no node_modules. The test suite assembles the last stage from a checkout
# and runs it as its user (test/image/).

FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
COPY patches ./patches
RUN npm ci --no-audit --no-fund
COPY tsconfig.json ./
COPY scripts ./scripts
COPY plugin-ui ./plugin-ui
COPY src ./src
# The address that the built plugin calls; default http://localhost:3000.
ARG PLUGIN_SERVER_URL
RUN npm run build && find dist plugin-ui/dist -name '*.map' -delete

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
WORKDIR /app
COPY package.json LICENSE ./
COPY db ./db
COPY prompts ./prompts
COPY dashboard ./dashboard
COPY --from=build /app/plugin-ui/dist ./plugin-ui/dist
COPY --from=build /app/dist ./dist
# Files are owned by root and read by this user: the service writes nothing.
USER node
# The API, and Prometheus metrics that are not for the public.
EXPOSE 3000 9091
# Open requests are answered first, for up to 135 s: use `docker stop --time 150`.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# No shell and no npm in between: the signal reaches the process.
CMD ["node", "dist/server.js"]
