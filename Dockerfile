# LeadLoop in a container.
#
#   docker build -t leadloop .
#   docker run -d --name leadloop --init --restart unless-stopped --env-file .env -v leadloop-data:/data -p 127.0.0.1:3000:3000 leadloop
#   docker exec leadloop node bin/leadloop.mjs doctor
#
# --init passes signals on and collects what has ended, so that `docker stop` lets the bot finish what it is doing.
# A folder of the host mounted at /data has to belong to user 1000.

FROM node:24-slim AS build
WORKDIR /app
# .npmrc turns install scripts off. Nothing needs one, and without it npm would try to compile what is already compiled.
COPY package.json package-lock.json .npmrc ./
COPY tools/dev-runtime/package.json tools/dev-runtime/
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY tools tools
COPY src src
RUN npm run build

FROM node:24-slim AS modules
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY tools/dev-runtime/package.json tools/dev-runtime/
RUN npm ci --omit=dev

FROM node:24-slim
WORKDIR /app
ENV NODE_ENV=production \
    DATABASE_URL=file:/data/leadloop.db \
    HOST=0.0.0.0 \
    PORT=3000
# The program belongs to root and the bot runs as somebody else: it can write to /data and nowhere else.
RUN mkdir /data && chown node:node /data
COPY package.json LICENSE manifest.yml ./
COPY --from=modules /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY migrations migrations
COPY bin bin
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "bin/leadloop.mjs"]
CMD ["start"]
