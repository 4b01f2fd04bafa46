/** The filters of both triggers, as users and expressions write them. */
import { type IPollFunctions } from 'n8n-workflow';
import { inboundFilters, readInboundFilter } from '../../../n8n/receiving/fields';
import { readRunParams } from '../../../n8n/parameters/read';

const FIELD = inboundFilters('Which messages start the workflow');

/** A trigger whose filters have these values once their expressions are evaluated. */
function read(filters: object) {
	const node = { name: 'SMS Trigger', parameters: { filters } };
	const ctx = {
		getNode: () => node,
		getNodeParameter: () => filters,
		getTimezone: () => 'UTC',
	} as unknown as IPollFunctions;
	return readInboundFilter(ctx, readRunParams(ctx, [FIELD]).filters);
}

const message = { from: '+61411111111', to: '+61422222222', text: 'ACK 42' };

test.each([
	{},
	{ from: '+61499999999, +61 411 111 111' },
	{ from: ['+61499999999', '+61411111111'] },
	{ from: 61411111111 },
	{ keyword: ['done', 'ack'], to: '+614*' },
	{ pattern: '/^ack \\d+$/i' },
])('%j matches', (filters) => expect(read(filters).filter(message)).toBe(true));

test.each([{ from: ['+61499999999'] }, { keyword: 'done; closed' }, { pattern: '^ack' }])(
	'%j does not match',
	(filters) => expect(read(filters).filter(message)).toBe(false),
);

test('a list and a text with the same entries are the same filter', () => {
	expect(read({ from: ['+614*', 'Acme'] }).text).toEqual(read({ from: ' +614*,\nAcme ' }).text);
});

test('an unusable filter is named by its label', () => {
	expect(() => read({ from: { number: 1 } })).toThrow(
		'From under Filters contains an object instead of a word or a number',
	);
	expect(() => read({ pattern: '(' })).toThrow(/^Regular Expression cannot be used: /);
	expect(() => read({ pattern: {} })).toThrow(/^Regular Expression /);
});

describe('as people paste it', () => {
	const from = '+8613900000001';

	test.each([
		'\u202A+86 139 0000 0001\u202C',
		'+86\u2011139\u20110000\u20110001',
		'＋８６１３９０００００００１',
		'tel:+86-139-0000-0001',
		'TEL:+8613900000001;foo=bar',
		'0086 139 0000 0001',
		'8613900000001',
		'8613900000001.0',
		'+852*，+8613900000001',
		'["+61411111111", "+8613900000001"]',
		'+86139*',
		'+86 (0) 139＊',
		'*',
	])('From %j', (entry) => {
		expect(read({ from: entry }).filter({ from, to: null, text: '' })).toBe(true);
	});

	test.each([
		['+52 55 1234 5678', '+5215512345678'],
		['+5215512345678', '+525512345678'],
		['+521*', '+5215512345678'],
		// Providers that report senders as their network does.
		['0411 111 111', '0411111111'],
		['13900000001', '13900000001'],
		['12345', '12345'],
		['\u200FACME\uFE0F', 'Acme'],
		['Ａcme', 'ACME'],
		['Ac*', 'Acme'],
	])('From %j is %j', (entry, sender) => {
		expect(read({ from: entry }).filter({ from: sender, to: null, text: '' })).toBe(true);
	});

	test.each([
		'---',
		'+',
		'.',
		'+*',
		'()',
		'6.1411E+10',
		'+61411111111 ext. 5',
		'+61411111111 or +61422222222',
	])('From %j is neither a number nor a name', (entry) => {
		expect(() => read({ from: `Acme;${entry}` })).toThrow(/^From under Filters can never match: /);
		expect(() => read({ from: `Acme;${entry}` })).toThrow(/neither a number nor a name$/);
	});

	test.each([
		['退订，TD', 'td'],
		['退订、TD', '我要退订'],
		['done|ack', 'ACK\uFE0F'],
		['ACK\uFE0F', 'ack'],
		['ＡＣＫ', 'ack!'],
		['ack', 'a\u200Bck'],
		['👍🏽️', 'ok 👍🏽'],
		['!!!', 'help!!!'],
		['Gru\u0308\u00DFe', 'gr\u00FC\u00DFe'],
	])('Keyword %j is in %j', (keyword, text) => {
		expect(read({ keyword }).filter({ ...message, text })).toBe(true);
	});

	test.each([
		['end', 'send'],
		['end', 'ending'],
		['end', '\u{1D41A}end'],
		['ack, done', 'backed'],
	])('Keyword %j is not in %j', (keyword, text) => {
		expect(read({ keyword }).filter({ ...message, text })).toBe(false);
	});

	test('a long text from a stranger takes bounded work', () => {
		const { filter } = read({ keyword: 'aa, b', from: '+61*, Acme' });
		// Every position is an occurrence, and none is a whole word. With a copy for each it takes a minute.
		const text = 'a'.repeat(2_000_000);
		for (let time = 0; time < 20; time++) expect(filter({ ...message, text })).toBe(false);
		expect(filter({ ...message, from: '+6'.repeat(500_000), text: 'b' })).toBe(false);
	});
});
