#!/bin/sh
# Checks the types of the review page's JavaScript with TypeScript, where there is an npm to bring it.
cd "$(dirname "$0")" || exit 1
if ! command -v npm >/dev/null; then
    echo "No npm: the types of the review page's JavaScript are not checked (install Node.js)"
    [ -z "${VISUAL_INSTRUCT_NOTHING_SKIPPED:-}" ]
    exit
fi
# A folder of its own for each lock, moved into place whole: two runs at once, or one that is interrupted, do no harm.
made="node_modules/$(cksum <package-lock.json | cut -d ' ' -f 1)"
if ! [ -d "$made" ]; then
    mkdir -p node_modules
    fresh=$(mktemp -d node_modules/fresh.XXXXXX)
    trap 'rm -rf "$fresh"' EXIT
    cp package.json package-lock.json "$fresh"
    npm ci --prefix "$fresh" --silent --ignore-scripts --no-audit --no-fund || exit 1
    mv -T "$fresh" "$made" 2>/dev/null || mv "$fresh" "$made"
fi
exec "$made/node_modules/.bin/tsc" --project tsconfig.json
