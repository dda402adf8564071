// expect: error
int answer() {
    return 42;
}
