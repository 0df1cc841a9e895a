#!/bin/sh
# The tests on the lowest versions that pyproject.toml admits, and on the newest there are: `bounds.sh WORKERS lowest newest`.
# Each has an environment of its own, made anew; what was installed is printed with what came of it. pre-commit is left
# out, with the test of its configuration: it asks for a newer filelock than the lowest.
set -u
cd "$(dirname "$0")/.."
workers=$1
shift
python="${PYTHON:-python3}"
extras=$("$python" tools/lowest.py --extras) || exit 1

mkdir -p build
said="" failed=0
for bound in "$@"; do
	environment=.venv-$bound
	case $bound in
	lowest) "$python" tools/lowest.py >build/bounds-lowest.txt ;;
	newest) : >build/bounds-newest.txt ;;
	*)
		echo "lowest or newest, not $bound" >&2
		exit 2
		;;
	esac
	there="" verdict=FAILED
	if "$python" -m venv --clear "$environment" &&
		"$environment/bin/python" -m pip install --quiet --upgrade "pip>=25.1" &&
		"$environment/bin/python" -m pip install --quiet --constraint tests/constraints.txt \
			--constraint "build/bounds-$bound.txt" --group test --editable ".[$extras]"; then
		names=$("$python" tools/lowest.py | cut -d= -f1 | tr '\n' ' ')
		# shellcheck disable=SC2086
		there=$("$environment/bin/python" -c 'import sys; from importlib.metadata import version
print(", ".join(f"{name} {version(name)}" for name in sys.argv[1:]))' $names)
		"$environment/bin/python" -m pytest -n "$workers" ${TESTS:-tests} \
			--deselect tests/repo/test_development.py::test_the_hooks_are_a_valid_configuration && verdict=passed
	fi
	[ "$verdict" = passed ] || failed=1
	said="$said\n$bound: $verdict ($("$environment/bin/python" -V): $there)"
done
printf '%b\n' "$said"
exit $failed
