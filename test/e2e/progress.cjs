// Jest keeps what tests print until their file is through, and with --json it loses what goes to the
// standard output. These suites take minutes: their progress is shown at once.
const { Console } = require('node:console');

globalThis.console = new Console(process.stderr, process.stderr);
