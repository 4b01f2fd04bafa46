/**
 * Jest's runtime, but libraries are loaded by Node, once per process. n8n-core alone takes 2.5 s,
 * and jest would load it again for each of some sixty test files. Tests, the sandbox and the sources
 * are still loaded again for every test file; so is the built package in dist/, which n8n's loader
 * loads through Node.
 */
const { createRequire, isBuiltin } = require('node:module');
const path = require('node:path');
const { compileFunction } = require('node:vm');
const Runtime = require('jest-runtime').default;

const DIST = path.resolve(__dirname, '../../../dist') + path.sep;

const isLibrary = (name) => !name.startsWith('.') && !path.isAbsolute(name) && !isBuiltin(name);

/** Removes the built package from Node's modules; the returned function puts it back. */
function forgetDist() {
	const taken = Object.entries(require.cache).filter(([file]) => file.startsWith(DIST));
	for (const [file] of taken) delete require.cache[file];
	return () => {
		forgetDist();
		for (const [file, module] of taken) require.cache[file] = module;
	};
}

class OneRealmRuntime extends Runtime {
	constructor(...args) {
		super(...args);
		forgetDist();
		// Without a context, because the tests share Node's own globals.
		const { executor } = this;
		executor.compile = (source, filename) =>
			compileFunction(source, executor.injectedModuleParameters, { filename });
	}

	requireModule(from, name, options, isRequireActual) {
		if (options?.isInternalModule !== true && name !== undefined) {
			if (isLibrary(name) || path.resolve(path.dirname(from), name).startsWith(DIST)) {
				return createRequire(from)(name);
			}
		}
		return super.requireModule(from, name, options, isRequireActual);
	}

	isolateModules(work) {
		const putBack = forgetDist();
		try {
			super.isolateModules(work);
		} finally {
			putBack();
		}
	}
}

module.exports = { __esModule: true, default: OneRealmRuntime };
