/** Reads the names of the tests in a file from its syntax, ignoring comments and other strings. */
import ts from 'typescript';

const GROUPS = new Set(['describe', 'fdescribe']);
const TESTS = new Set(['test', 'it', 'fit']);
/** Tests in these do not run, so they prove nothing. */
const LEFT_OUT = new Set(['xdescribe', 'xtest', 'xit']);
const LEAVE_OUT = new Set(['skip', 'todo', 'failing']);

/** The words of `test.only.each(table)`: `test`, `only`, `each`. */
function wordsOf(callee: ts.Expression): string[] {
	if (ts.isIdentifier(callee)) return [callee.text];
	if (ts.isPropertyAccessExpression(callee)) {
		return [...wordsOf(callee.expression), callee.name.text];
	}
	if (ts.isCallExpression(callee)) return wordsOf(callee.expression);
	if (ts.isTaggedTemplateExpression(callee)) return wordsOf(callee.tag);
	return [];
}

/** `test.each(table)` only returns the function that is called with the title. */
const isTable = ({ expression }: ts.CallExpression) =>
	ts.isPropertyAccessExpression(expression) && expression.name.text === 'each';

/** Parts of a title that are computed at run time are replaced by `…`. */
function titleOf(title: ts.Expression | undefined): string {
	if (title === undefined) return '…';
	if (ts.isStringLiteralLike(title)) return title.text;
	if (!ts.isTemplateExpression(title)) return '…';
	return [title.head.text, ...title.templateSpans.map(({ literal }) => literal.text)].join('…');
}

/**
 * One name for each `test` and `it` that would run: its title after those of the enclosing groups,
 * joined by `: `. The rows of a table share the name of their test, with its `%s` and `$name`.
 */
export function testNames(source: string): string[] {
	const names: string[] = [];
	const visit = (node: ts.Node, titles: readonly string[]): void => {
		const within = (next: readonly string[]) =>
			void ts.forEachChild(node, (child) => visit(child, next));
		if (!ts.isCallExpression(node) || isTable(node)) return within(titles);
		const [first = '', ...more] = wordsOf(node.expression);
		if (LEFT_OUT.has(first)) return;
		const isTest = TESTS.has(first);
		if (!isTest && !GROUPS.has(first)) return within(titles);
		if (more.some((word) => LEAVE_OUT.has(word))) return;
		const longer = [...titles, titleOf(node.arguments[0])];
		if (isTest) names.push(longer.join(': '));
		else within(longer);
	};
	visit(ts.createSourceFile('test.mts', source, ts.ScriptTarget.Latest), []);
	return names;
}
