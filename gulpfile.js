/**
 * What `n8n-node build` leaves to do: drop the pictures that it copied from all over the
 * repository, bundle the libraries, shrink the icons, and refuse a package that would
 * not load at a user's.
 */
const { parallel, series } = require('gulp');
const { build } = require('esbuild');
const { optimize } = require('svgo');
const fs = require('node:fs/promises');
const path = require('node:path');

const DIST = path.join(__dirname, 'dist');
const SHIPPED = ['core', 'credentials', 'icons', 'n8n', 'nodes', 'package.json'];
// The modules that import a library, one each; everything else stays readable as compiled.
const BUNDLED = [
	{ source: 'core/text/phone.ts', library: 'libphonenumber-js' },
	{ source: 'core/text/entities.ts', library: 'entities' },
	{ source: 'core/text/pattern.ts', library: 're2js' },
];
const ALLOWED_REQUIRES = new Set(['n8n-workflow', 'node:crypto']);

async function filesBelow(folder) {
	const entries = await fs.readdir(folder, { recursive: true, withFileTypes: true });
	return entries.filter((e) => e.isFile()).map((e) => path.join(e.parentPath ?? e.path, e.name));
}

/** `n8n-node build` copies every svg and png of the repository into dist. */
async function prune() {
	for (const name of await fs.readdir(DIST)) {
		if (!SHIPPED.includes(name)) await fs.rm(path.join(DIST, name), { recursive: true });
	}
}

/** The licence file of a library, wherever its package.json may be asked for. */
async function licenceOf(library) {
	const folder = path.join(__dirname, 'node_modules', library);
	return (await fs.readFile(path.join(folder, 'LICENSE'), 'utf8')).trim();
}

async function bundleOne({ source, library }) {
	await build({
		entryPoints: [path.join(__dirname, source)],
		outfile: path.join(DIST, source.replace(/\.ts$/, '.js')),
		bundle: true,
		minify: true,
		format: 'cjs',
		platform: 'node',
		target: 'node20',
		charset: 'utf8',
		// n8n's scanner takes no globalThis; these are there in every Node that runs n8n.
		define: { 'globalThis.TextEncoder': 'TextEncoder', 'globalThis.TextDecoder': 'TextDecoder' },
		banner: { js: `/*! Contains ${library}.\n${await licenceOf(library)}\n*/` },
		logLevel: 'warning',
	});
}

async function bundle() {
	await Promise.all(BUNDLED.map(bundleOne));
}

async function icons() {
	const folder = path.join(DIST, 'icons');
	for (const name of await fs.readdir(folder)) {
		const file = path.join(folder, name);
		const { data } = optimize(await fs.readFile(file, 'utf8'), { multipass: true });
		await fs.writeFile(file, data);
	}
}

/** Everything that the package asks for is in the package, in n8n, or in Node. */
async function check() {
	const files = await filesBelow(DIST);
	const strangers = [];
	for (const file of files.filter((name) => name.endsWith('.js'))) {
		const code = await fs.readFile(file, 'utf8');
		for (const [, name] of code.matchAll(/\brequire\(["']([^"']+)["']\)/g)) {
			if (!name.startsWith('.') && !ALLOWED_REQUIRES.has(name)) {
				strangers.push(`${path.relative(DIST, file)} requires ${name}`);
			}
		}
	}
	const { n8n } = require('./package.json');
	const missing = [...n8n.nodes, ...n8n.credentials].filter(
		(name) => !files.includes(path.join(__dirname, name)),
	);
	const problems = [...strangers, ...missing.map((name) => `${name} was not built`)];
	if (problems.length > 0) throw new Error(`The build is not fit to ship:\n${problems.join('\n')}`);
}

exports.default = series(prune, parallel(bundle, icons), check);
