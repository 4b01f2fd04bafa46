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
		'From under Filters contains an object instead of text',
	);
	expect(() => read({ pattern: '(' })).toThrow(/^Regular Expression cannot be used: /);
	expect(() => read({ pattern: {} })).toThrow(/^Regular Expression /);
});
