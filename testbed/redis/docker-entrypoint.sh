#!/bin/sh
set -e
# Options or a configuration file alone mean the server.
case $1 in
  -* | *.conf) set -- redis-server "$@" ;;
esac
if [ "$1" = redis-server ] && [ "$(id -u)" = 0 ]; then
  find . \! -user redis -exec chown redis '{}' +
  exec setpriv --reuid redis --regid redis --clear-groups -- "$0" "$@"
fi
if [ "$(umask)" = 0022 ]; then
  umask 0077
fi
# The original is compiled without protected mode; Debian's is not.
if [ "$1" = redis-server ]; then
  case " $* " in
    *protected-mode* | *' --version '* | *' -v '* | *' --help '* | *' -h '*) ;;
    *) set -- "$@" --protected-mode no ;;
  esac
fi
exec "$@"
