// Jest holds back the output of tests until their file is finished, and with --json it drops the
// standard output. These suites take minutes, so their progress is shown immediately.
const { Console } = require('node:console');

globalThis.console = new Console(process.stderr, process.stderr);
