// expect: declared|undeclared
int answer() {
    return undeclared;
}
