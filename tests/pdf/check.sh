#!/usr/bin/env bash
# Checks a finished pack with programs that had no part in making it; exits 1 where one of them objects.
#
#   tests/pdf/check.sh PACK.pdf [sparse]
#
# A sparse pack is one made up for a test: its pages may hold too little to be full.
#
# Uses qpdf, poppler (pdffonts, pdfinfo) and outloud (PDF/UA-1); one that is not installed is named and left out.

set -u
pdf=${1:?"which PDF?"}
failed=0
good() { printf 'ok      %s\n' "$1"; }
bad() { printf 'FAILED  %s\n' "$1"; failed=1; }
left_out() { printf 'skipped %s is not installed\n' "$1"; }
has() { command -v "$1" >/dev/null 2>&1; }

if has qpdf; then
    if said=$(qpdf --check "$pdf" 2>&1); then good "qpdf: sound"; else bad "qpdf: $said"; fi
else left_out qpdf; fi

if has pdffonts; then
    # Two lines of heads, then one a font: name, type (words), encoding, emb, sub, uni, object.
    fonts=$(pdffonts "$pdf" 2>/dev/null | tail -n +3)
    families=$(printf '%s\n' "$fonts" | awk '{print $1}' | sed -e 's/^[A-Z]*+//' -e 's/-.*//' | sort -u)
    [ "$families" = "NotoSans" ] && good "fonts: one family" || bad "fonts: families are $(echo $families)"
    loose=$(printf '%s\n' "$fonts" | awk '$(NF-4) != "yes" || $(NF-2) != "yes" {print $1}')
    [ -z "$loose" ] && good "fonts: all embedded, all with Unicode" || bad "fonts: not embedded or without Unicode: $loose"
else left_out pdffonts; fi

if has pdfinfo; then
    info=$(pdfinfo "$pdf" 2>/dev/null)
    expect() { if printf '%s\n' "$info" | grep -Eq "$1"; then good "pdfinfo: $2"; else bad "pdfinfo: not $2"; fi; }
    expect '^Tagged: +yes' "tagged"
    expect '^Title: +[^ ]' "titled"
    expect '^Page size: +595\.2[0-9]* x 841\.8[0-9]* pts \(A4\)' "A4 portrait"
    meta=$(pdfinfo -meta "$pdf" 2>/dev/null)
    [[ $meta == *pdfuaid:part* ]] && good "metadata: PDF/UA" || bad "metadata: does not claim PDF/UA"
    [[ $meta == *pdfaid:part* && $meta == *pdfaid:conformance* ]] && good "metadata: PDF/A" || bad "metadata: does not claim PDF/A"
    [[ $meta == *en-GB* ]] && good "metadata: language en-GB" || bad "metadata: no language"
else left_out pdfinfo; fi

if has pdftotext; then
    # Pages end with a form feed; the cover and the last page may be short.
    blank=$(pdftotext -raw "$pdf" - 2>/dev/null | awk 'BEGIN { RS = "\f" } { gsub(/[[:space:]]/, ""); held[NR] = length($0) } END { for (n = 2; n < NR - 1; n++) if (held[n] < 150) print n }')
    [ -z "$blank" ] && good "pages: none nearly empty" || bad "pages: nearly empty: $(echo $blank)"
fi

if [ "${2:-}" = sparse ]; then :
elif has pdftoppm && has pdfinfo && has python3; then
    if said=$(python3 "$(dirname "$0")/white.py" "$pdf" 2>&1); then good "pages: none a third empty"; else bad "pages: $said"; fi
else left_out "pdftoppm or python3"; fi

if has pdfinfo; then
    # A heading, or the title of a chart or table, that stands lower than this has nothing below it; the foot begins at 43 points.
    # The last section of a topic is one block of small lines, whose heading may stand lower.
    low=$(pdfinfo -dests "$pdf" 2>/dev/null | awk '/"(sec|fig|table):/ && !/:definitions"/ && $5 ~ /^[0-9]/ { if ($5 + 0 < 43 + 40) print $1 " " $NF } ')
    [ -z "$low" ] && good "headings: none alone at a foot" || bad "headings alone at the foot of page: $low"
fi

if has qpdf && has python3; then
    if said=$(qpdf --json "$pdf" 2>/dev/null | python3 "$(dirname "$0")/reading.py" 2>&1); then good "reading: tab order, labels, bookmarks, links"; else bad "reading: $said"; fi
fi

if has outloud; then
    if said=$(outloud --fail-on error --no-info "$pdf" 2>&1); then good "outloud: PDF/UA-1 without an error"; else bad "outloud: $said"; fi
else left_out outloud; fi

exit $failed
