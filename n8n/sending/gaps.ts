/**
 * Expressions that give nothing, so that a text has a gap or says "undefined". Only the expressions of the
 * parameters are looked at, never the words of the text, which may well speak of "undefined".
 */
import type { IExecuteFunctions } from 'n8n-workflow';
import { excerpt, quoting } from '../../core/message';
import { type Fault, fault } from '../../core/planning/draft';
import type { NotText } from '../../core/text/written';
import { isObject } from '../../core/values';
import type { Field, Fields } from '../parameters/fields';
import { type Operand, type Template, templateOf, type Value } from '../parameters/expressions';
import { evaluateCode, isShown } from '../parameters/read';

/** What an expression gave instead of text. */
type Problem = 'nothing' | 'an object';

interface Gap {
	readonly parameter: string;
	readonly code: string;
	readonly problem: Problem;
	readonly isRecipient?: true;
}

/** What the expressions of an item did not give, where that is refused. */
interface Found {
	/** A gap in the text. */
	readonly fault?: Fault;
	/** Recipients. */
	readonly missing: readonly NotText[];
}

const NOTHING: Found = { missing: [] };

/** A field whose stored value has expressions. */
interface Watched {
	readonly field: Field;
	/** When the field is shown. */
	readonly conditions: ReadonlyArray<readonly [name: string, allowed: readonly unknown[]]>;
	readonly templates: readonly Template[];
}

/** Every text within a stored parameter that has expressions. */
function templatesIn(stored: unknown): Template[] {
	if (isObject(stored) || Array.isArray(stored)) return Object.values(stored).flatMap(templatesIn);
	const template = templateOf(stored);
	return template ? [template] : [];
}

/** What a value is as part of a text. */
function problemOf(value: unknown, { hasFallback }: Operand): Problem | undefined {
	if (value === undefined || value === null || Number.isNaN(value)) return 'nothing';
	if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'nothing' : undefined;
	if (typeof value !== 'object') {
		return String(value).trim() === '' && !hasFallback ? 'nothing' : undefined;
	}
	// Times of luxon.
	if ('isValid' in value && value.isValid === false) return 'nothing';
	let text: string;
	try {
		text = String(value as unknown);
	} catch {
		return 'an object';
	}
	if (text.includes('[object ')) return 'an object';
	return text.trim() === '' && !hasFallback ? 'nothing' : undefined;
}

/** The value at a path of an item; `known` is false if it is not a plain field. */
function valueAt(json: unknown, path: readonly string[]): { known: boolean; value?: unknown } {
	let value = json;
	for (const key of path) {
		if (value === undefined || value === null) return { known: true };
		if (typeof value !== 'object') return { known: false };
		if (!Object.hasOwn(value, key)) return { known: !(key in value) };
		value = (value as Readonly<Record<string, unknown>>)[key];
	}
	return { known: true, value };
}

