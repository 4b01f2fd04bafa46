// npm run release: checks that this commit can be published as the version in package.json, and
// says how to publish it. It changes nothing: GitHub Actions publishes when the tag is pushed.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run, since } from './lib/run.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const say = (line) => console.log(`release: ${line}`);
const read = (file) => readFileSync(join(ROOT, file), 'utf8');

function refuse(sentence) {
	console.error(`release: ${sentence}`);
	process.exit(1);
}

async function git(...args) {
	const { code, lines } = await run('git', args, { cwd: ROOT });
	if (code !== 0) refuse(`git ${args.join(' ')} failed: ${lines.join(' ')}`);
	return lines;
}

const { version } = JSON.parse(read('package.json'));
const lock = JSON.parse(read('package-lock.json'));
const tag = `v${version}`;

if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) {
	refuse(`package.json has the version “${version}”; it must have the form 1.2.3.`);
}
if (lock.version !== version || lock.packages[''].version !== version) {
	refuse(
		`package-lock.json has a different version from package.json (${version}). Run: npm version ${version} --no-git-tag-version --allow-same-version`,
	);
}
const heading = new RegExp(`^## \\[?${version.replaceAll('.', '\\.')}\\]?( |$)`, 'm');
if (!heading.test(read('CHANGELOG.md'))) {
	refuse(
		`CHANGELOG.md has no heading “## ${version} - YYYY-MM-DD”. Move the entries under “Unreleased” below such a heading, and commit that.`,
	);
}
const changed = await git('status', '--porcelain');
if (changed.length > 0) {
	refuse(
		`commit or discard the uncommitted changes:\n${changed.map((line) => `    ${line}`).join('\n')}`,
	);
}
if ((await git('tag', '--list', tag)).length > 0) {
	refuse(
		`tag ${tag} already exists. Choose the next version: npm version patch --no-git-tag-version`,
	);
}
say(`version ${version}: clean tree, changelog and lock file agree, no tag ${tag} yet`);

const STEPS = [
	{ name: 'all quick checks and tests', args: ['test'] },
	{ name: 'contents of the package', args: ['run', '--silent', 'prepack'] },
	{ name: 'n8n’s scanner', args: ['run', '--silent', 'scan'] },
];
for (const { name, args } of STEPS) {
	const begun = Date.now();
	say(`${name} …`);
	const { code, lines } = await run('npm', args, {
		cwd: ROOT,
		log: say,
		status: () => `${name}: ${since(begun)}`,
	});
	if (code === 0) continue;
	console.log(lines.slice(-60).join('\n'));
	refuse(`${name} failed (npm ${args.join(' ')}). Nothing was tagged or published.`);
}

console.log(`
${tag} can be published. n8n accepts only packages that GitHub Actions published with provenance, so
nothing is published from here. To publish it, push the tag:

    git tag ${tag} && git push origin ${tag}

.github/workflows/publish.yml then runs .ci/run and publishes.
`);
