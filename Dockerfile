# One image for `daylight migrate`, `daylight worker` and `daylight api`.
ARG PYTHON_IMAGE=python:3.11-slim

FROM ${PYTHON_IMAGE} AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/daylight
COPY requirements.lock /tmp/requirements.lock
RUN /opt/daylight/bin/pip install --require-hashes -r /tmp/requirements.lock

FROM ${PYTHON_IMAGE}
ENV PATH=/opt/daylight/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HOME=/tmp
RUN apt-get update \
    && apt-get install -y --no-install-recommends fonts-noto-cjk libreoffice-calc-nogui libreoffice-impress-nogui \
        libreoffice-writer-nogui tesseract-ocr tesseract-ocr-chi-sim \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin daylight
COPY --from=packages /opt/daylight /opt/daylight
WORKDIR /srv/daylight
COPY pyproject.toml README.md ./
COPY schemas schemas
COPY activities activities
COPY workflows workflows
COPY worker worker
COPY api api
RUN pip install --disable-pip-version-check --no-cache-dir --no-deps --no-build-isolation --editable .
USER 10001:10001
EXPOSE 8765
ENTRYPOINT ["daylight"]
CMD ["--help"]
