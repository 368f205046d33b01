# The service as an image. `npm run image` carries out every step of this file on a machine without Docker, and so does
# the test suite; test/image/ knows the instructions used here and refuses any other.

FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
COPY patches ./patches
RUN npm ci --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY scripts ./scripts
COPY plugin-ui ./plugin-ui
COPY src ./src
# The address that the built plugin calls; http://localhost:3000 where it is left out.
ARG PLUGIN_SERVER_URL
RUN npm run build
# What runs needs no compiler; what nobody reads at run time (types, source maps) is two fifths of what is left.
RUN npm ci --omit=dev --no-audit --no-fund
RUN find node_modules dist -type f -name '*.map' -delete
RUN find node_modules -type f -name '*.d.[mc]ts' -delete && find node_modules -type f -name '*.d.ts' -delete

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
WORKDIR /app
COPY package.json LICENSE ./
COPY db ./db
COPY prompts ./prompts
COPY dashboard ./dashboard
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/plugin-ui/dist ./plugin-ui/dist
COPY --from=build /app/dist ./dist
# Owned by root and read by this user: the service writes nothing.
USER node
# The API, and Prometheus metrics that are not for the public.
EXPOSE 3000 9091
# Requests under way are answered first, for up to 135 s: give `docker stop` the time, `--time 150`.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# No shell and no npm in between: the signal reaches the process.
CMD ["node", "dist/server.js"]
