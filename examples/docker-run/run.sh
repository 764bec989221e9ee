#!/bin/sh
# The same container as that of compose.yaml, by one command. Run it where .env is.
exec docker run --detach \
  --name vigilo \
  --env-file .env \
  --env HOST_ROOT=/host \
  --volume /var/run/docker.sock:/var/run/docker.sock \
  --volume /:/host:ro \
  --volume vigilo-data:/var/lib/vigilo \
  --add-host host.docker.internal:host-gateway \
  --read-only \
  --tmpfs /tmp:size=1m \
  --cap-drop ALL \
  --security-opt no-new-privileges:true \
  --memory 192m \
  --cpus 0.5 \
  --restart unless-stopped \
  --stop-timeout 10 \
  --log-driver json-file --log-opt max-size=10m --log-opt max-file=3 \
  vigilo
