const UNREACHABLE =
	/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET|FETCH_ERROR|npm error network/;

/** What npm's error codes mean, and how to fix them. The first match wins. */
const CAUSES = [
	{
		signs: /ENOSPC|no space left/i,
		say: 'The disk is full. Free some space, then run it again.',
	},
	{
		signs: /UNABLE_TO_GET_ISSUER|SELF_SIGNED|UNABLE_TO_VERIFY|CERT_/,
		say: 'The registry’s certificate is not trusted here. Behind a company proxy, set NODE_EXTRA_CA_CERTS to its certificate file, then run it again.',
	},
	{
		signs: UNREACHABLE,
		say: 'The npm registry could not be reached. Check the network (`npm ping`; behind a proxy, `npm config set https-proxy http://…`), then run it again: completed downloads are kept.',
	},
	{
		signs: /\bE40[13]\b/,
		say: 'The npm registry refused access. Check which registry is set (`npm config get registry`) and whether you are logged in there, then run it again.',
	},
	{
		signs: /\bE404\b|ETARGET|notarget/i,
		say: 'The npm registry lacks a package or version. Check which registry is set (`npm config get registry`); the public one is https://registry.npmjs.org/.',
	},
	{
		signs: /\bE?INTEGRITY\b/i,
		say: 'A download does not match the lock file. Run `npm cache verify`, then run it again.',
	},
	{
		signs: /EACCES|EPERM|EROFS/,
		say: 'npm is not allowed to write there. Make sure that you own the folder (and npm’s cache, `npm config get cache`), then run it again.',
	},
	{
		signs: /EBADENGINE|Unsupported engine/i,
		say: 'A package does not support this version of Node. Install Node 20.19 or newer (https://nodejs.org), then run it again.',
	},
	{
		signs: /spawn npm/,
		say: 'npm was not found. It comes with Node (https://nodejs.org); make sure that `npm --version` works, then run it again.',
	},
];

/** Whether npm could not reach its registry. */
export function isUnreachable(lines) {
	return lines.some((line) => UNREACHABLE.test(line));
}

/**
 * A plain explanation of a failed npm run, followed by npm's own output.
 *
 * @param {string} what e.g. `Installing the dependencies`
 * @param {readonly string[]} lines npm's output
 * @returns {string}
 */
export function explainNpmFailure(what, lines) {
	const errors = lines.filter((line) => /^npm (error|ERR!)|spawn npm/.test(line));
	const said = (errors.length > 0 ? errors : lines).filter(
		(line) => !/^npm error( +at |$| A complete log)/.test(line),
	);
	const cause = CAUSES.find(({ signs }) => said.some((line) => signs.test(line)));
	const advice = cause?.say ?? 'Run it again. If it fails in the same way, see npm’s output below.';
	return [`${what} failed. ${advice}`, ...said.slice(0, 8).map((line) => `    ${line}`)].join('\n');
}
