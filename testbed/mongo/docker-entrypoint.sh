#!/bin/sh
set -e
case $1 in
  -*) set -- mongod "$@" ;;
esac
# As the original: starts as root, owns its data, goes on as the user mongodb.
if [ "$1" = mongod ] && [ "$(id -u)" = 0 ]; then
  find /data/configdb /data/db \! -user mongodb -exec chown mongodb '{}' +
  exec setpriv --reuid mongodb --regid mongodb --clear-groups -- "$0" "$@"
fi
exec "$@"
