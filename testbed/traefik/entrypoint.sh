#!/bin/sh
set -e
# As the original: options alone, and Traefik's own commands, mean Traefik.
case $1 in
  -* | healthcheck | version) set -- traefik "$@" ;;
esac
exec "$@"
