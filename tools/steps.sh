# What ./run, ./test and tools/ share: plain messages and how many compilers to start. Sourced, never run.

say() { printf '%s\n' "$*"; }

# fail WHAT MEND: says what went wrong and what to do about it, and ends the script.
fail() {
    printf 'error: %s\n' "$1" >&2
    printf '  mend: %s\n' "$2" >&2
    exit 1
}

# As many compilers as there are processors, but no more than memory allows: a sanitised file needs up to 1.5 GB.
job_count() {
    local processors memory_kib jobs
    processors=$(nproc)
    memory_kib=$(awk '/^MemAvailable:/ {print $2}' /proc/meminfo)
    jobs=$((memory_kib / 1572864))
    if [ "$jobs" -gt "$processors" ]; then jobs=$processors; fi
    if [ "$jobs" -lt 1 ]; then jobs=1; fi
    printf '%s\n' "$jobs"
}

# build PRESET [TARGET...]: configures build/PRESET where that was not done yet, then builds.
build() {
    local preset=$1 targets=()
    shift
    if [ $# -gt 0 ]; then targets=(--target "$@"); fi
    if [ ! -f "build/$preset/build.ninja" ]; then cmake --preset "$preset" >"build/$preset.configure.log" 2>&1 || {
        cat "build/$preset.configure.log" >&2
        return 1
    }; fi
    cmake --build "build/$preset" -j "$(job_count)" "${targets[@]}"
}
