#!/bin/sh
# Finds or installs a Chromium for the tests of the review page. Without one they are skipped, or fail where the
# variable VISUAL_INSTRUCT_NOTHING_SKIPPED says that nothing may be.
for name in chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" >/dev/null && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "No Chromium: installing the package chromium for the tests of the review page"
    if apt-get -qq update && DEBIAN_FRONTEND=noninteractive \
        apt-get -qq install --yes --no-install-recommends chromium >/dev/null; then
        exit 0
    fi
fi
echo "No Chromium: install the package chromium (or Google Chrome) for the tests of the review page"
[ -z "${VISUAL_INSTRUCT_NOTHING_SKIPPED:-}" ]
