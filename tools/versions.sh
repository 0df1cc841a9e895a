#!/bin/sh
# The tests on several versions of Python: `versions.sh WORKERS 3.11 3.12 ...`. Each has an environment of its own; a
# version that is not here is said, and is no failure.
set -u
cd "$(dirname "$0")/.."
workers=$1
shift

# Print the interpreter of a version: on the path, of uv, or of pyenv.
interpreter() {
	for candidate in "python$1" "$(uv python find --no-python-downloads "$1" 2>/dev/null)" \
		"${PYENV_ROOT:-$HOME/.pyenv}"/versions/"$1".*/bin/python; do
		if [ "$("$candidate" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)" = "$1" ]; then
			echo "$candidate"
			return
		fi
	done
}

said="" failed=0
for version in "$@"; do
	python=$(interpreter "$version")
	if [ -z "$python" ]; then
		said="$said\nPython $version: skipped, it is not here"
		continue
	fi
	environment=.venv-$version
	if [ ! -e "$environment/.installed" ] || [ pyproject.toml -nt "$environment/.installed" ]; then
		"$python" -m venv --clear "$environment" &&
			"$environment/bin/python" -m pip install --quiet --upgrade "pip>=25.1" &&
			"$environment/bin/python" -m pip install --quiet --constraint tests/constraints.txt --group test --editable . &&
			touch "$environment/.installed"
	fi
	if [ -e "$environment/.installed" ] && "$environment/bin/python" -m pytest -n "$workers" ${TESTS:-tests}; then
		said="$said\nPython $version: passed ($("$environment/bin/python" -V))"
	else
		said="$said\nPython $version: FAILED"
		failed=1
	fi
done
printf '%b\n' "$said"
exit $failed
