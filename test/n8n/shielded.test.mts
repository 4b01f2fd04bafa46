/** n8n replaces messages that contain words it knows: ours must not, whatever providers and users write. */
import { readFileSync } from 'node:fs';
import { NodeOperationError } from 'n8n-workflow';
import { failureJson, shielded, toError } from '../../n8n/errors';
import { context } from './context.mts';

const source = readFileSync(
	require.resolve('n8n-workflow').replace(/dist.*/, 'dist/cjs/errors/abstract/node.error.js'),
	'utf8',
);
const [, table = ''] = /const COMMON_ERRORS = \{([\s\S]*?)\n\};/.exec(source) ?? [];
/** All words that the installed n8n replaces. */
const WORDS = [...table.matchAll(/^\s+([A-Z_]+): /gm)].map(([, word = '']) => word);

it('knows the words of n8n', () => expect(WORDS.length).toBeGreaterThan(10));

it.each(WORDS.flatMap((word) => [word, word.toLowerCase(), `a${word}b`]))(
	'a message with %s stays as it is in n8n’s errors and in Stop and Error',
	(word) => {
		const { ctx } = context({});
		const message = `The provider says: ${word}, perhaps`;
		const failure = { class: 'unknownOutcome', code: word, message, hint: message } as const;
		const said = shielded(message);
		expect(said.replaceAll('\u2060', '')).toBe(message);
		expect(new NodeOperationError(ctx.getNode(), said).message).toBe(said);
		expect(toError(ctx, failure).message).toBe(said);
		expect(toError(ctx, { ...failure, class: 'content' }).message).toBe(said);
		expect(failureJson(failure)).toMatchObject({ code: word, message: said, hint: said });
	},
);

it('leaves other sentences alone', () => {
	expect(shielded('The connection to db1 broke')).toBe('The connection to db1 broke');
});
