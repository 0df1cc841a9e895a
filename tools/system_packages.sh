#!/bin/sh
# What a few tests need from the system: a real CUPS, with queues that write to a file, and a real PostgreSQL. Everything
# else is a wheel. Installed where that can be done without asking (as root, with apt-get); elsewhere those tests say why
# they are skipped.
set -u
PATH="$PATH:/usr/sbin"
packages=
if ! command -v cupsd >/dev/null || ! command -v lp >/dev/null || ! [ -e /usr/lib/cups/filter/pdftopdf ]; then
	packages="cups cups-client cups-filters"
fi
if ! command -v initdb >/dev/null && ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
	packages="$packages postgresql"
fi
[ -n "$packages" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
	export DEBIAN_FRONTEND=noninteractive
	# shellcheck disable=SC2086 - several words on purpose
	apt-get update -qq && apt-get install -y -qq --no-install-recommends $packages >/dev/null && exit 0
fi
echo "note: not here, and could not be installed: $packages; the tests that need it are skipped" >&2
