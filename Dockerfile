# newsbot as a container:
#
#   docker build -t newsbot .
#   docker run --init -p 127.0.0.1:8420:8420 -v newsbot:/srv/newsbot/storage newsbot
#
# A folder of the host in place of the volume must be writable for user 8420. The port is the
# default one, and a platform's PORT is followed.
#
# Everything that runs is a wheel; nothing is compiled, and nothing of the build stays in the image.

FROM python:3.11-slim-bookworm AS build
WORKDIR /build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/newsbot
# The pins first: they change less often than the code, and so stay a cached layer.
COPY requirements.txt requirements-postgres.txt ./
RUN /opt/newsbot/bin/python -m pip install --requirement requirements-postgres.txt
COPY pyproject.toml README.md LICENSE ./
COPY newsbot ./newsbot
RUN /opt/newsbot/bin/python -m pip install --no-deps .

FROM python:3.11-slim-bookworm
# A number of its own, so that a volume's owner does not depend on the image's list of users.
RUN groupadd --system --gid 8420 newsbot \
    && useradd --system --uid 8420 --gid newsbot --home-dir /srv/newsbot --create-home newsbot \
    && install --directory --owner=newsbot --group=newsbot --mode=0750 /srv/newsbot/storage
COPY --from=build /opt/newsbot /opt/newsbot
ENV PATH=/opt/newsbot/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    NEWSBOT_DATA_DIR=/srv/newsbot/storage \
    NEWSBOT_WEB_HOST=0.0.0.0
WORKDIR /srv/newsbot
USER newsbot
VOLUME ["/srv/newsbot/storage"]
EXPOSE 8420
HEALTHCHECK --interval=30s --timeout=10s --start-period=20s --retries=3 \
    CMD ["newsbot", "healthcheck"]
# newsbot stops in order on SIGTERM, which is what `docker stop` sends.
ENTRYPOINT ["newsbot"]
CMD ["run"]
