#!/bin/sh
# The compiler of the fuzz targets: our own library and the targets count where they have been, dependencies and build scripts do not.
# Cargo asks it for packages of the workspace only, so that dependencies stay those of every other build.
rustc=$1
shift
case " $* " in
*' --crate-name annexa '* | *' --crate-name annexa_fuzz '*)
  exec "$rustc" "$@" -Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares
  ;;
esac
exec "$rustc" "$@"
