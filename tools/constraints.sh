#!/bin/sh
# Writes tests/constraints.txt: the newest test tools and what they need, each with its version. What the package itself
# depends on (with its extras) is left out: the tests take the newest of it, as a new installation does.
set -eu
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python="${PYTHON:-python3}"
for what in tools own; do
	"$python" -m venv "$folder/$what"
	"$folder/$what/bin/python" -m pip install --quiet --upgrade "pip>=25.1"
done
"$folder/tools/bin/python" -m pip install --quiet --group test --group site --group hooks
"$folder/own/bin/python" -m pip install --quiet ".[$("$python" tools/lowest.py --extras)]"
for what in tools own; do
	"$folder/$what/bin/python" -m pip list --format freeze --exclude pip --exclude setuptools --exclude ldn-compound |
		sort >"$folder/$what.txt"
done
cut -d= -f1 "$folder/own.txt" >"$folder/own-names.txt"
{
	echo "# The versions of the test tools: written by \`make constraints\`, read by the other commands of the Makefile."
	grep -v -x -F -e "" "$folder/tools.txt" | while IFS= read -r line; do
		grep -q -x -F "${line%%==*}" "$folder/own-names.txt" || echo "$line"
	done
} >tests/constraints.txt