/** What a text shows in place of a missing value; only then the expression is evaluated again. */
export const SUSPICIOUS = /^\s*$|\[object |undefined|null|NaN|Invalid Date/;

const SHOWN = 20;
const MOST_GAPS = 5;
const LONGEST_CODE = 60;

const shown = (code: string): string => `{{ ${excerpt(code, LONGEST_CODE)} }}`;

/** Watches the expressions of the texts of a run. */
export class Gaps {
	private readonly watched: readonly Watched[];
	/** Items by gap, for the hint. */
	private readonly found = new Map<string, { readonly gap: Gap; readonly items: number[] }>();

	/** @param fields of the operation; those that are marked `isContent`, and lists of recipients */
	constructor(
		private readonly ctx: IExecuteFunctions,
		fields: Fields,
	) {
		const { parameters } = ctx.getNode();
		this.watched = fields
			.filter(({ isContent, many }) => isContent === true || many !== undefined)
			.map((field) => ({
				field,
				conditions: Object.entries(field.when ?? {}),
				templates: templatesIn(parameters[field.name]),
			}))
			.filter(({ templates }) => templates.length > 0);
	}

	/**
	 * Looks at the expressions of one item, and remembers what they gave for {@link hint}.
	 *
	 * @param params the parameters as read
	 * @param isRefused whether a gap in a text is a fault, and a missing recipient a message that fails
	 */
	check(item: number, params: object, isRefused: boolean): Found {
		if (this.watched.length === 0) return NOTHING;
		const values = params as Readonly<Record<string, unknown>>;
		let first: Gap | undefined;
		const missing: NotText[] = [];
		for (const watched of this.watched) {
			if (!isShown(watched, values)) continue;
			const { field, templates } = watched;
			const read = values[field.name];
			// Without any recipient or text, the plan refuses the message.
			if (field.many && (!Array.isArray(read) || read.length === 0)) continue;
			const isEmpty = typeof read === 'string' && read.trim() === '';
			for (const gap of this.gapsOf(item, field, templates, read)) {
				if (isRefused && field.many === 'recipients') missing.push(missingRecipient(gap));
				else if (isRefused && !field.many) first ??= gap;
				else if (!isEmpty) this.remember(item, gap);
			}
		}
		return { ...(first && { fault: refusal(first) }), missing };
	}

	private gapsOf(item: number, field: Field, templates: readonly Template[], read: unknown): Gap[] {
		if (field.many && templates.every(({ around }) => around?.join('').trim() === '')) return [];
		const gaps: Gap[] = [];
		const collect = (value: Value) => {
			if (value.kind === 'choice') {
				const isTrue = Boolean(evaluateCode(this.ctx, value.condition, item));
				(isTrue ? value.whenTrue : value.whenFalse).forEach(collect);
				return;
			}
			const problem = problemOf(this.valueOf(value, item), value);
			if (problem && !(field.many && problem === 'an object')) {
				gaps.push({
					parameter: field.displayName,
					code: value.code,
					problem,
					...(field.many === 'recipients' && { isRecipient: true }),
				});
			}
		};
		for (const template of templates) {
			if (!isSurelyWhole(template, read)) template.values.forEach(collect);
		}
		return gaps;
	}

	private valueOf({ path, code }: Operand, item: number): unknown {
		const { known, value } = path
			? valueAt(this.ctx.getInputData()[item]?.json, path)
			: { known: false, value: undefined };
		return known ? value : evaluateCode(this.ctx, code, item);
	}

	private remember(item: number, gap: Gap): void {
		const key = JSON.stringify(gap);
		const known = this.found.get(key);
		if (known) known.items.push(item);
		else this.found.set(key, { gap, items: [item] });
	}

	/** Tells the user once per run which expressions gave nothing. */
	hint(): void {
		if (this.found.size === 0) return;
		const isOne = this.ctx.getInputData().length === 1;
		const all = [...this.found.values()];
		const sentences = all.slice(0, MOST_GAPS).map(({ gap, items }) => {
			const rest = items.length - SHOWN;
			const named = items.slice(0, SHOWN).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
			const where = isOne ? '' : ` of ${items.length === 1 ? 'item' : 'items'} ${named}`;
			const lost = gap.isRecipient ? ', so this recipient got no text' : '';
			return `${gap.parameter}${where}: ${shown(gap.code)} gave ${gap.problem}${lost}`;
		});
		if (all.length > MOST_GAPS) sentences.push(`and ${all.length - MOST_GAPS} other expressions`);
		this.ctx.addExecutionHints({ message: `${sentences.join('; ')}.`, location: 'outputPane' });
	}
}

const FALLBACK = 'or set If an Expression Gives Nothing to Send Anyway';

/** A recipient of a list that an expression did not give. */
const missingRecipient = ({ code, problem }: Gap): NotText => ({
	notText: problem,
	problem: [
		quoting(code, (quote) => `To: {{ ${quote} }} gave ${problem}`, LONGEST_CODE),
		`Check the name of the field, and the input of the node, ${FALLBACK}.`,
	],
});

const refusal = ({ parameter, code, problem }: Gap): Fault =>
	fault(
		parameter,
		'content',
		quoting(code, (quote) => `${parameter}: {{ ${quote} }} gave ${problem}`, LONGEST_CODE),
		problem === 'nothing'
			? 'Check the field in the input of the node or give a fallback, for example {{ $json.name ?? "unknown" }}, or set If an Expression Gives Nothing to Send Anyway.'
			: 'Use a field of the object instead, or set If an Expression Gives Nothing to Send Anyway.',
	);

/** Whether the text itself shows that its only expression gave something. Spares evaluating it again. */
function isSurelyWhole({ around, values: [only, ...others] }: Template, read: unknown): boolean {
	if (!around || only?.kind !== 'operand' || others.length > 0 || typeof read !== 'string')
		return false;
	const [before, after] = around;
	if (read.length < before.length + after.length) return false;
	if (!read.startsWith(before) || !read.endsWith(after)) return false;
	return !SUSPICIOUS.test(read.slice(before.length, read.length - after.length));
}
