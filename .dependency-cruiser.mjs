// Imports run one way: nodes/X → n8n → core. Lists say what a layer may use; everything else is an error.

/** @param {string} layer @param {string[]} allowed */
const only = (layer, allowed) => ({
	name: `${layer}-only`,
	comment: `${layer} may import only: ${allowed.join(', ')}`,
	severity: 'error',
	from: { path: `^${layer}/` },
	to: { pathNot: allowed },
});

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
	forbidden: [
		only('core', [
			'^core/',
			'^node_modules/(libphonenumber-js|re2js|entities)/',
			'^(node:)?crypto$',
		]),
		only('n8n', ['^n8n/', '^core/', '^node_modules/n8n-workflow/', '^(node:)?crypto$']),
		// A credential signs with what its provider knows about addresses and signatures.
		only('credentials', [
			'^credentials/',
			'^core/',
			'^n8n/http/credential\\.ts$',
			'^nodes/[^/]+/(signature|generations)\\.ts$',
			'^node_modules/n8n-workflow/',
		]),
		only('nodes', [
			'^nodes/',
			'^n8n/',
			'^core/',
			'^credentials/',
			'^node_modules/n8n-workflow/',
			'^(node:)?crypto$',
		]),
		// The template of a provider may use what a provider may use.
		only('templates', ['^templates/', '^n8n/', '^core/', '^node_modules/n8n-workflow/']),
		{
			name: 'providers-apart',
			comment: 'A provider never imports another; only the registry knows them all.',
			severity: 'error',
			from: { path: '^nodes/([^/]+)/' },
			to: { path: '^nodes/[^/]+/', pathNot: '^nodes/$1/' },
		},
		{
			name: 'sending-knows-no-receiving',
			comment: 'Sending and receiving may share only what is outside both folders.',
			severity: 'error',
			from: { path: '^(core|n8n)/sending/' },
			to: { path: '^(core|n8n)/receiving/' },
		},
		{
			name: 'receiving-knows-no-sending',
			severity: 'error',
			from: { path: '^(core|n8n)/receiving/' },
			to: { path: '^(core|n8n)/(sending|planning)/' },
		},
		{
			name: 'text-is-pure',
			comment: 'Reading texts and numbers must not depend on messages.',
			severity: 'error',
			from: { path: '^core/text/' },
			to: { path: '^core/(planning|sending|receiving)/' },
		},
		{
			name: 'phone-library-once',
			comment:
				'One module imports the phone number library, so that the build can bundle it there.',
			severity: 'error',
			from: { pathNot: ['^core/text/phone\\.ts$', '^test/'] },
			to: { path: '^node_modules/libphonenumber-js/' },
		},
		{
			name: 'pattern-library-once',
			comment: 'The same for the library of regular expressions.',
			severity: 'error',
			from: { pathNot: ['^core/text/pattern\\.ts$', '^test/'] },
			to: { path: '^node_modules/re2js/' },
		},
		{
			name: 'entity-library-once',
			comment: 'The same for the library of HTML entities.',
			severity: 'error',
			from: { pathNot: ['^core/text/entities\\.ts$', '^test/'] },
			to: { path: '^node_modules/entities/' },
		},
		{
			name: 'sandbox-apart',
			comment:
				'The sandbox simulates the providers: it must not share the mistakes of the product.',
			severity: 'error',
			from: { path: '^sandbox/' },
			to: { path: '^(core|n8n|nodes|credentials|demo|docs|test)/' },
		},
		{
			name: 'shipped-apart',
			comment: 'Shipped code must not import code that is not shipped.',
			severity: 'error',
			from: { path: '^(core|n8n|nodes|credentials)/' },
			to: { path: '^(sandbox|demo|docs|templates|test|scripts|bench)/' },
		},
		{ name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
		{
			name: 'no-orphans',
			comment: 'A module that is neither imported nor an entry point is unused.',
			severity: 'error',
			from: {
				orphan: true,
				pathNot: ['\\.node\\.json$', '\\.d\\.mts$', '\\.test\\.mts$', '\\.cjs$', '^sandbox/page/'],
			},
			to: {},
		},
		{ name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
	],
	options: {
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.dev.json' },
		doNotFollow: { path: 'node_modules' },
		exclude: { path: '^dist/' },
		enhancedResolveOptions: {
			extensions: ['.ts', '.mts', '.mjs', '.cjs', '.js', '.json'],
			exportsFields: ['exports'],
			conditionNames: ['import', 'require', 'node', 'default', 'types'],
		},
	},
};
