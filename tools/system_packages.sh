#!/bin/sh
# What a few tests need from the system: a real CUPS, with queues that write to a file. Everything else is a wheel.
# Installed where that can be done without asking (as root, with apt-get); elsewhere those tests say why they are skipped.
set -u
PATH="$PATH:/usr/sbin"
if command -v cupsd >/dev/null && command -v lp >/dev/null && [ -e /usr/lib/cups/filter/pdftopdf ]; then
	exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
	export DEBIAN_FRONTEND=noninteractive
	apt-get update -qq && apt-get install -y -qq --no-install-recommends cups cups-client cups-filters >/dev/null && exit 0
fi
echo "note: no CUPS here, and it could not be installed: the tests of printing through it are skipped" >&2
